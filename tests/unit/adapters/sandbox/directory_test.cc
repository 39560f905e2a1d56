#include "adapters/sandbox/directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sandbox_fixture.h"

namespace curfew::sandbox {
namespace {

class SandboxDirectoryTest : public SandboxTest {};

TEST_F(SandboxDirectoryTest, AUserIdHasTheShapeOfAws) {
  EXPECT_THAT(key_.user_id.str(), testing::MatchesRegex("[0-9a-f]{10}-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-"
                                                        "[0-9a-f]{12}"));
}

TEST_F(SandboxDirectoryTest, AddingAUserTwiceGivesTheSameUser) {
  EXPECT_EQ(directory_.add_user("ADA@example.com"), key_.user_id);
  EXPECT_EQ(center_->find_user("ada@example.com"), key_.user_id);
}

TEST_F(SandboxDirectoryTest, AUserNameThatIsTakenIsAConflict) {
  const auto second = directory_.add_user("Ada@example.com", "someone.else@example.com");
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, ErrorCode::kConflict);
}

TEST_F(SandboxDirectoryTest, RemovingAnUnknownUserIsNoError) {
  EXPECT_TRUE(directory_.remove_user("nobody@example.com").has_value());
}

TEST_F(SandboxDirectoryTest, NobodyJoinsAGroupThatDoesNotExist) {
  const auto joined = directory_.join(GroupId("no-such-group"), key_.user_id);
  ASSERT_FALSE(joined.has_value());
  EXPECT_EQ(joined.error().code, ErrorCode::kNotFound);
}

TEST_F(SandboxDirectoryTest, AccessThroughAGroupEndsWithTheMembership) {
  const GroupId group = directory_.add_group("Platform").value();
  EXPECT_EQ(directory_.add_group("platform"), group);
  ASSERT_TRUE(directory_.give_standing(group, key_.account_id, key_.permission_set_arn).has_value());
  EXPECT_EQ(presence(), Presence::kAbsent);
  ASSERT_TRUE(directory_.join(group, key_.user_id).has_value());
  EXPECT_EQ(presence(), Presence::kThroughGroup);
  ASSERT_TRUE(directory_.leave(group, key_.user_id).has_value());
  EXPECT_EQ(presence(), Presence::kAbsent);
}

TEST_F(SandboxDirectoryTest, AccessThroughAGroupEndsWhenItIsTakenFromTheGroup) {
  const GroupId group = directory_.add_group("Platform").value();
  ASSERT_TRUE(directory_.join(group, key_.user_id).has_value());
  ASSERT_TRUE(directory_.give_standing(group, key_.account_id, key_.permission_set_arn).has_value());
  ASSERT_TRUE(directory_.take_standing(group, key_.account_id, key_.permission_set_arn).has_value());
  EXPECT_EQ(presence(), Presence::kAbsent);
}

TEST_F(SandboxDirectoryTest, StandingAccessComesAndGoesAtOnce) {
  ASSERT_TRUE(directory_.give_standing(key_).has_value());
  EXPECT_EQ(presence(), Presence::kDirect);
  ASSERT_TRUE(directory_.take_standing(key_).has_value());
  EXPECT_EQ(presence(), Presence::kAbsent);
}

}  // namespace
}  // namespace curfew::sandbox
