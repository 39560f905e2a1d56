// Timers in EventBridge Scheduler, against moto; and what the earlier deployment left there.
#include "adapters/eventbridge/eventbridge_timer.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "adapters/aws/json_call.h"
#include "conformance/revocation_timer_conformance.h"
#include "support/aws/aws_client.h"
#include "support/aws/moto.h"
#include "support/fake_clock.h"

namespace curfew::conformance {
namespace {

namespace json = boost::json;
using testing_aws::the_moto;

const auto* const kNeedsMoto = testing_aws::needs_moto();

constexpr const char* kTarget = "arn:aws:lambda:us-east-1:123456789012:function:revoke";
constexpr const char* kRole = "arn:aws:iam::123456789012:role/curfew-scheduler";

// A schedule group of its own. moto's schedules fire when the test says that it is so late.
class EventBridgeWorld final : public RevocationTimerWorld {
 public:
  EventBridgeWorld() : group_(testing_aws::unique_name("timers")) {
    scheduler("CreateScheduleGroup", "POST", "/schedule-groups/" + group_, {}, {});
    restart();
  }

  RevocationTimer& timer() override { return *timer_; }
  [[nodiscard]] Instant now() const override { return clock_.now(); }
  std::vector<TimerCall> pass_until(Instant at) override {
    clock_.set(at);
    std::vector<TimerCall> calls;
    const auto fired = the_moto()->post("scheduler/fire", {{"now", unix_seconds(floor_seconds(at))}});
    for (const json::value& schedule : fired.as_array()) {
      if (schedule.at("GroupName") != json::value(group_)) continue;
      calls.push_back(
          {.at = from_unix_millis(static_cast<std::int64_t>(schedule.at("DueAt").to_number<double>() * 1000)),
           .input = std::string(schedule.at("Input").as_string())});
    }
    return calls;
  }
  void restart() override {
    timer_ = std::make_unique<eventbridge::EventBridgeTimer>(
        eventbridge::TimerSettings{.group = group_, .target_arn = kTarget, .role_arn = kRole}, client_.caller());
  }

  [[nodiscard]] const std::string& group() const { return group_; }
  json::object scheduler(const std::string& operation, const std::string& method, const std::string& path,
                         std::vector<std::pair<std::string, std::string>> query, const json::object& body) {
    const auto answer = aws::call_json(client_.caller(),
                                       {.service = aws::service::kScheduler,
                                        .operation = operation,
                                        .method = method,
                                        .path = path,
                                        .query = std::move(query)},
                                       body);
    EXPECT_TRUE(answer) << answer.error().code << " " << answer.error().message;
    return answer.value_or(json::object{});
  }
  json::object events(const std::string& operation, const json::object& body) {
    const auto answer =
        aws::call_json(client_.caller(), {.service = aws::service::kEvents, .operation = operation}, body);
    EXPECT_TRUE(answer) << answer.error().code << " " << answer.error().message;
    return answer.value_or(json::object{});
  }

 private:
  test::FakeClock clock_;
  testing_aws::AwsClient client_{the_moto()->url(), clock_};
  const std::string group_;
  std::unique_ptr<eventbridge::EventBridgeTimer> timer_;
};

INSTANTIATE_TEST_SUITE_P(EventBridge, RevocationTimerConformance,
                         testing::Values(NamedTimerWorld{"EventBridge",
                                                         [] { return std::make_unique<EventBridgeWorld>(); }}),
                         timer_world_name);

const RequestId kRequest("11111111-2222-4333-8444-555555555555");

class EventBridgeTimerOnMoto : public testing::Test {
 protected:
  LeaseEnd end() {
    return {.request_id = kRequest,
            .access = {.user_id = UserId("9067-alice"),
                       .account_id = AccountId("111122223333"),
                       .permission_set_arn = PermissionSetArn("arn:aws:sso:::permissionSet/ssoins-1/ps-s3")},
            .at = floor_seconds(world_.now()) + std::chrono::minutes(5)};
  }
  EventBridgeWorld world_;
};

TEST_F(EventBridgeTimerOnMoto, TheScheduleIsAsAwsShowsIt) {
  const auto arn = world_.timer().set(end(), world_.now());
  ASSERT_TRUE(arn);
  const json::object schedule = world_.scheduler("GetSchedule", "GET", "/schedules/revoke-" + kRequest.str(),
                                                 {{"groupName", world_.group()}}, {});
  EXPECT_EQ(schedule.at("Arn"), json::value(*arn));
  EXPECT_EQ(schedule.at("ActionAfterCompletion"), "DELETE");
  EXPECT_EQ(schedule.at("FlexibleTimeWindow").at("Mode"), "OFF");
  EXPECT_EQ(schedule.at("ScheduleExpressionTimezone"), "UTC");
  EXPECT_EQ(schedule.at("Target").at("Arn"), kTarget);
  EXPECT_EQ(schedule.at("Target").at("RoleArn"), kRole);
}

TEST_F(EventBridgeTimerOnMoto, AGroupThatIsNotThereIsNamed) {
  const test::FakeClock clock;
  testing_aws::AwsClient client(the_moto()->url(), clock);
  eventbridge::EventBridgeTimer timer({.group = "no-such-group", .target_arn = kTarget, .role_arn = kRole},
                                      client.caller());
  const auto set = timer.set(end(), world_.now());
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, ErrorCode::kConfiguration);
  EXPECT_NE(set.error().public_text.find("no-such-group"), std::string::npos);
}

TEST_F(EventBridgeTimerOnMoto, AnEarlierDeploymentsRuleGoesWithItsTarget) {
  const std::string name = testing_aws::unique_name("revoke");
  const json::object rule = world_.events("PutRule", {{"Name", name}, {"ScheduleExpression", "rate(5 minutes)"}});
  world_.events("PutTargets", {{"Rule", name}, {"Targets", json::array{json::object{{"Id", "1"}, {"Arn", kTarget}}}}});
  const std::string arn(rule.at("RuleArn").as_string());
  EXPECT_TRUE(world_.timer().remove(kRequest, arn));
  EXPECT_TRUE(world_.events("ListRules", {{"NamePrefix", name}}).at("Rules").as_array().empty());
  EXPECT_TRUE(world_.timer().remove(kRequest, arn)) << "what is gone is gone";
}

TEST_F(EventBridgeTimerOnMoto, AnEarlierDeploymentsScheduleGoesFromItsGroup) {
  const std::string name = testing_aws::unique_name("revoke");
  const json::object made = world_.scheduler("CreateSchedule", "POST", "/schedules/" + name, {},
                                             {{"ScheduleExpression", "at(2027-01-01T00:00:00)"},
                                              {"FlexibleTimeWindow", json::object{{"Mode", "OFF"}}},
                                              {"Target", json::object{{"Arn", kTarget}, {"RoleArn", kRole}}}});
  EXPECT_TRUE(world_.timer().remove(kRequest, std::string(made.at("ScheduleArn").as_string())));
  const json::object left =
      world_.scheduler("ListSchedules", "GET", "/schedules", {{"NamePrefix", name}, {"ScheduleGroup", "default"}}, {});
  for (const json::value& schedule : left.at("Schedules").as_array()) {
    EXPECT_NE(schedule.at("Name"), json::value(name));
  }
}

}  // namespace
}  // namespace curfew::conformance
