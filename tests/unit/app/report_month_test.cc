#include "app/report_month.h"

#include <set>

#include "app_test.h"
#include "support/earlier_record.h"
#include "support/scenes.h"

namespace curfew::test {
namespace {

// Counts its pages, so that it shows what was read.
class CountingIndex final : public RequestIndex {
 public:
  explicit CountingIndex(RequestIndex& index) : index_(index) {}
  [[nodiscard]] Result<std::vector<Request>> page(const RequestFilter& filter, std::size_t limit,
                                                  const std::optional<PagePosition>& after) override {
    auto page = index_.page(filter, limit, after);
    ++pages;
    if (page) read += page->size();
    return page;
  }
  int pages = 0;
  std::size_t read = 0;

 private:
  RequestIndex& index_;
};

class ReportMonthTest : public AppTest {
 protected:
  // December 2025 is the current month of this world.
  [[nodiscard]] static Seconds second(const std::string& month) { return begin_of(month_from(month).value()); }
  RequestId store(Seconds at) {
    Request request = new_request(new_uuid(world_.entropy), Risk::kHigh);
    request.requested_at = at;
    request.version = 1;
    world_.store.tamper([&](MemoryStore::Tables& tables) { tables.requests[request.id] = request; });
    return request.id;
  }
  [[nodiscard]] Result<MonthReport> report(const std::optional<std::string>& month, const Caller& caller) {
    return world_.app().report_month.report({.caller = caller, .month = month});
  }
  [[nodiscard]] std::int64_t requests_in(const std::string& month) {
    return answer(report(month, world_.mia)).totals.requests;
  }
  [[nodiscard]] static Status keep_going(const Request&) { return {}; }
};

TEST_F(ReportMonthTest, OnlyManagersReadItAndNothingIsReadForOthers) {
  CountingIndex index(world_.store);
  ReportMonth reports(index, world_.clock);
  for (const char* month : {"2025-12", "nonsense", "2999-01"}) {
    EXPECT_EQ(refusal(reports.report({.caller = world_.ada, .month = month})), ErrorCode::kForbidden) << month;
    EXPECT_EQ(refusal(reports.list({.caller = world_.ada, .month = month}, keep_going)), ErrorCode::kForbidden);
  }
  EXPECT_EQ(index.pages, 0);
}

TEST_F(ReportMonthTest, TheCurrentMonthIsMeantUnlessAnotherIsNamed) {
  const Request request = world_.granted(world_.ada);
  const MonthReport now = answer(report(std::nullopt, world_.mia));
  EXPECT_EQ(to_text(now.month), "2025-12");
  EXPECT_EQ(now.totals.active, 1);
  EXPECT_EQ(now.generated_at, floor_seconds(world_.clock.now()));
  EXPECT_EQ(now.by_person.at(0).user_id, request.access.user_id);
  EXPECT_EQ(answer(report("2025-11", world_.mia)).totals.requests, 0);
}

TEST_F(ReportMonthTest, WhatIsNoMonthOrHasNotBegunIsRefused) {
  for (const char* month : {"", "2025", "2025-13", "2025-12-01", "December", "2025-12 "}) {
    EXPECT_EQ(refusal(report(month, world_.mia)), ErrorCode::kInvalid) << month;
  }
  const auto future = report("2026-01", world_.mia);
  EXPECT_EQ(refusal(future), ErrorCode::kInvalid);
  EXPECT_TRUE(future.error().public_text.contains("has not begun")) << future.error().public_text;
  world_.clock.set(second("2026-01") - Millis(1));
  EXPECT_EQ(refusal(report("2026-01", world_.mia)), ErrorCode::kInvalid);
  world_.clock.set(second("2026-01"));
  EXPECT_EQ(requests_in("2026-01"), 0);
}

TEST_F(ReportMonthTest, AMonthHasItsFirstSecondAndItsLastAndNoOther) {
  store(second("2025-10") - seconds(1));
  store(second("2025-10"));
  store(second("2025-11") - seconds(1));
  store(second("2025-11"));
  EXPECT_EQ(requests_in("2025-09"), 1);
  EXPECT_EQ(requests_in("2025-10"), 2);
  EXPECT_EQ(requests_in("2025-11"), 1);
  EXPECT_EQ(requests_in("2025-12"), 0);
}

TEST_F(ReportMonthTest, MonthsWithoutRequestsAreEmptyWhereverTheyLie) {
  store(second("2025-10"));
  EXPECT_EQ(requests_in("2025-11"), 0);
  EXPECT_EQ(requests_in("2025-09"), 0);
  EXPECT_EQ(requests_in("1970-01"), 0);
}

TEST_F(ReportMonthTest, PagesFollowEachOtherAndStopAtTheMonthsBegin) {
  std::set<RequestId> stored;
  for (int i = 0; i < 2300; ++i) stored.insert(store(second("2025-11") + seconds(i / 7)));
  for (int i = 0; i < 50; ++i) store(second("2025-12") + seconds(i));
  for (int i = 1; i <= 1500; ++i) store(second("2025-11") - seconds(i));
  CountingIndex index(world_.store);
  ReportMonth reports(index, world_.clock);
  EXPECT_EQ(answer(reports.report({.caller = world_.mia, .month = "2025-11"})).totals.requests, 2300);
  EXPECT_EQ(index.pages, 3);
  EXPECT_EQ(index.read, 3000U) << "nothing of December, and not all of October";
  std::set<RequestId> listed;
  Seconds last = Seconds::max();
  const auto month = reports.list({.caller = world_.mia, .month = "2025-11"}, [&](const Request& request) -> Status {
    EXPECT_LE(request.requested_at, last) << "newest first";
    last = request.requested_at;
    EXPECT_TRUE(listed.insert(request.id).second) << "each once";
    return {};
  });
  EXPECT_EQ(to_text(answer(month)), "2025-11");
  EXPECT_EQ(listed, stored);
}

TEST_F(ReportMonthTest, AFullLastPageIsNotTheEnd) {
  for (int i = 0; i < 1000; ++i) store(second("2025-11") + seconds(i));
  EXPECT_EQ(requests_in("2025-11"), 1000);
  store(second("2025-11"));
  EXPECT_EQ(requests_in("2025-11"), 1001);
}

TEST_F(ReportMonthTest, TooManyRequestsAreRefusedAndNotCutOff) {
  for (int i = 0; i < 5; ++i) store(second("2025-11") + seconds(i));
  store(second("2025-10"));
  const MonthCall call{.caller = world_.mia, .month = "2025-11"};
  EXPECT_EQ(answer(ReportMonth(world_.store, world_.clock, 5).report(call)).totals.requests, 5);
  const auto refused = ReportMonth(world_.store, world_.clock, 4).report(call);
  EXPECT_EQ(refusal(refused), ErrorCode::kTooLarge);
  EXPECT_TRUE(refused.error().public_text.contains("2025-11")) << refused.error().public_text;
  EXPECT_EQ(refusal(ReportMonth(world_.store, world_.clock, 4).list(call, keep_going)), ErrorCode::kTooLarge);
}

TEST_F(ReportMonthTest, WhoeverTakesTheListMayEndIt) {
  for (int i = 0; i < 3; ++i) store(second("2025-11") + seconds(i));
  int taken = 0;
  const auto month = world_.app().report_month.list(
      {.caller = world_.mia, .month = "2025-11"},
      [&](const Request&) -> Status { return ++taken < 2 ? Status{} : fail(ErrorCode::kTooLarge, "enough"); });
  EXPECT_EQ(refusal(month), ErrorCode::kTooLarge);
  EXPECT_EQ(taken, 2);
}

TEST_F(ReportMonthTest, AStoreThatDoesNotAnswerIsToldAndNotTakenForAnEmptyMonth) {
  world_.gate.arm(1, Fault::kFailsBefore);
  EXPECT_EQ(refusal(report("2025-11", world_.mia)), ErrorCode::kUnavailable);
}

TEST(ReportMonthOfBeforeTest, RecordsThatNobodyTookOverAreInTheMonth) {
  World world({.settle = minutes(5), .earlier_deployment = true});
  EarlierWish wish{
      .access = world.access_of(world.ada), .status = "REVOKED", .asked_at = world.clock.now() - hours(24)};
  world.store.tamper([&](MemoryStore::Tables& tables) { tables.earlier[wish.id] = earlier_record(wish); });
  world.granted(world.ada);
  const MonthReport report = answer(world.app().report_month.report({.caller = world.mia, .month = std::nullopt}));
  EXPECT_EQ(report.totals.requests, 2);
  ASSERT_EQ(report.by_person.size(), 1U) << "one user, whatever was typed in";
  EXPECT_EQ(report.by_person[0].user_email, "ada@example.com");
  EXPECT_EQ(report.totals.ended_on_time, 1);
  EXPECT_EQ(report.totals.active, 1);
}

TEST(ReportMonthStoryTest, WhatPeopleDidIsWhatTheReportSays) {
  World world;
  const Request granted = world.granted(world.ada);
  world.run_for(minutes(10));
  static_cast<void>(answer(world.app().revoke({.caller = world.ada, .request_id = granted.id})));
  world.run_for(minutes(1));
  const RequestId high = world.submit(World::high_risk(world.ben)).id;
  world.clock.advance(seconds(90));
  world.approve(world.mia, high);
  world.run_for(hours(2));
  const MonthReport report = answer(world.app().report_month.report({.caller = world.max, .month = std::nullopt}));
  EXPECT_EQ(report.totals.requests, 2);
  EXPECT_EQ(report.totals.revoked_early, 1);
  EXPECT_EQ(report.totals.ended_on_time, 1);
  EXPECT_EQ(report.approval_latency.value().median, seconds(90));
  EXPECT_EQ(report.by_approver.at(0).approver_email, "mia@example.com");
  const Request late = world.request(high);
  const Request early = world.request(granted.id);
  EXPECT_EQ(report.totals.held, (*late.ended_at - *late.granted_at) + (*early.ended_at - *early.granted_at));
}

}  // namespace
}  // namespace curfew::test
