// What is due, where, and in which order.

#include <algorithm>
#include <string>
#include <vector>

#include "conformance/sample_records.h"
#include "conformance/store_world.h"

namespace curfew::conformance {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr std::size_t kAll = 1000;

// Work on an assignment of `user` in the account `account`.
OwedWork drive(const std::string& account, const std::string& user, Instant due, int priority = kGrantPriority,
               bool in_flight = false) {
  AssignmentKey key = assignment_key(user);
  key.account_id = AccountId(account);
  return drive_work(key, due, priority, in_flight);
}

std::vector<std::string> ids_of(const std::vector<OwedWork>& work) {
  std::vector<std::string> ids;
  for (const OwedWork& one : work) ids.push_back(one.id);
  return ids;
}

TEST_P(WorkQueueConformance, IsEmptyAtFirst) {
  EXPECT_TRUE(value_of(queue().due_lanes(WorkClass::kAccess, kStart, kAll)).empty());
  EXPECT_TRUE(value_of(queue().in_lane("account/1", kStart)).empty());
  EXPECT_EQ(value_of(queue().work("drive/1")), std::nullopt);
  EXPECT_EQ(value_of(queue().next_due(WorkClass::kAccess, kStart)), std::nullopt);
  EXPECT_EQ(value_of(queue().backlog(WorkClass::kMail, kStart)), 0);
}

TEST_P(WorkQueueConformance, RevocationsGoAheadOfGrantsThenTheLongestDue) {
  store({.owed = {drive("grant-old", "ada", kStart - minutes(9)), drive("grant-new", "ada", kStart - minutes(1)),
                  drive("revoke-new", "ada", kStart, kRevokePriority),
                  drive("revoke-old", "ada", kStart - minutes(2), kRevokePriority)}});
  const std::vector<std::string> expected{"account/revoke-old", "account/revoke-new", "account/grant-old",
                                          "account/grant-new"};
  EXPECT_EQ(value_of(queue().due_lanes(WorkClass::kAccess, kStart, kAll)), expected);
  EXPECT_EQ(value_of(queue().due_lanes(WorkClass::kAccess, kStart, 3)),
            std::vector<std::string>(expected.begin(), expected.begin() + 3));
}

TEST_P(WorkQueueConformance, ALaneStandsWhereItsMostUrgentWorkStandsAndOnlyOnce) {
  store({.owed = {drive("mixed", "ada", kStart - hours(1)), drive("mixed", "bob", kStart, kRevokePriority),
                  drive("mixed", "eve", kStart - minutes(3)), drive("grants", "ada", kStart - hours(2))}});
  EXPECT_EQ(value_of(queue().due_lanes(WorkClass::kAccess, kStart, kAll)),
            (std::vector<std::string>{"account/mixed", "account/grants"}));
}

TEST_P(WorkQueueConformance, WorkIsDueFromItsMillisecondOn) {
  store({.owed = {drive("1", "ada", kStart)}});
  EXPECT_TRUE(value_of(queue().due_lanes(WorkClass::kAccess, kStart - Millis(1), kAll)).empty());
  EXPECT_TRUE(value_of(queue().in_lane("account/1", kStart - Millis(1))).empty());
  EXPECT_EQ(value_of(queue().due_lanes(WorkClass::kAccess, kStart, kAll)).size(), 1U);
  EXPECT_EQ(value_of(queue().in_lane("account/1", kStart)).size(), 1U);
}

TEST_P(WorkQueueConformance, UrgentWorkOfTheFutureDoesNotMakeItsLaneUrgentNow) {
  store({.owed = {drive("later", "ada", kStart + hours(1), kRevokePriority), drive("later", "bob", kStart),
                  drive("now", "ada", kStart - minutes(1))}});
  EXPECT_EQ(value_of(queue().due_lanes(WorkClass::kAccess, kStart, kAll)),
            (std::vector<std::string>{"account/now", "account/later"}));
}

TEST_P(WorkQueueConformance, MailAndAccessDoNotSeeEachOther) {
  const RequestId id = request_id(1);
  const OwedWork letter = letter_work(id, LetterKind::kAccessGranted, "ada@example.com", kStart);
  store({.owed = {letter, notice_work(id, kStart), end_lease_work(id, kStart), lapse_work(id, kStart + minutes(1))}});
  EXPECT_EQ(value_of(queue().due_lanes(WorkClass::kMail, kStart, kAll)), std::vector{"mail/" + id.str()});
  EXPECT_EQ(value_of(queue().due_lanes(WorkClass::kAccess, kStart, kAll)), std::vector{"request/" + id.str()});
  EXPECT_EQ(value_of(queue().backlog(WorkClass::kMail, kStart)), 2);
  EXPECT_EQ(value_of(queue().backlog(WorkClass::kAccess, kStart)), 1);
  EXPECT_EQ(value_of(queue().next_due(WorkClass::kAccess, kStart)), kStart + minutes(1));
  EXPECT_EQ(value_of(queue().next_due(WorkClass::kMail, kStart)), std::nullopt);
  EXPECT_EQ(value_of(queue().next_due(WorkClass::kMail, kStart - Millis(1))), kStart);
}

TEST_P(WorkQueueConformance, ALaneGivesItsWorkByPriorityThenByDueTime) {
  const OwedWork old_grant = drive("1", "old-grant", kStart - minutes(5));
  const OwedWork new_grant = drive("1", "new-grant", kStart - minutes(1));
  const OwedWork revoke = drive("1", "revoke", kStart, kRevokePriority);
  store({.owed = {new_grant, revoke, old_grant, drive("1", "later", kStart + Millis(1)),
                  drive("2", "elsewhere", kStart - hours(1))}});
  EXPECT_EQ(value_of(queue().in_lane("account/1", kStart)), (std::vector{revoke, old_grant, new_grant}));
}

TEST_P(WorkQueueConformance, WorkInFlightIsSeenBeforeItIsDue) {
  const OwedWork running = drive("1", "running", kStart + minutes(1), kGrantPriority, true);
  const OwedWork due = drive("1", "due", kStart, kRevokePriority);
  store({.owed = {running, due, drive("1", "later", kStart + minutes(1))}});
  EXPECT_EQ(value_of(queue().in_lane("account/1", kStart)), (std::vector{due, running}));
  EXPECT_EQ(value_of(queue().backlog(WorkClass::kAccess, kStart)), 1) << "in flight is not due";
}

TEST_P(WorkQueueConformance, ALaneGivesAThousandPiecesAtMost) {
  constexpr int kSteps = 21;
  for (int step = 0; step < kSteps; ++step) {
    Step owing;
    for (int i = 0; i < 50; ++i) owing.owed.push_back(drive("1", uuid(step * 50 + i), kStart - Millis(step * 50 + i)));
    store(owing);
  }
  const auto work = value_of(queue().in_lane("account/1", kStart));
  ASSERT_EQ(work.size(), 1000U);
  EXPECT_TRUE(std::ranges::is_sorted(work, {}, &OwedWork::due));
  EXPECT_EQ(work.front().due, kStart - Millis(kSteps * 50 - 1));
  EXPECT_EQ(value_of(queue().backlog(WorkClass::kAccess, kStart)), kSteps * 50);
  EXPECT_EQ(value_of(queue().due_lanes(WorkClass::kAccess, kStart, kAll)).size(), 1U);
}

TEST_P(WorkQueueConformance, TheNextDueTimeIsTheEarliestAfterTheGivenOneWhateverItsPriority) {
  store({.owed = {drive("1", "ada", kStart + minutes(7), kRevokePriority), drive("1", "bob", kStart + minutes(5)),
                  drive("1", "eve", kStart)}});
  EXPECT_EQ(value_of(queue().next_due(WorkClass::kAccess, kStart - minutes(1))), kStart);
  EXPECT_EQ(value_of(queue().next_due(WorkClass::kAccess, kStart)), kStart + minutes(5));
  EXPECT_EQ(value_of(queue().next_due(WorkClass::kAccess, kStart + minutes(5))), kStart + minutes(7));
  EXPECT_EQ(value_of(queue().next_due(WorkClass::kAccess, kStart + minutes(7))), std::nullopt);
}

TEST_P(WorkQueueConformance, WorkOfAKindOfTheFutureIsLeftAlone) {
  const OwedWork known = drive("1", "known", kStart);
  const OwedWork unknown = drive("1", "unknown", kStart - minutes(1), kRevokePriority, true);
  const OwedWork alone = drive("2", "alone", kStart);
  store({.owed = {known, unknown, alone}});
  world_->change_kind(unknown.id, "kind_of_the_future");
  world_->change_kind(alone.id, "kind_of_the_future");

  EXPECT_EQ(value_of(queue().due_lanes(WorkClass::kAccess, kStart, kAll)), std::vector{std::string("account/1")});
  EXPECT_EQ(value_of(queue().in_lane("account/1", kStart)), std::vector{known});
  EXPECT_EQ(value_of(queue().work(unknown.id)), std::nullopt);
  EXPECT_EQ(value_of(queue().backlog(WorkClass::kAccess, kStart)), 1);
  EXPECT_EQ(value_of(queue().next_due(WorkClass::kAccess, kStart - minutes(2))), kStart);

  // The version that knows it finds it as it was.
  world_->change_kind(unknown.id, "drive_assignment");
  EXPECT_EQ(value_of(queue().in_lane("account/1", kStart)), (std::vector{unknown, known}));
}

TEST_P(WorkQueueConformance, DamagedWorkIsToldAboutOnceAndHoldsNobodyUp) {
  const OwedWork good = drive("1", "good", kStart);
  OwedWork bad = drive("1", "bad", kStart - minutes(1), kRevokePriority);
  const OwedWork alone = drive("2", "alone", kStart - minutes(2), kRevokePriority);
  store({.owed = {good, bad, alone}});
  world_->damage_work(bad.id);
  world_->damage_work(alone.id);

  const auto told = queue().in_lane("account/1", kStart);
  ASSERT_EQ(error_of(told), ErrorCode::kDamaged);
  EXPECT_NE(told.error().log_text.find(bad.id), std::string::npos) << "says which work it is";
  EXPECT_EQ(error_of(queue().in_lane("account/2", kStart)), ErrorCode::kDamaged);

  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(value_of(queue().in_lane("account/1", kStart)), std::vector{good});
    EXPECT_EQ(value_of(queue().due_lanes(WorkClass::kAccess, kStart, kAll)), std::vector{good.lane});
    EXPECT_EQ(error_of(queue().work(bad.id)), ErrorCode::kDamaged) << "who asks for it is told";
    world_->restart();
  }

  bad.attempts = 1;
  store({.owed = {bad}});
  EXPECT_EQ(ids_of(value_of(queue().in_lane("account/1", kStart))), (std::vector{bad.id, good.id}));
  EXPECT_EQ(value_of(queue().work(bad.id)), bad) << "owing it anew repairs it";
}

TEST_P(WorkQueueConformance, DamagedWorkCanBeSettled) {
  const OwedWork bad = drive("1", "bad", kStart);
  store({.owed = {bad}});
  world_->damage_work(bad.id);
  EXPECT_EQ(error_of(queue().in_lane("account/1", kStart)), ErrorCode::kDamaged);
  store({.settled = {bad.id}});
  EXPECT_EQ(value_of(queue().work(bad.id)), std::nullopt);
}

}  // namespace
}  // namespace curfew::conformance
