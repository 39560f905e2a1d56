#include "adapters/eventbridge/eventbridge_timer.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <string_view>
#include <variant>

#include "adapters/aws/json_call.h"
#include "adapters/aws/service.h"
#include "adapters/aws/url.h"
#include "base/digest.h"

namespace curfew::eventbridge {
namespace {

namespace json = boost::json;

// A few calls have to fit into a claim, and what is owed is tried again anyway.
constexpr int kAttempts = 2;
// AWS refuses a signature that is five minutes old, by its own clock: a minute for what ours may be ahead.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
constexpr Millis kSettle = std::chrono::minutes(6);
// The id that the earlier deployment gave to the one target of each of its rules.
constexpr const char* kEarlierTarget = "1";

constexpr std::string_view kMissing = "ResourceNotFoundException";

bool is(const aws::CallFailure& failure, std::string_view code) {
  return failure.kind == aws::FailureKind::kRefused && failure.code == code;
}

// A schedule runs at some time within the minute that it names, so it names the first one that lies wholly after the
// end. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
std::string expression_for(Seconds end) {
  std::string at = iso8601(Seconds(std::chrono::ceil<std::chrono::minutes>(end)));
  at.pop_back();  // "Z": the time zone stands beside it
  return "at(" + at + ")";
}

std::string input_for(const LeaseEnd& end) {
  return json::serialize(json::object{{"request_id", end.request_id.str()},
                                      {"user_id", end.access.user_id.str()},
                                      {"account_id", end.access.account_id.str()},
                                      {"permission_set_arn", end.access.permission_set_arn.str()}});
}

json::object body_for(const LeaseEnd& end, const TimerSettings& settings) {
  json::object body{
      {"GroupName", settings.group},
      {"ScheduleExpression", expression_for(end.at)},
      {"ScheduleExpressionTimezone", "UTC"},
      {"FlexibleTimeWindow", json::object{{"Mode", "OFF"}}},
      {"ActionAfterCompletion", "DELETE"},
      {"State", "ENABLED"},
      {"Target",
       json::object{{"Arn", settings.target_arn}, {"RoleArn", settings.role_arn}, {"Input", input_for(end)}}}};
  // The same call, when it is made again, has the same token; at most 64 characters.
  body["ClientToken"] = hex(sha256(end.request_id.str() + json::serialize(body)));
  return body;
}

// Whether the schedule that stands does what is wanted.
bool stands_as(const json::object& standing, const json::object& wanted) {
  for (const std::string_view name :
       {"ScheduleExpression", "ScheduleExpressionTimezone", "ActionAfterCompletion", "State"}) {
    if (aws::text_in(standing, name) != aws::text_in(wanted, name)) return false;
  }
  const json::object* target = aws::object_in(standing, "Target");
  const json::object* wanted_target = aws::object_in(wanted, "Target");
  if (target == nullptr) return false;
  for (const std::string_view name : {"Arn", "RoleArn", "Input"}) {
    if (aws::text_in(*target, name) != aws::text_in(*wanted_target, name)) return false;
  }
  return true;
}

aws::Call call_of(std::string operation, std::string method, const std::string& name) {
  return {.service = aws::service::kScheduler,
          .operation = std::move(operation),
          .method = std::move(method),
          .path = "/schedules/" + aws::percent_encoded(name),
          .attempts = kAttempts};
}

Result<std::string> arn_in(const json::object& answer, std::string_view name) {
  auto arn = aws::text_in(answer, name);
  if (arn && !arn->empty()) return *std::move(arn);
  return fail_unknown(ErrorCode::kUnavailable, "EventBridge Scheduler did not say that the timer is set.",
                      "an answer without " + std::string(name));
}

}  // namespace

Result<std::string> EventBridgeTimer::set(const LeaseEnd& end, Instant claimed_at) {
  const std::string name = timer_name(end.request_id);
  const json::object wanted = body_for(end, settings_);
  aws::Call create = call_of("CreateSchedule", "POST", name);
  create.signed_at = claimed_at;
  const auto created = aws::call_json(caller_, create, wanted);
  if (created) return arn_in(*created, "ScheduleArn");
  if (!is(created.error(), "ConflictException")) return fail(failed(create, created.error(), "set a timer"));
  aws::Call update = call_of("UpdateSchedule", "PUT", name);
  update.signed_at = claimed_at;
  return set_to(update, wanted);
}

// A schedule of this name stands: set by an earlier try whose answer was lost, or for something else.
Result<std::string> EventBridgeTimer::set_to(const aws::Call& update, const json::object& wanted) {
  aws::Call get = update;
  get.operation = "GetSchedule";
  get.method = "GET";
  get.query = {{"groupName", settings_.group}};
  get.signed_at.reset();
  const auto standing = aws::call_json(caller_, get, {});
  // One that has just gone, or is just being changed: the next try finds out.
  if (!standing) return fail(failed(get, standing.error(), "look up a timer"));
  if (stands_as(*standing, wanted)) return arn_in(*standing, "Arn");
  const auto updated = aws::call_json(caller_, update, wanted);
  if (!updated) return fail(failed(update, updated.error(), "set a timer anew"));
  return arn_in(*updated, "ScheduleArn");
}

Status EventBridgeTimer::remove(const RequestId& request, const std::string& arn) {
  return std::visit([&](const auto& place) { return remove(place); }, timer_place(arn, request, settings_.group));
}

// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_DeleteSchedule.html
Status EventBridgeTimer::remove(const Schedule& schedule) {
  aws::Call call = call_of("DeleteSchedule", "DELETE", schedule.name);
  call.query = {{"groupName", schedule.group}};
  const auto removed = aws::call_json(caller_, call, {});
  if (removed || is(removed.error(), kMissing)) return {};
  return fail(failed(call, removed.error(), "take a timer away"));
}

// A rule goes only without its targets.
// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteRule.html
Status EventBridgeTimer::remove(const Rule& rule) {
  json::object targets{{"Rule", rule.name}, {"Ids", json::array{kEarlierTarget}}};
  json::object itself{{"Name", rule.name}};
  if (!rule.bus.empty()) targets["EventBusName"] = itself["EventBusName"] = rule.bus;
  const aws::Call untarget{.service = aws::service::kEvents, .operation = "RemoveTargets", .attempts = kAttempts};
  const auto untargeted = aws::call_json(caller_, untarget, targets);
  if (!untargeted && is(untargeted.error(), kMissing)) return {};
  if (!untargeted) return fail(failed(untarget, untargeted.error(), "take an earlier timer's target away"));
  if (const auto* const failed_count = untargeted->if_contains("FailedEntryCount");
      failed_count != nullptr && *failed_count != 0) {
    return fail(ErrorCode::kUnavailable, "EventBridge did not take the target of an earlier timer away.",
                "RemoveTargets " + rule.name + ": " + json::serialize(*untargeted));
  }
  const aws::Call remove{.service = aws::service::kEvents, .operation = "DeleteRule", .attempts = kAttempts};
  const auto removed = aws::call_json(caller_, remove, itself);
  if (removed || is(removed.error(), kMissing)) return {};
  return fail(failed(remove, removed.error(), "take an earlier timer away"));
}

Millis EventBridgeTimer::settle() const { return kSettle; }

Error EventBridgeTimer::failed(const aws::Call& call, const aws::CallFailure& failure, const std::string& what) const {
  Error error = aws::to_error(call, failure, what);
  if (is(failure, kMissing) && call.operation == "CreateSchedule") {
    error.code = ErrorCode::kConfiguration;
    error.public_text = "EventBridge Scheduler has no schedule group " + settings_.group +
                        " in this region and account: make it, or correct revocation_timer.group.";
  } else if (is(failure, kMissing)) {
    error.code = ErrorCode::kUnavailable;
    error.public_text = "The timer has just gone from EventBridge Scheduler; it is tried again.";
  } else if (is(failure, "ConflictException")) {
    error.code = ErrorCode::kUnavailable;
    error.public_text = "EventBridge Scheduler is just changing this timer; it is tried again.";
  } else if (is(failure, "ServiceQuotaExceededException")) {
    error.code = ErrorCode::kUnavailable;
    error.public_text =
        "This AWS account has as many schedules as it may have: remove some, or have the quota of EventBridge "
        "Scheduler raised.";
  } else if (is(failure, "ValidationException")) {
    error.code = ErrorCode::kConfiguration;
    error.public_text =
        "EventBridge Scheduler does not accept the timer: check revocation_timer.target_arn, and that "
        "the role revocation_timer.role_arn may be assumed by scheduler.amazonaws.com.";
  }
  return error;
}

}  // namespace curfew::eventbridge
