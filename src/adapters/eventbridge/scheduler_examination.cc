#include "adapters/eventbridge/scheduler_examination.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <chrono>
#include <string_view>

#include "adapters/aws/url.h"
#include "base/time.h"

namespace curfew::eventbridge {
namespace {

namespace json = boost::json;

// Begins as the names of timers do, so that the same narrow policy covers it.
constexpr std::string_view kProbeName = "revoke-curfew-doctor";
constexpr std::chrono::hours kFuture{24};

// "at(2026-01-01T00:00:00)", in UTC.
std::string at(Instant when) {
  std::string text = iso8601(floor_seconds(when));
  text.pop_back();  // the Z
  return "at(" + text + ")";
}

}  // namespace

std::vector<Diagnosis> SchedulerExamination::examine() {
  aws::Examiner examiner(caller_);
  if (look_at_group(examiner)) make_and_remove(examiner);
  look_at_earlier_timers(examiner);
  return examiner.take();
}

// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_GetScheduleGroup.html
bool SchedulerExamination::look_at_group(aws::Examiner& examiner) const {
  const std::string subject = "group " + settings_.group;
  const auto heard = examiner.ask_json(
      {.call = {.service = aws::service::kScheduler,
                .operation = "GetScheduleGroup",
                .method = "GET",
                .path = "/schedule-groups/" + aws::percent_encoded(settings_.group)},
       .subject = subject,
       .resource = "arn:aws:scheduler:" + settings_.region + ":ACCOUNT:schedule-group/" + settings_.group,
       .proof = {"ResourceNotFoundException"},
       .only_to_examine = true},
      {});
  if (!heard) return !examiner.gave_up();
  if (heard->refusal.empty()) {
    examiner.add(works(subject, "It is there."));
    return true;
  }
  examiner.add(broken(subject, "There is none in this region and account.",
                      "Make it: aws scheduler create-schedule-group --name " + settings_.group +
                          "; or correct revocation_timer.group."));
  return false;
}

aws::Probe SchedulerExamination::probe(std::string operation, std::string method, std::string subject) const {
  return {.call = {.service = aws::service::kScheduler,
                   .operation = std::move(operation),
                   .method = std::move(method),
                   .path = "/schedules/" + std::string(kProbeName)},
          .subject = std::move(subject),
          .resource = "arn:aws:scheduler:" + settings_.region + ":ACCOUNT:schedule/" + settings_.group + "/revoke-*"};
}

// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
void SchedulerExamination::make_and_remove(aws::Examiner& examiner) const {
  aws::Probe create = probe("CreateSchedule", "POST", "making schedules");
  create.proof = {"ConflictException"};  // one was left behind, or another doctor is at it
  const json::object body{{"GroupName", settings_.group},
                          {"State", "DISABLED"},
                          {"ScheduleExpression", at(clock_.now() + kFuture)},
                          {"ScheduleExpressionTimezone", "UTC"},
                          {"FlexibleTimeWindow", json::object{{"Mode", "OFF"}}},
                          {"ActionAfterCompletion", "DELETE"},
                          {"Target", json::object{{"Arn", settings_.target_arn}, {"RoleArn", settings_.role_arn}}}};
  const auto created = examiner.ask_json(create, body);
  if (created) {
    examiner.add(works("making schedules", "One with this target and role was made, disabled."));
  }
  // Also after a failure: the reply may have been lost.
  aws::Probe remove = probe("DeleteSchedule", "DELETE", "removing schedules");
  remove.call.query = {{"groupName", settings_.group}};
  remove.proof = {"ResourceNotFoundException"};
  if (examiner.ask_json(remove, {})) {
    examiner.add(works("removing schedules", created ? "It was taken away again." : "It is allowed."));
  }
  if (!examiner.gave_up()) {
    examiner.add(unproved("target", "Only a timer that ends shows that " + settings_.role_arn + " may call " +
                                        settings_.target_arn + "."));
  }
}

// A rule that is not there is told only to who may change one of that name. Where no earlier deployment stood, nobody
// needs the right. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RemoveTargets.html
void SchedulerExamination::look_at_earlier_timers(aws::Examiner& examiner) const {
  const std::string subject = "timers of an earlier deployment";
  const auto heard = examiner.ask_json({.call = {.service = aws::service::kEvents, .operation = "RemoveTargets"},
                                        .subject = subject,
                                        .resource = "arn:aws:events:" + settings_.region + ":ACCOUNT:rule/revoke-*",
                                        .proof = {"ResourceNotFoundException"},
                                        .only_to_examine = true},
                                       {{"Rule", kProbeName}, {"Ids", json::array{"1"}}});
  if (heard) examiner.add(works(subject, "Those that are rules of EventBridge can be taken away."));
}

}  // namespace curfew::eventbridge
