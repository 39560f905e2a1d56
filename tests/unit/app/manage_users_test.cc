#include "app/manage_users.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "support/call_gate.h"
#include "support/fake_clock.h"
#include "support/fake_users.h"
#include "support/gated_ports.h"
#include "support/memory_store.h"

namespace curfew {
namespace {

using test::Fault;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kAda = "ada@example.com";

class ManageUsersTest : public testing::Test {
 protected:
  // A command of a process that may die in it; empty when it did.
  using Attempt = std::function<Status()>;

  static NewPassword password(const std::string& text, bool temporary = false) {
    return {.password = Secret(text), .temporary = temporary};
  }
  static Actor root() {
    Actor actor;
    actor.kind = ActorKind::kAdministrator;
    actor.email = "root";
    return actor;
  }

  Status add(const std::string& email = kAda, const std::vector<Group>& groups = {Group::kEngineers}) {
    const auto added = manage_.add(email, groups, password("Str0ng!Pass"), root());
    return added ? Status() : fail(added.error());
  }

  // "user.add  ASKED", "user.add ASKED DONE" …
  std::vector<std::string> trail() {
    std::vector<std::string> lines;
    const std::vector<AuditEvent> events = store_.events("users", 0, 1000).value();
    for (const AuditEvent& event : events) lines.push_back(event.action + " " + event.from + " " + event.to);
    return lines;
  }
  AuditEvent last_event() { return store_.last_event("users").value().value(); }

