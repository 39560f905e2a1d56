#include "domain/month_report.h"

#include <gtest/gtest.h>

#include "domain/earlier_request.h"
#include "support/earlier_record.h"
#include "support/scenes.h"

namespace curfew::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Seconds kBegin{std::chrono::sys_days{std::chrono::year(2025) / 12 / 1}};
constexpr Seconds kNow = kBegin + std::chrono::days(20);

// Made at the begin of December's second day, unless its story says otherwise.
Request low(const std::string& id, Seconds at = kBegin + hours(24)) {
  Request request = new_request(id, Risk::kLow);
  request.requested_at = at;
  request.decision = Decision{.automatic = true, .at = at};
  request.expires_at = at + request.duration;
  request.status = RequestStatus::kGranting;
  return request;
}

Request high(const std::string& id, Seconds at = kBegin + hours(24)) {
  Request request = new_request(id, Risk::kHigh);
  request.access.permission_set_arn = PermissionSetArn("arn:aws:sso:::permissionSet/ssoins-1/ps-admin");
  request.permission_set = "EmergencyAdmin";
  request.requested_at = at;
  return request;
}

Request decided(Request request, const Actor& by, seconds after, bool approved = true) {
  request.decision = Decision{.approver = by.subject,
                              .approver_user_id = by.user_id,
                              .approver_email = by.email,
                              .comments = "seen",
                              .at = request.requested_at + after};
  request.status = approved ? RequestStatus::kGranting : RequestStatus::kDenied;
  if (approved) request.expires_at = request.decision->at + request.duration;
  return request;
}

Request held(Request request, seconds after) {
  request.status = RequestStatus::kActive;
  request.granted_at = request.decision->at + after;
  return request;
}

Request ended(Request request, seconds after, RevocationType type, const std::string& by = {}) {
  request.status = RequestStatus::kRevoked;
  request.ended_at = *request.granted_at + after;
  request.revocation = Revocation{.type = type, .by = by};
  return request;
}

Request with_status(Request request, RequestStatus status) {
  request.status = status;
  return request;
}

Request of_person(Request request, const std::string& user, const std::string& email) {
  request.access.user_id = UserId(user);
  request.user_email = email;
  return request;
}

MonthReport report_of(const std::vector<Request>& newest_first) {
  MonthFold fold(month_of(kBegin), kNow);
  for (const Request& request : newest_first) fold.add(request);
  return fold.report();
}

TEST(MonthReportTest, AMonthWithoutRequestsHasNothingInIt) {
  const MonthReport report = report_of({});
  EXPECT_EQ(report.totals.requests, 0);
  EXPECT_FALSE(report.approval_latency.has_value());
  EXPECT_TRUE(report.by_person.empty());
  EXPECT_TRUE(report.by_approver.empty());
  EXPECT_TRUE(report.by_day.empty());
  EXPECT_EQ(report.generated_at, kNow);
}

TEST(MonthReportTest, EveryRequestIsCountedByItsDecisionAndByWhatBecameOfIt) {
  const Tally t =
      report_of({held(low("1"), seconds(2)),
                 ended(held(low("2"), seconds(2)), minutes(10), RevocationType::kManual, "ben@example.com"),
                 ended(held(low("3"), seconds(2)), minutes(60), RevocationType::kAuto),
                 with_status(low("4"), RequestStatus::kFailed), low("5"),
                 held(decided(high("6"), manager_mary(), seconds(60)), seconds(2)),
                 decided(high("7"), manager_mary(), seconds(60), false), high("8"),
                 with_status(high("9"), RequestStatus::kCancelled), with_status(high("10"), RequestStatus::kExpired)})
          .totals;
  EXPECT_EQ(t.requests, 10);
  EXPECT_EQ(t.auto_approved, 5);
  EXPECT_EQ(t.approved, 1);
  EXPECT_EQ(t.denied, 1);
  EXPECT_EQ(t.pending, 1);
  EXPECT_EQ(t.cancelled, 1);
  EXPECT_EQ(t.expired, 1);
  EXPECT_EQ(t.requests, t.auto_approved + t.approved + t.denied + t.pending + t.cancelled + t.expired);
  EXPECT_EQ(t.failed, 1);
  EXPECT_EQ(t.active, 2);
  EXPECT_EQ(t.revoked_early, 1);
  EXPECT_EQ(t.ended_on_time, 1);
  EXPECT_EQ(t.asked_for, hours(10));
}

TEST(MonthReportTest, AnEndCountsFromItsBeginButAFailureIsNone) {
  Request leaving = held(low("1"), seconds(2));
  leaving.status = RequestStatus::kRevoking;
  leaving.revocation = Revocation{.type = RevocationType::kManual, .by = "mary@example.com"};
  Request failing = low("2");
  failing.status = RequestStatus::kRevoking;  // no revocation: on its way to FAILED
  const Tally t = report_of({leaving, failing}).totals;
  EXPECT_EQ(t.revoked_early, 1);
  EXPECT_EQ(t.ended_on_time, 0);
  EXPECT_EQ(t.active, 0);
}

