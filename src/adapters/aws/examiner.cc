#include "adapters/aws/examiner.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <exception>
#include <utility>

#include "adapters/aws/error_answer.h"

namespace curfew::aws {
namespace {

// Somebody waits: a call that fails is tried once more, and soon.
constexpr int kAttempts = 2;

std::string said(const CallFailure& failure) {
  std::string text = failure.code.empty() ? std::string() : failure.code + ": ";
  text += failure.message.empty() ? "no reason given" : failure.message;
  return text.ends_with('.') ? text : text + ".";
}

bool ends_everything(const CallFailure& failure) {
  return failure.kind == FailureKind::kNotSent || failure.kind == FailureKind::kLost || is_about_time(failure) ||
         is_about_credentials(failure);
}

// "User: … is not authorized to perform: iam:PassRole on resource: arn:… because …": the right that is missing may be
// another one than that to the call. Empty where AWS does not say it.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
std::string word_after(std::string_view text, std::string_view mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + mark.size());
  return std::string(text.substr(0, text.find_first_of(" ,;")));
}

// What to do about a failure that every call would meet.
std::string remedy_for(const CallFailure& failure) {
  if (is_about_credentials(failure)) {
    return "Give Curfew credentials that are good: renew what has expired, or check the access key (docs/aws.md).";
  }
  if (is_about_time(failure))
    return "Set the clock of this machine (chrony, systemd-timesyncd), and check the secret key.";
  if (failure.is_configuration) return "Give Curfew AWS credentials (docs/aws.md).";
  return "Check the network, aws.region and aws.endpoint_url.";
}

CallFailure no_json(const Answer& answer) {
  return {.kind = FailureKind::kServerError,
          .message = "the answer is none of this API's; check aws.endpoint_url",
          .status = answer.status};
}

}  // namespace

std::string action_of(const Call& call) { return std::string(call.service.signing_name) + ":" + call.operation; }

std::string grant(const std::string& action, const std::string& resource) {
  return "Add " + action + " on " + resource + " to the policy of its role (deploy/aws/policy.json).";
}

std::optional<Heard> Examiner::ask(Probe probe) {
  if (gave_up_) return std::nullopt;
  probe.call.attempts = kAttempts;
  CallResult result = caller_.call(probe.call);
  if (result) return Heard{.answer = *std::move(result)};
  const CallFailure& failure = result.error();
  if (std::ranges::find(probe.proof, failure.code) != probe.proof.end()) return Heard{.refusal = failure.code};
  diagnose(probe, failure);
  return std::nullopt;
}

std::optional<Examiner::HeardJson> Examiner::ask_json(Probe probe, const boost::json::object& body) {
  if (!body.empty() || probe.call.method == "POST") probe.call.body = boost::json::serialize(body);
  const auto heard = ask(probe);
  if (!heard) return std::nullopt;
  if (!heard->refusal.empty() || heard->answer.body.empty()) return HeardJson{.refusal = heard->refusal};
  boost::json::error_code error;
  boost::json::value value;
  try {
    value = boost::json::parse(heard->answer.body, error);
  } catch (const std::exception&) {  // memory
    error = boost::json::error::extra_data;
  }
  if (!error && value.is_object()) return HeardJson{.answer = std::move(value.as_object())};
  diagnose(probe, no_json(heard->answer));
  return std::nullopt;
}

void Examiner::diagnose(const Probe& probe, const CallFailure& failure) {
  const std::string action = action_of(probe.call);
  if (is_denied(failure)) return diagnose_denial(probe, failure);
  if (ends_everything(failure)) {
    gave_up_ = true;
    add(broken(probe.subject, action + " failed: " + said(failure) + " Nothing else was asked.", remedy_for(failure)));
    return;
  }
  if (failure.kind == FailureKind::kThrottled) {
    add(broken(probe.subject, action + " was refused as one call too many: " + said(failure), "Try again later."));
    return;
  }
  add(broken(probe.subject, action + " failed: " + said(failure),
             failure.kind == FailureKind::kServerError ? "Try again later; check aws.endpoint_url."
                                                       : "Correct the configuration: " + probe.resource + "."));
}

void Examiner::diagnose_denial(const Probe& probe, const CallFailure& failure) {
  std::string action = word_after(failure.message, "not authorized to perform: ");
  std::string resource = word_after(failure.message, "on resource: ");
  if (action.empty() || action == action_of(probe.call)) {
    action = action_of(probe.call);
    resource = probe.resource;
  } else if (resource.empty()) {
    resource = "*";
  }
  const std::string text = "AWS does not allow " + action + " on " + resource + ".";
  if (probe.only_to_examine) {
    add(unproved(probe.subject, text + " Only doctor needs it.", grant(action, resource)));
  } else {
    add(broken(probe.subject, text, grant(action, resource)));
  }
}

}  // namespace curfew::aws
