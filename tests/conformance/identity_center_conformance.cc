#include "conformance/identity_center_conformance.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace curfew::conformance {

using StatusKind = OperationStatus::Kind;

AssignmentKey IdentityCenterConformance::somebodys_access(const std::string& email) {
  return {.user_id = world_->add_user(email, email),
          .account_id = world_->account(0),
          .permission_set_arn = world_->permission_set(0)};
}

OperationId IdentityCenterConformance::ask(OperationKind kind, const AssignmentKey& key) {
  const AskResult asked = center().ask(kind, key, world_->now());
  EXPECT_TRUE(asked.has_value()) << asked.error().cause;
  return asked.value_or(OperationId{});
}

AskFailure IdentityCenterConformance::refused_ask(OperationKind kind, const AssignmentKey& key) {
  const AskResult asked = center().ask(kind, key, world_->now());
  EXPECT_FALSE(asked.has_value()) << "the ask was accepted as " << asked->str();
  return asked.has_value() ? AskFailure::kLost : asked.error().failure;
}

OperationStatus IdentityCenterConformance::done(OperationKind kind, const AssignmentKey& key) {
  const OperationId id = ask(kind, key);
  world_->let_operations_end();
  return status(kind, id);
}

OperationStatus IdentityCenterConformance::status(OperationKind kind, const OperationId& id) {
  const auto checked = center().check(kind, id);
  EXPECT_TRUE(checked.has_value()) << checked.error().log_text;
  return checked.value_or(OperationStatus{});
}

Presence IdentityCenterConformance::presence(const AssignmentKey& key) {
  const auto seen = center().look(key);
  EXPECT_TRUE(seen.has_value()) << seen.error().log_text;
  return seen.value_or(Presence::kAbsent);
}

std::set<UserId> IdentityCenterConformance::assigned_users(const AssignmentKey& key) {
  const auto listed = center().assigned_users(key.account_id, key.permission_set_arn);
  EXPECT_TRUE(listed.has_value()) << listed.error().log_text;
  const std::vector<UserId> users = listed.value_or(std::vector<UserId>{});
  const std::set<UserId> once(users.begin(), users.end());
  EXPECT_EQ(once.size(), users.size()) << "somebody is named twice";
  return once;
}

bool IdentityCenterConformance::anything_in_progress(const AssignmentKey& key) {
  const auto running = center().anything_in_progress(key);
  EXPECT_TRUE(running.has_value()) << running.error().log_text;
  return running.value_or(false);
}

