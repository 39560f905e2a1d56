#include "domain/assignment.h"

#include <gtest/gtest.h>

#include "support/scenes.h"

namespace curfew {
namespace {

using test::kTestStart;
using test::kTestStartSecond;

Assignment full_assignment() {
  Assignment assignment = test::unseen_assignment();
  assignment.version = 7;
  assignment.state = AssignmentState::kDeleting;
  assignment.leases = {{.request_id = RequestId("r1"),
                        .end = kTestStartSecond + std::chrono::hours(1),
                        .grant_by = kTestStartSecond + std::chrono::minutes(10),
                        .over = true},
                       {.request_id = RequestId("r2"),
                        .end = kTestStartSecond + std::chrono::hours(2),
                        .grant_by = kTestStartSecond + std::chrono::minutes(20),
                        .over = false}};
  assignment.operation = Operation{.kind = OperationKind::kDelete,
                                   .asks = 3,
                                   .asked_at = kTestStart + Millis(5),
                                   .open = true,
                                   .lost = true,
                                   .id = OperationId("op"),
                                   .missing = true,
                                   .look_first = true,
                                   .troubles = 2,
                                   .refusals = 1,
                                   .next_at = kTestStart + Millis(6),
                                   .cause = "a cause"};
  assignment.seen_absent_at = kTestStart + Millis(1);
  assignment.last_asked_at = kTestStart + Millis(2);
  assignment.deleted_at = kTestStart + Millis(3);
  assignment.create_in_doubt_until = kTestStart + Millis(7);
  assignment.delete_in_doubt_until = kTestStart + Millis(8);
  assignment.look_at = kTestStart + Millis(4);
  assignment.event_count = 9;
  assignment.event_hash = "abc";
  return assignment;
}

TEST(AssignmentRecordTest, ComesBackAsItWasWritten) {
  const Assignment written = full_assignment();
  const auto read = assignment_from(to_attributes(written));
  ASSERT_TRUE(read) << read.error().log_text;
  EXPECT_EQ(to_attributes(*read), to_attributes(written));
  EXPECT_EQ(read->key, written.key);
  EXPECT_EQ(read->leases, written.leases);
  EXPECT_EQ(read->operation, written.operation);
  EXPECT_EQ(read->deleted_at, written.deleted_at);
  EXPECT_TRUE(read->further.empty());
}

TEST(AssignmentRecordTest, WhatALaterVersionAddedIsKept) {
  Attributes later = to_attributes(full_assignment());
  later.emplace("Invented", std::string("later"));
  const auto read = assignment_from(later);
  ASSERT_TRUE(read);
  EXPECT_EQ(to_attributes(*read), later);
  EXPECT_EQ(record_digest(*read), record_digest(full_assignment()));
}

TEST(AssignmentRecordTest, ANewOneComesBackWithoutWhatItDoesNotHave) {
  const auto read = assignment_from(to_attributes(test::unseen_assignment()));
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->leases.empty());
  EXPECT_FALSE(read->operation);
  EXPECT_FALSE(read->seen_absent_at || read->last_asked_at || read->deleted_at || read->look_at);
}

TEST(AssignmentRecordTest, EveryStateGoesThereAndBack) {
  using AS = AssignmentState;
  for (const AS state :
       {AS::kUnknown, AS::kAbsent, AS::kStanding, AS::kCreating, AS::kHeld, AS::kDeleting, AS::kBlocked}) {
    Assignment assignment = test::unseen_assignment();
    assignment.state = state;
    const auto read = assignment_from(to_attributes(assignment));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->state, state);
  }
}

TEST(AssignmentRecordTest, AMissingOrMistypedAttributeIsDamage) {
  const Attributes whole = to_attributes(full_assignment());
  for (const std::string_view name :
       {"UserId", "AccountId", "PermissionSetArn", "Version", "State", "EventCount", "OperationAsks", "OperationOpen",
        "OperationLost", "OperationMissing", "OperationLookFirst", "OperationNextAtMs"}) {
    SCOPED_TRACE(name);
    Attributes missing = whole;
    missing.erase(missing.find(name));
    EXPECT_FALSE(assignment_from(missing));
    Attributes mistyped = whole;
    mistyped.find(name)->second = std::vector<std::string>{};
    EXPECT_FALSE(assignment_from(mistyped));
  }
}

