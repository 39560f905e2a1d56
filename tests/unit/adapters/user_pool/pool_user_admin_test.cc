#include "adapters/user_pool/pool_user_admin.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/user_pool/password_policy.h"
#include "unit/adapters/user_pool/pool_fixture.h"

namespace curfew::user_pool {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class PoolUserAdminTest : public PoolTest {
 protected:
  UserAdmin& admin() { return pool_->user_admin(); }
  Result<PoolUser> add(const std::string& email, const std::vector<Group>& groups = {}) {
    return admin().add(email, groups, Secret(kPassword), false, now_);
  }
};

TEST_F(PoolUserAdminTest, AnAddedUserIsListedAsAdded) {
  const auto added =
      admin().add("Zoe@Example.com", {Group::kManagers, Group::kEngineers}, Secret(kPassword), true, now_);
  ASSERT_TRUE(added) << added.error().public_text;
  ASSERT_TRUE(add(kAlice));
  const auto users = admin().list();
  ASSERT_TRUE(users);
  ASSERT_EQ(users->size(), 2U);
  EXPECT_EQ((*users)[0].email, kAlice);
  EXPECT_EQ((*users)[0].status, "CONFIRMED");
  const PoolUser& zoe = (*users)[1];
  EXPECT_EQ(zoe.email, "Zoe@Example.com");
  EXPECT_EQ(zoe.subject, added->subject);
  EXPECT_THAT(zoe.groups, ElementsAre(Group::kEngineers, Group::kManagers));
  EXPECT_TRUE(zoe.enabled);
  EXPECT_FALSE(zoe.mfa);
  EXPECT_EQ(zoe.status, "FORCE_CHANGE_PASSWORD");
  EXPECT_EQ(zoe.created_at, now_);
}

TEST_F(PoolUserAdminTest, EmailsAreUniqueWithoutCase) {
  ASSERT_TRUE(add(kAlice));
  const auto again = add("ALICE@example.com");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
  EXPECT_EQ(admin().find("Alice@EXAMPLE.com")->email, kAlice);
}

TEST_F(PoolUserAdminTest, BadEmailsAndWeakPasswordsAddNobody) {
  EXPECT_EQ(add("alice").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(add("alice@example.com\r\nBcc: x@example.com").error().code, ErrorCode::kInvalid);
  const auto weak = admin().add(kAlice, {}, Secret("password"), true, now_);
  ASSERT_FALSE(weak);
  EXPECT_EQ(weak.error().code, ErrorCode::kInvalid);
  EXPECT_THAT(weak.error().public_text, HasSubstr("uppercase"));
  EXPECT_TRUE(admin().list()->empty());
}

TEST_F(PoolUserAdminTest, WhoDoesNotExistIsNotFound) {
  EXPECT_EQ(admin().find(kAlice).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(admin().remove(kAlice).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(admin().set_groups(kAlice, {}).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(admin().reset_password(kAlice, Secret(kPassword), true, now_).error().code, ErrorCode::kNotFound);
  EXPECT_THAT(admin().find(kAlice).error().public_text, HasSubstr(kAlice));
}

TEST_F(PoolUserAdminTest, ResettingThePasswordLiftsTheLockOutAndEndsAllSessions) {
  add_alice();
  const Reply before = alice_signs_in();
  for (int failure = 1; failure <= 6; ++failure) sign_in(kAlice, "Wrong-Password-1");
  EXPECT_EQ(sign_in(kAlice, kPassword).message(), "Password attempts exceeded");

  ASSERT_TRUE(admin().reset_password(kAlice, Secret("Reset-Password-1"), true, now_));

  EXPECT_FALSE(is_good(before));
  EXPECT_EQ(refresh(before.token("RefreshToken")).error, "NotAuthorizedException");
  EXPECT_EQ(sign_in(kAlice, "Reset-Password-1").text("ChallengeName"), "NEW_PASSWORD_REQUIRED");
}

TEST_F(PoolUserAdminTest, ResettingWorksBesideARunningServer) {
  add_alice();
  auto beside = UserPool::open(settings_, *store_, *sealer_, entropy_, log_, now_);
  ASSERT_TRUE(beside);
  const Reply before = alice_signs_in();
  ASSERT_TRUE((*beside)->user_admin().reset_password(kAlice, Secret("Reset-Password-1"), false, now_));
  EXPECT_FALSE(is_good(before));
  EXPECT_EQ(sign_in(kAlice, "Reset-Password-1").error, "");
}

TEST_F(PoolUserAdminTest, RandomPasswordsMeetThePolicyAndDiffer) {
  std::vector<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const Secret password = admin().random_password();
    EXPECT_EQ(password.reveal().size(), 16U);
    EXPECT_TRUE(is_possible_password(password));
    EXPECT_EQ(fault_in_password(password), std::nullopt);
    EXPECT_THAT(seen, testing::Not(testing::Contains(password.reveal())));
    seen.push_back(password.reveal());
  }
}

TEST_F(PoolUserAdminTest, ApproversAreTheEnabledManagers) {
  ASSERT_TRUE(add("max@example.com", {Group::kManagers, Group::kEngineers}));
  ASSERT_TRUE(add("mia@example.com", {Group::kManagers}));
  ASSERT_TRUE(add("bob@example.com", {Group::kEngineers}));
  EXPECT_THAT(pool_->approver_directory().approvers().value(), ElementsAre("max@example.com", "mia@example.com"));
  ASSERT_TRUE(pool_->user_admin().set_enabled("max@example.com", false));
  EXPECT_THAT(pool_->approver_directory().approvers().value(), ElementsAre("mia@example.com"));
}

}  // namespace
}  // namespace curfew::user_pool