TEST(MonthReportTest, AccessIsHeldFromTheGrantToItsEndOrUntilNow) {
  const Seconds lately = kNow - minutes(20);
  EXPECT_EQ(report_of({ended(held(low("1"), seconds(40)), minutes(25), RevocationType::kManual)}).totals.held,
            minutes(25));
  EXPECT_EQ(report_of({held(low("1", lately), seconds(30))}).totals.held, minutes(19) + seconds(30));
  Request leaving = held(low("1", lately), seconds(30));
  leaving.status = RequestStatus::kRevoking;
  EXPECT_EQ(report_of({leaving}).totals.held, minutes(19) + seconds(30)) << "it may still be there";
  EXPECT_EQ(report_of({low("1", lately)}).totals.held, seconds(0)) << "AWS is at work";
  EXPECT_EQ(report_of({with_status(low("1"), RequestStatus::kFailed)}).totals.held, seconds(0));
  Request of_another_clock = held(low("1", kNow), seconds(30));
  EXPECT_EQ(report_of({of_another_clock}).totals.held, seconds(0)) << "granted after now";
}

TEST(MonthReportTest, OverlappingRequestsCountEachForItself) {
  const Request first = ended(held(low("1"), seconds(0)), minutes(60), RevocationType::kAuto);
  const Request second =
      ended(held(low("2", kBegin + hours(24) + minutes(30)), seconds(0)), minutes(60), RevocationType::kAuto);
  const MonthReport report = report_of({second, first});
  EXPECT_EQ(report.totals.held, hours(2));
  ASSERT_EQ(report.by_person.size(), 1U);
  EXPECT_EQ(report.by_person[0].tally.held, hours(2));
}

TEST(MonthReportTest, LatencyIsThatOfPeoplesDecisionsByTheNearestRank) {
  std::vector<Request> requests{low("auto"), high("waits")};
  for (int i = 10; i >= 1; --i) {  // 60, 120 … 600 seconds; every other one a denial
    requests.push_back(decided(high(std::to_string(i)), manager_mary(), seconds(60 * i), i % 2 == 0));
  }
  const auto latency = report_of(requests).approval_latency;
  ASSERT_TRUE(latency.has_value());
  EXPECT_EQ(latency->count, 10);
  EXPECT_EQ(latency->median, seconds(300)) << "of two middle ones the shorter";
  EXPECT_EQ(latency->p90, seconds(540));
  EXPECT_EQ(latency->longest, seconds(600));
  EXPECT_EQ(latency->mean, seconds(330));
}

TEST(MonthReportTest, LatencyOfOddCountsAndOfOne) {
  const auto of = [](std::initializer_list<int> waits) {
    std::vector<Request> requests;
    for (const int wait : waits) requests.push_back(decided(high("r"), manager_mary(), seconds(wait)));
    return report_of(requests).approval_latency.value();
  };
  EXPECT_EQ(of({7}).median, seconds(7));
  EXPECT_EQ(of({7}).p90, seconds(7));
  EXPECT_EQ(of({900, 1, 5}).median, seconds(5));
  EXPECT_EQ(of({900, 1, 5}).p90, seconds(900));
  EXPECT_EQ(of({1, 2}).mean, seconds(1)) << "whole seconds";
  EXPECT_EQ(of({-3}).longest, seconds(0)) << "clocks of two servers";
}

TEST(MonthReportTest, APersonIsTheirUserWhateverTheirAddress) {
  const MonthReport report = report_of({of_person(low("3"), "9067-ada", "ada.lovelace@example.com"),
                                        of_person(low("2"), "9067-ada", "ada.byron@example.com"),
                                        of_person(low("1"), "9067-eve", "ada.byron@example.com")});
  ASSERT_EQ(report.by_person.size(), 2U);
  EXPECT_EQ(report.by_person[0].user_id, UserId("9067-ada"));
  EXPECT_EQ(report.by_person[0].user_email, "ada.lovelace@example.com") << "the newest";
  EXPECT_EQ(report.by_person[0].tally.requests, 2);
  EXPECT_EQ(report.by_person[1].user_id, UserId("9067-eve")) << "somebody else, who has the address now";
}

TEST(MonthReportTest, TheMostComesFirstAndThenTheNames) {
  const MonthReport report =
      report_of({of_person(low("1"), "u3", "cleo@example.com"), of_person(low("2"), "u2", "bob@example.com"),
                 of_person(low("3"), "u9", "zoe@example.com"), of_person(high("4"), "u9", "zoe@example.com"),
                 of_person(low("5"), "u8", "bob@example.com")});
  std::vector<std::string> order;
  for (const PersonTally& row : report.by_person) order.push_back(row.user_id.str());
  EXPECT_EQ(order, (std::vector<std::string>{"u9", "u2", "u8", "u3"}));
  ASSERT_EQ(report.by_permission_set.size(), 2U);
  EXPECT_EQ(report.by_permission_set[0].permission_set, "S3FullAccess");
  EXPECT_EQ(report.by_permission_set[0].tally.requests, 4);
  EXPECT_EQ(report.by_permission_set[1].permission_set, "EmergencyAdmin");
}