TEST(AssignmentRecordTest, ALineThatIsNoLeaseIsDamage) {
  for (const std::string line : {"", "r1", "r1|1|2", "r1|1|2|maybe", "|1|2|live", "r1|x|2|live", "r1|1|2x|live",
                                 "r1|1|2|live|more", "r1||2|live", "r1|99999999999999999999|2|live"}) {
    SCOPED_TRACE(line);
    Attributes damaged = to_attributes(full_assignment());
    damaged["Leases"] = std::vector<std::string>{line};
    const auto read = assignment_from(damaged);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::kDamaged);
  }
}

TEST(AssignmentRecordTest, AnUnknownStateOrOperationIsDamage) {
  for (const std::string_view name : {"State", "OperationKind"}) {
    Attributes damaged = to_attributes(full_assignment());
    damaged.find(name)->second = std::string("SOMETHING");
    EXPECT_FALSE(assignment_from(damaged)) << name;
  }
}

TEST(AssignmentRecordTest, TheDigestCoversKeyAndStateAndNothingThatChangesWithoutAnEvent) {
  const Assignment bare{.key = full_assignment().key, .state = full_assignment().state};
  EXPECT_EQ(record_digest(full_assignment()), record_digest(bare));
  Assignment other_state = bare;
  other_state.state = AssignmentState::kHeld;
  EXPECT_NE(record_digest(other_state), record_digest(bare));
  Assignment other_key = bare;
  other_key.key.user_id = UserId("9067-mallory");
  EXPECT_NE(record_digest(other_key), record_digest(bare));
}

TEST(LeaseTest, OnlyALeaseThatIsNotOverIsLive) {
  Assignment assignment = full_assignment();
  EXPECT_TRUE(has_live_lease(assignment));
  assignment.leases.pop_back();
  EXPECT_FALSE(has_live_lease(assignment));
  EXPECT_NE(find_lease(assignment, RequestId("r1")), nullptr);
  EXPECT_EQ(find_lease(assignment, RequestId("r2")), nullptr);
}

TEST(LeaseTest, ALeaseThatWaitsForItsTimerIsLiveAndWantsNothingYet) {
  Assignment assignment;
  assignment.leases = {{.request_id = RequestId("r1"), .awaits_timer = true}};
  EXPECT_TRUE(has_live_lease(assignment));
  EXPECT_FALSE(is_wanted(assignment));
  assignment.leases.push_back({.request_id = RequestId("r2"), .over = true});
  EXPECT_FALSE(is_wanted(assignment));
  assignment.leases.push_back({.request_id = RequestId("r3")});
  EXPECT_TRUE(is_wanted(assignment));
}

TEST(AssignmentRecordTest, ALeaseOfAnEarlierVersionWaitsForNoTimer) {
  const auto read = assignment_from(to_attributes(full_assignment()));
  ASSERT_TRUE(read);
  for (const Lease& lease : read->leases) EXPECT_FALSE(lease.awaits_timer);
}

// It keeps what it does not know, and ends leases meanwhile.
TEST(AssignmentRecordTest, WhichLeasesWaitIsReadBesideLinesThatAnEarlierVersionWrites) {
  Assignment waiting = full_assignment();
  waiting.leases.front().awaits_timer = true;
  Attributes stored = to_attributes(waiting);
  EXPECT_EQ(stored.at("Leases"), to_attributes(full_assignment()).at("Leases"));
  const auto read = assignment_from(stored);
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->leases.front().awaits_timer);
  stored["LeasesAwaitingTimer"] = std::vector<std::string>{"gone by now"};
  const auto later = assignment_from(stored);
  ASSERT_TRUE(later);
  EXPECT_EQ(to_attributes(*later), to_attributes(full_assignment()));
}

TEST(AssignmentKeyTest, ReadsAsUserAccountAndPermissionSet) {
  EXPECT_EQ(test::alices_access().str(), "9067-alice/111122223333/arn:aws:sso:::permissionSet/ssoins-1/ps-s3");
}

}  // namespace
}  // namespace curfew
