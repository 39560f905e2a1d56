#include "domain/owed_work.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "support/scenes.h"

namespace curfew {
namespace {

const RequestId kRequest("r1");
const Instant kDue = test::kTestStart;

std::vector<OwedWork> one_of_each() {
  return {drive_work(test::alices_access(), kDue, kRevokePriority, true),
          end_lease_work(kRequest, kDue),
          lapse_work(kRequest, kDue),
          letter_work(kRequest, LetterKind::kAccessGranted, "alice@example.com", kDue),
          notice_work(kRequest, kDue),
          timer_work(kRequest, kDue),
          topic_notice_work(kRequest, kDue)};
}

TEST(OwedWorkTest, ComesBackAsItWasWritten) {
  for (OwedWork work : one_of_each()) {
    SCOPED_TRACE(work.id);
    work.attempts = 3;
    work.last_error = "time-out";
    const auto read = owed_work_from(to_attributes(work));
    ASSERT_TRUE(read) << read.error().log_text;
    EXPECT_EQ(to_attributes(*read), to_attributes(work));
    EXPECT_EQ(read->kind, work.kind);
    EXPECT_EQ(read->letter, work.letter);
    EXPECT_EQ(read->assignment, work.assignment);
    EXPECT_EQ(read->request_id, work.request_id);
  }
}

TEST(OwedWorkTest, OwingItAgainReplacesIt) {
  for (std::size_t i = 0; i < one_of_each().size(); ++i) EXPECT_EQ(one_of_each()[i].id, one_of_each()[i].id);
  EXPECT_EQ(end_lease_work(kRequest, kDue).id, end_lease_work(kRequest, kDue + Millis(1)).id);
  EXPECT_EQ(drive_work(test::alices_access(), kDue, kGrantPriority, false).id,
            drive_work(test::alices_access(), kDue, kRevokePriority, true).id);
}

TEST(OwedWorkTest, DifferentWorkHasDifferentIds) {
  std::set<std::string> ids;
  for (const OwedWork& work : one_of_each()) ids.insert(work.id);
  ids.insert(letter_work(kRequest, LetterKind::kAccessFailed, "alice@example.com", kDue).id);
  ids.insert(letter_work(kRequest, LetterKind::kAccessGranted, "bob@example.com", kDue).id);
  ids.insert(letter_work(RequestId("r2"), LetterKind::kAccessGranted, "alice@example.com", kDue).id);
  ids.insert(end_lease_work(RequestId("r2"), kDue).id);
  EXPECT_EQ(ids.size(), one_of_each().size() + 4);
}

TEST(OwedWorkTest, CallsToOneAccountShareALane) {
  AssignmentKey other = test::alices_access();
  other.user_id = UserId("9067-bob");
  EXPECT_EQ(drive_work(other, kDue, 0, false).lane, drive_work(test::alices_access(), kDue, 0, false).lane);
  other.account_id = AccountId("444455556666");
  EXPECT_NE(drive_work(other, kDue, 0, false).lane, drive_work(test::alices_access(), kDue, 0, false).lane);
}

TEST(OwedWorkTest, NeitherMailNorATimerOutsideStandsInTheWayOfAccess) {
  std::map<std::string, WorkClass> lanes;
  for (const OwedWork& work : one_of_each()) {
    const auto lane = lanes.try_emplace(work.lane, work_class(work.kind)).first;
    EXPECT_EQ(lane->second, work_class(work.kind)) << work.lane << " holds work of two classes";
  }
  const auto of = [&](WorkClass work_class) {
    return std::ranges::count_if(lanes, [&](const auto& lane) { return lane.second == work_class; });
  };
  EXPECT_EQ(of(WorkClass::kAccess), 2);
  EXPECT_EQ(of(WorkClass::kMail), 2);
  EXPECT_EQ(of(WorkClass::kTimer), 1);
}

TEST(OwedWorkTest, EndsGoBeforeGrantsAndGrantsBeforeMail) {
  EXPECT_LT(kRevokePriority, kGrantPriority);
  EXPECT_LT(kGrantPriority, kMailPriority);
  EXPECT_EQ(end_lease_work(kRequest, kDue).priority, kRevokePriority);
}

TEST(OwedWorkTest, DamageIsTold) {
  for (const OwedWork& work : one_of_each()) {
    for (const auto& [name, value] : to_attributes(work)) {
      SCOPED_TRACE(work.id + " without " + name);
      Attributes damaged = to_attributes(work);
      damaged.erase(name);
      const auto read = owed_work_from(damaged);
      ASSERT_FALSE(read);
      EXPECT_EQ(read.error().code, ErrorCode::kDamaged);
    }
  }
}

TEST(OwedWorkTest, UnknownWordsAreDamage) {
  Attributes kind = to_attributes(lapse_work(kRequest, kDue));
  kind["Kind"] = "dance";
  EXPECT_FALSE(owed_work_from(kind));
  Attributes letter = to_attributes(letter_work(kRequest, LetterKind::kAccessGranted, "a@example.com", kDue));
  letter["Letter"] = "love";
  EXPECT_FALSE(owed_work_from(letter));
}

TEST(OwedWorkTest, EveryKindHasAWordOfItsOwn) {
  std::set<std::string_view> words;
  for (const WorkKind kind : {WorkKind::kDriveAssignment, WorkKind::kEndLease, WorkKind::kLapse, WorkKind::kLetter,
                              WorkKind::kNotice, WorkKind::kTimer, WorkKind::kTopicNotice}) {
    words.insert(word(kind));
    EXPECT_EQ(work_kind_from(word(kind)), kind);
  }
  EXPECT_EQ(words.size(), 7U);
  EXPECT_FALSE(work_kind_from("dance"));
}

TEST(OwedWorkTest, EveryClassHasAWordOfItsOwn) {
  std::set<std::string_view> words;
  for (const WorkClass work_class : kWorkClasses) words.insert(word(work_class));
  EXPECT_EQ(words, (std::set<std::string_view>{"access", "mail", "timer"}));
}

}  // namespace
}  // namespace curfew