namespace {

TEST_P(IdentityCenterConformance, AUserIsFoundByEmailWithoutRegardToCase) {
  const UserId ada = world_->add_user("ada", "ada@example.com");
  EXPECT_EQ(center().find_user("ada@example.com"), ada);
  EXPECT_EQ(center().find_user("Ada@Example.COM"), ada);
}

TEST_P(IdentityCenterConformance, AUserWithoutSuchAnEmailIsFoundByUserName) {
  const UserId ada = world_->add_user("ada.l@corp.example", "ada@example.com");
  EXPECT_EQ(center().find_user("Ada.L@corp.example"), ada);
}

TEST_P(IdentityCenterConformance, AnEmailOutweighsAnotherUsersName) {
  const UserId named_like_it = world_->add_user("ada@example.com", "old-ada@example.com");
  const UserId ada = world_->add_user("ada", "ada@example.com");
  EXPECT_NE(ada, named_like_it);
  EXPECT_EQ(center().find_user("ada@example.com"), ada);
}

TEST_P(IdentityCenterConformance, AnUnknownUserIsToldApartFromAnOutage) {
  const auto found = center().find_user("nobody@example.com");
  ASSERT_FALSE(found.has_value());
  EXPECT_EQ(found.error().code, ErrorCode::kUnknownUser);
}

TEST_P(IdentityCenterConformance, PartOfAnEmailFindsNobody) {
  std::ignore = world_->add_user("ada", "ada@example.com");
  for (const std::string text : {"ada@example", "%", "*", "", "ada@example.com "}) {
    EXPECT_FALSE(center().find_user(text).has_value()) << '"' << text << '"';
  }
}

TEST_P(IdentityCenterConformance, ANewUserHasNothing) { EXPECT_EQ(presence(somebodys_access()), Presence::kAbsent); }

TEST_P(IdentityCenterConformance, ACreateRunsAndThenTheAccessIsThere) {
  const AssignmentKey key = somebodys_access();
  const OperationId id = ask(OperationKind::kCreate, key);
  if (GetParam().operations_take_time) {
    EXPECT_EQ(status(OperationKind::kCreate, id).kind, StatusKind::kInProgress);
    EXPECT_EQ(presence(key), Presence::kAbsent);
    EXPECT_TRUE(anything_in_progress(key));
  }
  world_->let_operations_end();
  EXPECT_EQ(status(OperationKind::kCreate, id).kind, StatusKind::kSucceeded);
  EXPECT_EQ(presence(key), Presence::kDirect);
  EXPECT_FALSE(anything_in_progress(key));
}

TEST_P(IdentityCenterConformance, ADeleteRunsAndThenTheAccessIsGone) {
  const AssignmentKey key = somebodys_access();
  ASSERT_EQ(done(OperationKind::kCreate, key).kind, StatusKind::kSucceeded);
  const OperationId id = ask(OperationKind::kDelete, key);
  if (GetParam().operations_take_time) {
    EXPECT_EQ(status(OperationKind::kDelete, id).kind, StatusKind::kInProgress);
    EXPECT_EQ(presence(key), Presence::kDirect);
    EXPECT_TRUE(anything_in_progress(key));
  }
  world_->let_operations_end();
  EXPECT_EQ(status(OperationKind::kDelete, id).kind, StatusKind::kSucceeded);
  EXPECT_EQ(presence(key), Presence::kAbsent);
}

TEST_P(IdentityCenterConformance, AnOperationTouchesNothingButItsOwnKey) {
  const AssignmentKey key = somebodys_access();
  AssignmentKey other_account = key;
  other_account.account_id = world_->account(1);
  AssignmentKey other_set = key;
  other_set.permission_set_arn = world_->permission_set(1);
  AssignmentKey other_user = key;
  other_user.user_id = world_->add_user("bob", "bob@example.com");
  for (const auto& other : {other_account, other_set, other_user}) world_->assign(other);

  ASSERT_EQ(done(OperationKind::kCreate, key).kind, StatusKind::kSucceeded);
  ASSERT_EQ(done(OperationKind::kDelete, key).kind, StatusKind::kSucceeded);
  EXPECT_EQ(presence(key), Presence::kAbsent);
  for (const auto& other : {other_account, other_set, other_user}) EXPECT_EQ(presence(other), Presence::kDirect);
}

TEST_P(IdentityCenterConformance, ADuplicateCreateIsAcceptedAndMakesOneAssignment) {
  const AssignmentKey key = somebodys_access();
  ASSERT_EQ(done(OperationKind::kCreate, key).kind, StatusKind::kSucceeded);
  EXPECT_EQ(done(OperationKind::kCreate, key).kind, StatusKind::kSucceeded);
  ASSERT_EQ(done(OperationKind::kDelete, key).kind, StatusKind::kSucceeded);
  EXPECT_EQ(presence(key), Presence::kAbsent);
}

TEST_P(IdentityCenterConformance, DeletingWhatIsNotThereIsMissingAndNoSuccess) {
  EXPECT_EQ(refused_ask(OperationKind::kDelete, somebodys_access()), AskFailure::kMissing);
}

TEST_P(IdentityCenterConformance, ACreateForAnUnknownUserIsRefusedOrFailsWithAReason) {
  const AssignmentKey key{.user_id = UserId("9067ab12cd-00000000-0000-4000-8000-000000000000"),
                          .account_id = world_->account(0),
                          .permission_set_arn = world_->permission_set(0)};
  const AskResult asked = center().ask(OperationKind::kCreate, key, world_->now());
  if (asked) {
    world_->let_operations_end();
    const OperationStatus ended = status(OperationKind::kCreate, *asked);
    EXPECT_EQ(ended.kind, StatusKind::kFailed);
    EXPECT_FALSE(ended.reason.empty());
  } else {
    EXPECT_EQ(asked.error().failure, AskFailure::kRefused);
    EXPECT_FALSE(asked.error().cause.empty());
  }
  EXPECT_EQ(presence(key), Presence::kAbsent);
}

TEST_P(IdentityCenterConformance, ACreateInAnAccountOutsideTheOrganizationGivesNothing) {
  AssignmentKey key = somebodys_access();
  key.account_id = AccountId("999999999999");
  EXPECT_EQ(refused_ask(OperationKind::kCreate, key), AskFailure::kRefused);
  EXPECT_EQ(presence(key), Presence::kAbsent);
}

TEST_P(IdentityCenterConformance, TheAssignmentOfARemovedUserStaysAndCanBeDeleted) {
  const AssignmentKey key = somebodys_access("ada@example.com");
  ASSERT_EQ(done(OperationKind::kCreate, key).kind, StatusKind::kSucceeded);
  world_->remove_user("ada@example.com");
  EXPECT_EQ(center().find_user("ada@example.com").error().code, ErrorCode::kUnknownUser);
  EXPECT_EQ(presence(key), Presence::kDirect);
  EXPECT_EQ(done(OperationKind::kDelete, key).kind, StatusKind::kSucceeded);
  EXPECT_EQ(presence(key), Presence::kAbsent);
}

TEST_P(IdentityCenterConformance, AUserWhoIsAddedAgainIsSomebodyElse) {
  const UserId first = world_->add_user("ada", "ada@example.com");
  world_->remove_user("ada@example.com");
  const UserId second = world_->add_user("ada", "ada@example.com");
  EXPECT_NE(first, second);
  EXPECT_EQ(center().find_user("ada@example.com"), second);
}

TEST_P(IdentityCenterConformance, StandingAccessIsSeenAsSuch) {
  const AssignmentKey key = somebodys_access();
  world_->assign_through_group(key);
  EXPECT_EQ(presence(key), Presence::kThroughGroup);
  world_->assign(key);
  EXPECT_EQ(presence(key), Presence::kDirect);
}

TEST_P(IdentityCenterConformance, DeletingAUsersOwnAssignmentLeavesTheGroupsAlone) {
  const AssignmentKey key = somebodys_access();
  world_->assign_through_group(key);
  EXPECT_EQ(refused_ask(OperationKind::kDelete, key), AskFailure::kMissing);
  ASSERT_EQ(done(OperationKind::kCreate, key).kind, StatusKind::kSucceeded);
  ASSERT_EQ(done(OperationKind::kDelete, key).kind, StatusKind::kSucceeded);
  EXPECT_EQ(presence(key), Presence::kThroughGroup);
}

TEST_P(IdentityCenterConformance, AListingNamesThoseAssignedDirectlyToThisSetInThisAccount) {
  const AssignmentKey key = somebodys_access();
  EXPECT_TRUE(assigned_users(key).empty());
  AssignmentKey other_user = key;
  other_user.user_id = world_->add_user("bob", "bob@example.com");
  AssignmentKey other_account = key;
  other_account.account_id = world_->account(1);
  AssignmentKey other_set = key;
  other_set.permission_set_arn = world_->permission_set(1);
  for (const auto& assigned : {key, other_user, other_account}) world_->assign(assigned);

  EXPECT_EQ(assigned_users(key), (std::set{key.user_id, other_user.user_id}));
  EXPECT_EQ(assigned_users(other_account), std::set{key.user_id});
  EXPECT_TRUE(assigned_users(other_set).empty());
}

TEST_P(IdentityCenterConformance, AListingLeavesMembersOfGroupsOut) {
  const AssignmentKey key = somebodys_access();
  world_->assign_through_group(key);
  EXPECT_TRUE(assigned_users(key).empty());
}

TEST_P(IdentityCenterConformance, AListingFollowsOperationsAndStillNamesARemovedUser) {
  const AssignmentKey key = somebodys_access("ada@example.com");
  ASSERT_EQ(done(OperationKind::kCreate, key).kind, StatusKind::kSucceeded);
  world_->remove_user("ada@example.com");
  EXPECT_EQ(assigned_users(key), std::set{key.user_id});
  ASSERT_EQ(done(OperationKind::kDelete, key).kind, StatusKind::kSucceeded);
  EXPECT_TRUE(assigned_users(key).empty());
}

TEST_P(IdentityCenterConformance, AListingOfMoreThanAPageIsWhole) {
  constexpr int kUsers = 120;  // AWS gives 100 a page at most
  AssignmentKey key;
  std::set<UserId> expected;
  for (int i = 0; i < kUsers; ++i) {
    key = somebodys_access("user" + std::to_string(i) + "@example.com");
    world_->assign(key);
    expected.insert(key.user_id);
  }
  EXPECT_EQ(assigned_users(key), expected);
}

TEST_P(IdentityCenterConformance, ASessionLastsAnHourWhereNobodyChoseOtherwise) {
  EXPECT_EQ(center().session_length(world_->permission_set(0)), std::chrono::minutes(60));
}

TEST_P(IdentityCenterConformance, AnUnknownOperationIsNeitherRunningNorEnded) {
  const OperationId made_up("00000000-0000-4000-8000-000000000000");
  EXPECT_EQ(status(OperationKind::kCreate, made_up).kind, StatusKind::kUnknown);
  EXPECT_EQ(status(OperationKind::kDelete, made_up).kind, StatusKind::kUnknown);
}

TEST_P(IdentityCenterConformance, AWriteDuringAnotherOnTheSameKeyConflictsAndHasNoEffect) {
  if (!GetParam().operations_take_time) GTEST_SKIP() << "operations here end before another can be asked";
  const AssignmentKey key = somebodys_access();
  const OperationId create = ask(OperationKind::kCreate, key);
  EXPECT_EQ(refused_ask(OperationKind::kDelete, key), AskFailure::kConflict);
  EXPECT_EQ(refused_ask(OperationKind::kCreate, key), AskFailure::kConflict);
  world_->let_operations_end();
  EXPECT_EQ(status(OperationKind::kCreate, create).kind, StatusKind::kSucceeded);
  EXPECT_EQ(presence(key), Presence::kDirect);
  EXPECT_EQ(done(OperationKind::kDelete, key).kind, StatusKind::kSucceeded);
}

TEST_P(IdentityCenterConformance, AnOperationGoesOnWhileTheCallerRestarts) {
  const AssignmentKey key = somebodys_access();
  const OperationId create = ask(OperationKind::kCreate, key);
  world_->restart();
  EXPECT_EQ(anything_in_progress(key), GetParam().operations_take_time);
  world_->let_operations_end();
  world_->restart();
  EXPECT_EQ(status(OperationKind::kCreate, create).kind, StatusKind::kSucceeded);
  EXPECT_EQ(presence(key), Presence::kDirect);
}

TEST_P(IdentityCenterConformance, ConcurrentAsksForDifferentUsersAllComeTrue) {
  constexpr int kUsers = 8;
  std::vector<AssignmentKey> keys;
  for (int i = 0; i < kUsers; ++i) keys.push_back(somebodys_access("user" + std::to_string(i) + "@example.com"));
  std::vector<AskResult> asked(kUsers);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < kUsers; ++i) {
      threads.emplace_back([&, i] { asked[i] = center().ask(OperationKind::kCreate, keys[i], world_->now()); });
    }
  }
  world_->let_operations_end();
  for (std::size_t i = 0; i < kUsers; ++i) {
    ASSERT_TRUE(asked[i].has_value()) << asked[i].error().cause;
    EXPECT_EQ(status(OperationKind::kCreate, *asked[i]).kind, StatusKind::kSucceeded);
    EXPECT_EQ(presence(keys[i]), Presence::kDirect);
  }
}

TEST_P(IdentityCenterConformance, OfConcurrentAsksForOneKeyExactlyOneRuns) {
  if (!GetParam().operations_take_time) GTEST_SKIP() << "operations here end before another can be asked";
  const AssignmentKey key = somebodys_access();
  std::vector<AskResult> asked(8);
  {
    std::vector<std::jthread> threads;
    for (auto& answer : asked) {
      threads.emplace_back([&] { answer = center().ask(OperationKind::kCreate, key, world_->now()); });
    }
  }
  const auto accepted = std::ranges::count_if(asked, [](const AskResult& answer) { return answer.has_value(); });
  EXPECT_EQ(accepted, 1);
  for (const AskResult& answer : asked) {
    if (!answer) EXPECT_EQ(answer.error().failure, AskFailure::kConflict);
  }
}

}  // namespace

}  // namespace curfew::conformance