TEST(MonthReportTest, AnAccountKeepsItsRowWhenItsNameChanges) {
  Request renamed = low("2");
  renamed.account_name = "Payer";
  Request nameless = low("3");
  nameless.account_name.clear();
  Request other = low("1");
  other.access.account_id = AccountId("999988887777");
  const MonthReport report = report_of({nameless, renamed, low("1"), other});
  ASSERT_EQ(report.by_account.size(), 2U);
  EXPECT_EQ(report.by_account[0].account_name, "Payer");
  EXPECT_EQ(report.by_account[0].tally.requests, 3);
}

TEST(MonthReportTest, DaysComeInTheirOrderAndTurnAtMidnight) {
  const Seconds second_day = kBegin + hours(24);
  const MonthReport report = report_of(
      {low("3", kBegin + hours(24 * 9)), low("2", second_day), low("1", second_day - seconds(1)), low("0", kBegin)});
  ASSERT_EQ(report.by_day.size(), 3U);
  EXPECT_EQ(report.by_day[0].day, std::chrono::floor<std::chrono::days>(kBegin));
  EXPECT_EQ(report.by_day[0].tally.requests, 2);
  EXPECT_EQ(Seconds(report.by_day[1].day), second_day);
  EXPECT_EQ(Seconds(report.by_day[2].day), kBegin + hours(24 * 9));
}

TEST(MonthReportTest, ApproversAreCountedByWhatTheySaid) {
  const Actor max = somebody("max");
  const MonthReport report = report_of(
      {decided(high("5"), max, seconds(10)), decided(high("4"), manager_mary(), seconds(30), false),
       decided(high("3"), manager_mary(), seconds(20)), decided(high("2"), manager_mary(), seconds(100)), low("1")});
  ASSERT_EQ(report.by_approver.size(), 2U);
  EXPECT_EQ(report.by_approver[0].approver_email, "mary@example.com");
  EXPECT_EQ(report.by_approver[0].approved, 2);
  EXPECT_EQ(report.by_approver[0].denied, 1);
  EXPECT_EQ(report.by_approver[0].median_latency, seconds(30));
  EXPECT_EQ(report.by_approver[1].approver_user_id, max.user_id);
  EXPECT_EQ(report.by_approver[1].median_latency, seconds(10));
}

TEST(MonthReportTest, ApproversWithoutAUserAreToldApartAsFarAsIsKnown) {
  Actor unknown = manager_mary();
  unknown.user_id.reset();
  Actor other = somebody("max");
  other.user_id.reset();
  const MonthReport report = report_of({decided(high("2"), unknown, seconds(1)), decided(high("1"), other, seconds(1)),
                                        decided(high("0"), unknown, seconds(1))});
  ASSERT_EQ(report.by_approver.size(), 2U);
  EXPECT_EQ(report.by_approver[0].approved, 2);
  EXPECT_FALSE(report.by_approver[0].approver_user_id.has_value());
}

Request of_before(const std::string& status, bool high_risk, const Attributes& more = {}) {
  Attributes record = earlier_record(
      {.access = alices_access(), .status = status, .asked_at = kBegin + hours(48), .high_risk = high_risk});
  for (const auto& [name, value] : more) record[name] = value;
  return earlier_request_from(record).value().request;
}

TEST(MonthReportTest, RecordsOfTheDeploymentBeforeCountAsWhatTheySay) {
  const std::int64_t asked = unix_seconds(kBegin + hours(48));
  const std::string mary = "mary@example.com";
  const MonthReport report =
      report_of({of_before("REVOKED", true,
                           {{"ApproverEmail", mary},
                            {"ApprovalTimestamp", asked + 120},
                            {"GrantedTimestamp", asked + 130},
                            {"RevocationType", "MANUAL"},
                            {"RevokedBy", mary},
                            {"RevokedTimestamp", asked + 730}}),
                 of_before("REVOKED", false, {{"RevocationType", "AUTO"}}),  // when, it does not say
                 of_before("DENIED", true, {{"ApproverEmail", mary}, {"ApprovalTimestamp", asked + 60}}),
                 of_before("PENDING", true)});
  const Tally& t = report.totals;
  EXPECT_EQ(t.requests, 4);
  EXPECT_EQ(t.auto_approved, 1);
  EXPECT_EQ(t.approved, 1);
  EXPECT_EQ(t.denied, 1);
  EXPECT_EQ(t.pending, 1);
  EXPECT_EQ(t.revoked_early, 1);
  EXPECT_EQ(t.ended_on_time, 1);
  EXPECT_EQ(t.held, minutes(10) + minutes(60)) << "to its end, where nobody wrote down when it was taken away";
  ASSERT_EQ(report.by_approver.size(), 1U);
  EXPECT_EQ(report.by_approver[0].approver_email, mary);
  EXPECT_EQ(report.by_approver[0].median_latency, seconds(60));
  EXPECT_EQ(report.approval_latency.value().longest, seconds(120));
}

}  // namespace
}  // namespace curfew::test
