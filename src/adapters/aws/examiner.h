// Asks AWS what an examination wants to know, and makes diagnoses of what it does not answer. For one thread.
//
// A missing right is told with the action and the resource that a policy names. Where AWS cannot be reached, or does
// not know the credentials, that is told once and nothing else is asked: every other call would end the same way.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/aws/caller.h"
#include "ports/examination.h"

namespace curfew::aws {

struct Probe {
  Call call;             // its attempts and deadline are the examiner's to set
  std::string subject;   // of the diagnosis, where the call fails
  std::string resource;  // an ARN, or "*": what a policy has to name beside the action
  // Refusals that AWS gives only to who has the right: what was asked for is not there, say.
  std::vector<std::string_view> proof = {};
  // The part itself does without this right: without it nothing is broken, and less is known.
  bool only_to_examine = false;
};

struct Heard {
  Answer answer;        // where it was not refused
  std::string refusal;  // one of the probe's `proof`; empty for an answer
};

class Examiner {
 public:
  // `caller` must outlive this.
  explicit Examiner(Caller& caller) : caller_(caller) {}

  // Empty where the call failed otherwise than by `proof`; it has been diagnosed then.
  [[nodiscard]] std::optional<Heard> ask(Probe probe);
  // The same of a call whose body and answer are JSON; an empty object for a refusal.
  struct HeardJson {
    boost::json::object answer;
    std::string refusal;
  };
  [[nodiscard]] std::optional<HeardJson> ask_json(Probe probe, const boost::json::object& body);

  void add(Diagnosis diagnosis) { diagnoses_.push_back(std::move(diagnosis)); }
  // Nothing more will be heard of AWS.
  [[nodiscard]] bool gave_up() const { return gave_up_; }
  // All so far, in order.
  [[nodiscard]] std::vector<Diagnosis> take() { return std::move(diagnoses_); }

 private:
  void diagnose(const Probe& probe, const CallFailure& failure);
  void diagnose_denial(const Probe& probe, const CallFailure& failure);

  Caller& caller_;
  std::vector<Diagnosis> diagnoses_;
  bool gave_up_ = false;
};

// "sso:CreateAccountAssignment", as policies name the right to a call. The prefixes of our services are their signing
// names.
// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
[[nodiscard]] std::string action_of(const Call& call);

// The remedy for a missing right.
[[nodiscard]] std::string grant(const std::string& action, const std::string& resource);

}  // namespace curfew::aws