  test::MemoryStore store_;
  test::FakeUserPool pool_;
  test::FakeUserDirectory directory_;
  test::FakeClock clock_;
  test::CallGate gate_;
  test::GatedLedger gated_ledger_{gate_, store_};
  test::GatedUserPool gated_pool_{gate_, pool_};
  test::GatedUserDirectory gated_directory_{gate_, directory_};
  ManageUsers manage_{gated_pool_, gated_directory_, gated_ledger_, clock_};
};

TEST_F(ManageUsersTest, AUserIsAddedToPoolAndDirectory) {
  const auto added = manage_.add(kAda, {Group::kEngineers, Group::kManagers}, password("Str0ng!Pass", true), root());
  ASSERT_TRUE(added.has_value()) << added.error().public_text;
  EXPECT_EQ(added->user_id, directory_.users().at(kAda));
  EXPECT_THAT(pool_.users().at(kAda).user.groups, ElementsAre(Group::kEngineers, Group::kManagers));
  EXPECT_EQ(pool_.users().at(kAda).user.status, "FORCE_CHANGE_PASSWORD");
}

TEST_F(ManageUsersTest, EveryChangeIsOnRecordBeforeItBeginsAndWhenItHasEnded) {
  ASSERT_TRUE(add().has_value());
  ASSERT_TRUE(manage_.set_groups(kAda, {Group::kManagers}, root()).has_value());
  EXPECT_EQ(last_event().detail, "ada@example.com: Managers; before: Engineers");
  ASSERT_TRUE(manage_.reset_password(kAda, password("An0ther!Pass"), root()).has_value());
  ASSERT_TRUE(manage_.remove(kAda, root()).has_value());
  EXPECT_THAT(trail(), ElementsAre("user.add  ASKED", "user.add ASKED DONE", "user.groups  ASKED",
                                   "user.groups ASKED DONE", "user.reset_password  ASKED",
                                   "user.reset_password ASKED DONE", "user.remove  ASKED", "user.remove ASKED DONE"));
  EXPECT_EQ(last_event().actor.kind, ActorKind::kAdministrator);
  EXPECT_EQ(last_event().actor.email, "root");
}

TEST_F(ManageUsersTest, ThePasswordIsNowhereOnRecord) {
  ASSERT_TRUE(add().has_value());
  ASSERT_TRUE(manage_.reset_password(kAda, password("An0ther!Pass"), root()).has_value());
  const std::vector<AuditEvent> events = store_.events("users", 0, 1000).value();
  for (const AuditEvent& event : events) EXPECT_THAT(event.detail, Not(HasSubstr("Pass"))) << event.action;
}

TEST_F(ManageUsersTest, ARefusedPasswordIsOnRecordAsAFailure) {
  const auto added = manage_.add(kAda, {Group::kEngineers}, password("short"), root());
  ASSERT_FALSE(added.has_value());
  EXPECT_EQ(added.error().code, ErrorCode::kInvalid);
  EXPECT_THAT(trail(), ElementsAre("user.add  ASKED", "user.add ASKED FAILED"));
  EXPECT_THAT(last_event().detail, HasSubstr("Password not long enough."));
  EXPECT_TRUE(pool_.users().empty());
}

TEST_F(ManageUsersTest, WhatIsNoAddressAndWhoIsInNoGroupIsRefusedBeforeAnythingHappens) {
  for (const std::string email : {"", "ada", "ada@", "Ada <ada@example.com>", "ada@example.com\nbcc:x@example.com"}) {
    EXPECT_EQ(add(email).error().code, ErrorCode::kInvalid) << email;
  }
  EXPECT_EQ(add(kAda, {}).error().code, ErrorCode::kInvalid);
  EXPECT_TRUE(trail().empty());
  EXPECT_TRUE(directory_.users().empty());
}

TEST_F(ManageUsersTest, AUserWhoIsThereAlreadyIsAConflictThatSaysWhatToDo) {
  ASSERT_TRUE(add().has_value());
  const Status again = add(kAda, {Group::kManagers});
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
  EXPECT_THAT(again.error().public_text, HasSubstr("`curfew user groups`"));
  EXPECT_THAT(pool_.users().at(kAda).user.groups, ElementsAre(Group::kEngineers));
}

TEST_F(ManageUsersTest, AnUnknownUserCannotBeChanged) {
  EXPECT_EQ(manage_.remove(kAda, root()).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(manage_.set_groups(kAda, {Group::kManagers}, root()).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(manage_.reset_password(kAda, password("An0ther!Pass"), root()).error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(trail().empty());
}

TEST_F(ManageUsersTest, NothingIsChangedThatCannotBePutOnRecord) {
  gate_.arm(2, Fault::kFailsBefore);  // the commit of ASKED, after the read of the chain's head
  EXPECT_EQ(add().error().code, ErrorCode::kUnavailable);
  EXPECT_TRUE(gate_.fired());
  EXPECT_TRUE(pool_.users().empty());
  EXPECT_TRUE(directory_.users().empty());
}

// Whatever breaks at whichever call: the same command again brings both places to where they belong.
class BrokenManageUsersTest : public ManageUsersTest, public testing::WithParamInterface<Fault> {
 protected:
  // Runs `attempt` with the fault at call n, then again until it is done; false when there is no n-th call any more.
  bool completes_after_fault_at(std::size_t n, const Attempt& attempt) {
    gate_.arm(n, GetParam());
    Status done = fail(ErrorCode::kInternal, "not tried");
    for (int tries = 0; tries < 3 && !is_complete(done); ++tries) {
      try {
        done = attempt();
      } catch (const test::ProcessDied&) {
        done = fail(ErrorCode::kInternal, "died");
      }
    }
    EXPECT_TRUE(is_complete(done)) << "fault at call " << n << ": " << done.error().public_text;
    return gate_.fired();
  }

  // A repeated `add` finds the user there, a repeated `remove` does not: both say so.
  static bool is_complete(const Status& done) {
    return done || done.error().code == ErrorCode::kConflict || done.error().code == ErrorCode::kNotFound;
  }

  void expect_whole_trail() {
    const std::vector<AuditEvent> events = store_.events("users", 0, 1000).value();
    std::string previous;
    for (const AuditEvent& event : events) {
      EXPECT_EQ(event.previous_hash, previous);
      EXPECT_EQ(event.hash, hash_of(event));
      previous = event.hash;
    }
  }
};

TEST_P(BrokenManageUsersTest, AnAddIsCompletedByRepeatingIt) {
  for (std::size_t n = 1; completes_after_fault_at(n, [&] { return add(); }); ++n) {
    EXPECT_TRUE(pool_.users().contains(kAda)) << "fault at call " << n;
    EXPECT_TRUE(directory_.users().contains(kAda)) << "fault at call " << n;
    gate_.arm(0, Fault::kNone);
    ASSERT_TRUE(manage_.remove(kAda, root()).has_value());
  }
  expect_whole_trail();
}

TEST_P(BrokenManageUsersTest, ARemovalIsCompletedByRepeatingIt) {
  ASSERT_TRUE(add().has_value());
  for (std::size_t n = 1; completes_after_fault_at(n, [&] { return manage_.remove(kAda, root()); }); ++n) {
    EXPECT_FALSE(pool_.users().contains(kAda)) << "fault at call " << n;
    EXPECT_FALSE(directory_.users().contains(kAda)) << "fault at call " << n;
    gate_.arm(0, Fault::kNone);
    ASSERT_TRUE(add().has_value());
  }
  expect_whole_trail();
}

INSTANTIATE_TEST_SUITE_P(Faults, BrokenManageUsersTest,
                         testing::Values(Fault::kFailsBefore, Fault::kFailsAfter, Fault::kUnknown, Fault::kDiesBefore,
                                         Fault::kDiesAfter),
                         [](const auto& info) {
                           switch (info.param) {
                             case Fault::kFailsBefore: return "FailsBefore";
                             case Fault::kFailsAfter: return "FailsAfter";
                             case Fault::kUnknown: return "Unknown";
                             case Fault::kDiesBefore: return "DiesBefore";
                             default: return "DiesAfter";
                           }
                         });

}  // namespace
}  // namespace curfew
