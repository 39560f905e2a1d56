#include "adapters/cognito/user_admin.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/aws/scripted_caller.h"
#include "support/fake_clock.h"
#include "support/fake_entropy.h"
#include "unit/adapters/cognito/cognito_script.h"

namespace curfew::cognito {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kAda = "ada@example.com";

class CognitoUserAdminTest : public testing::Test {
 protected:
  // What was called, in order.
  std::vector<std::string> operations() const {
    std::vector<std::string> names;
    for (const test::SeenCall& call : caller_.seen()) names.push_back(call.operation);
    return names;
  }
  json::object body_of(const std::string& operation) const {
    for (const test::SeenCall& call : caller_.seen()) {
      if (call.operation == operation) return call.body;
    }
    return {};
  }
  static aws::CallFailure lost() { return {.kind = aws::FailureKind::kLost, .effect = Effect::kMaybe}; }
  void ada_is_there(int times = 1) {
    for (int i = 0; i < times; ++i) caller_.will_answer("AdminGetUser", got("uuid-of-ada", kAda));
  }
  void nobody_is_there() {
    caller_.will_refuse("AdminGetUser", "UserNotFoundException");
    caller_.will_answer("ListUsers", {{"Users", json::array{}}});
  }
  void groups_are(const json::array& groups) {
    json::array listed;
    for (const auto& group : groups) listed.emplace_back(json::object{{"GroupName", group}});
    caller_.will_answer("AdminListGroupsForUser", {{"Groups", listed}});
  }

  test::ScriptedCaller caller_;
  test::FakeEntropy entropy_;
  CognitoUserAdmin admin_{
      {.region = "us-east-1", .user_pool_id = "us-east-1_Abc", .client_id = "client"}, caller_, entropy_};
};

TEST_F(CognitoUserAdminTest, AUserIsMadeThenGivenGroupsAndLastTheirOwnPassword) {
  nobody_is_there();
  caller_.will_answer("AdminCreateUser", {});
  ada_is_there(2);
  groups_are({});
  caller_.will_answer("AdminAddUserToGroup", {});
  caller_.will_answer("AdminSetUserPassword", {});
  groups_are({"Managers"});
  const auto added = admin_.add(kAda, {Group::kManagers}, Secret("Password-1"), false, test::kTestStart);
  ASSERT_TRUE(added) << added.error().log_text;
  EXPECT_EQ(added->subject.str(), "sub-of-uuid-of-ada");
  EXPECT_THAT(added->groups, ElementsAre(Group::kManagers));
  EXPECT_THAT(operations(),
              ElementsAre("AdminGetUser", "ListUsers", "AdminCreateUser", "AdminGetUser", "AdminListGroupsForUser",
                          "AdminAddUserToGroup", "AdminSetUserPassword", "AdminGetUser", "AdminListGroupsForUser"));
  const json::object created = body_of("AdminCreateUser");
  EXPECT_EQ(created.at("UserPoolId"), "us-east-1_Abc");
  EXPECT_EQ(created.at("MessageAction"), "SUPPRESS");
  EXPECT_EQ(json::serialize(created.at("UserAttributes")),
            R"([{"Name":"email","Value":"ada@example.com"},{"Name":"email_verified","Value":"true"}])");
  EXPECT_EQ(body_of("AdminAddUserToGroup").at("Username"), "uuid-of-ada");
  EXPECT_EQ(body_of("AdminSetUserPassword").at("Permanent"), true);
}

TEST_F(CognitoUserAdminTest, ATemporaryPasswordStaysTemporary) {
  nobody_is_there();
  caller_.will_answer("AdminCreateUser", {});
  ada_is_there(2);
  groups_are({});
  groups_are({});
  ASSERT_TRUE(admin_.add(kAda, {}, Secret("Password-1"), true, test::kTestStart));
  EXPECT_THAT(operations(), testing::Not(testing::Contains("AdminSetUserPassword")));
}

TEST_F(CognitoUserAdminTest, ACreationIsTriedOnceAndLookedUpWhenItsAnswerIsLost) {
  nobody_is_there();
  caller_.will_fail("AdminCreateUser", lost());
  ada_is_there(3);
  groups_are({});
  groups_are({});
  EXPECT_TRUE(admin_.add(kAda, {}, Secret("Password-1"), true, test::kTestStart));
  for (const test::SeenCall& call : caller_.seen()) {
    EXPECT_EQ(call.attempts, call.operation == "AdminCreateUser" ? 1 : 3) << call.operation;
  }
}

TEST_F(CognitoUserAdminTest, ACreationThatDidNotHappenSaysThatItMayHave) {
  nobody_is_there();
  caller_.will_fail("AdminCreateUser", lost());
  nobody_is_there();
  const auto added = admin_.add(kAda, {}, Secret("Password-1"), true, test::kTestStart);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(added.error().effect, Effect::kMaybe);
}

TEST_F(CognitoUserAdminTest, WhoIsThereAlreadyIsAConflict) {
  ada_is_there();
  EXPECT_EQ(admin_.add(kAda, {}, Secret("p"), true, test::kTestStart).error().code, ErrorCode::kConflict);
  nobody_is_there();
  caller_.will_refuse("AdminCreateUser", "UsernameExistsException");  // somebody else was quicker
  EXPECT_EQ(admin_.add(kAda, {}, Secret("p"), true, test::kTestStart).error().code, ErrorCode::kConflict);
}

TEST_F(CognitoUserAdminTest, APasswordAgainstThePolicyMakesNoUser) {
  nobody_is_there();
  caller_.will_refuse("AdminCreateUser", "InvalidPasswordException", "Password not long enough");
  const auto added = admin_.add(kAda, {}, Secret("p"), false, test::kTestStart);
  EXPECT_EQ(added.error().code, ErrorCode::kInvalid);
  EXPECT_THAT(added.error().public_text, HasSubstr("Password not long enough"));
}

TEST_F(CognitoUserAdminTest, AUserIsFoundByTheEmailWhateverTheUserNameIs) {
  caller_.will_refuse("AdminGetUser", "UserNotFoundException");
  // Neither the filter nor the order of the pages is trusted.
  caller_.will_answer("ListUsers",
                      {{"Users", json::array{listed("eve", "eve@example.com")}}, {"PaginationToken", "2"}});
  caller_.will_answer("ListUsers", {{"Users", json::array{}}, {"PaginationToken", "3"}});
  caller_.will_answer("ListUsers", {{"Users", json::array{listed("alovelace", "Ada@Example.com")}}});
  caller_.will_answer("AdminGetUser", got("alovelace", "Ada@Example.com"));
  groups_are({"Engineers", "Others"});
  const auto found = admin_.find(kAda);
  ASSERT_TRUE(found) << found.error().log_text;
  EXPECT_EQ(found->subject.str(), "sub-of-alovelace");
  EXPECT_THAT(found->groups, ElementsAre(Group::kEngineers));
  EXPECT_EQ(body_of("ListUsers").at("Filter"), R"(email = "ada@example.com")");
}

TEST_F(CognitoUserAdminTest, AUserNameThatLooksLikeTheEmailOfAnotherIsNotTheUser) {
  caller_.will_answer("AdminGetUser", got(kAda, "mallory@example.com"));
  caller_.will_answer("ListUsers", {{"Users", json::array{}}});
  EXPECT_EQ(admin_.find(kAda).error().code, ErrorCode::kNotFound);
}

TEST_F(CognitoUserAdminTest, TwoUsersWithOneEmailAreNotGuessedBetween) {
  caller_.will_refuse("AdminGetUser", "UserNotFoundException");
  caller_.will_answer("ListUsers", {{"Users", json::array{listed("one", kAda), listed("Google_two", kAda)}}});
  EXPECT_EQ(admin_.remove(kAda).error().code, ErrorCode::kConflict);
  EXPECT_THAT(operations(), ElementsAre("AdminGetUser", "ListUsers"));
}

TEST_F(CognitoUserAdminTest, NothingThatIsNoAddressGetsIntoAFilter) {
  for (const char* text : {"", "ada", "a\" or email ^= \"@example.com", "a\\@example.com"}) {
    EXPECT_EQ(admin_.find(text).error().code, ErrorCode::kInvalid) << text;
  }
  EXPECT_THAT(operations(), IsEmpty());
}

TEST_F(CognitoUserAdminTest, RightsAreTakenAwayBeforeOthersAreGivenAndForeignGroupsAreLeft) {
  ada_is_there();
  groups_are({"Managers", "Payroll"});
  caller_.will_answer("AdminRemoveUserFromGroup", {});
  caller_.will_answer("AdminAddUserToGroup", {});
  ASSERT_TRUE(admin_.set_groups(kAda, {Group::kEngineers}));
  EXPECT_THAT(operations(),
              ElementsAre("AdminGetUser", "AdminListGroupsForUser", "AdminRemoveUserFromGroup", "AdminAddUserToGroup"));
  EXPECT_EQ(body_of("AdminRemoveUserFromGroup").at("GroupName"), "Managers");
  EXPECT_EQ(body_of("AdminAddUserToGroup").at("GroupName"), "Engineers");
}

TEST_F(CognitoUserAdminTest, AGroupThatThePoolLacksIsTheConfigurations) {
  ada_is_there();
  groups_are({});
  caller_.will_refuse("AdminAddUserToGroup", "ResourceNotFoundException", "Group not found.");
  const Status set = admin_.set_groups(kAda, {Group::kEngineers});
  EXPECT_EQ(set.error().code, ErrorCode::kConfiguration);
  EXPECT_THAT(set.error().public_text, HasSubstr("lacks a group"));
}

TEST_F(CognitoUserAdminTest, ARemovalThatFindsNobodyAnyMoreIsDone) {
  ada_is_there();
  caller_.will_refuse("AdminDeleteUser", "UserNotFoundException");
  EXPECT_TRUE(admin_.remove(kAda));
  nobody_is_there();
  EXPECT_EQ(admin_.remove(kAda).error().code, ErrorCode::kNotFound);
}

TEST_F(CognitoUserAdminTest, ANewPasswordAndADisabledUserEndAllSessions) {
  ada_is_there(3);
  for (int i = 0; i < 2; ++i) caller_.will_answer("AdminUserGlobalSignOut", {});
  caller_.will_answer("AdminSetUserPassword", {});
  caller_.will_answer("AdminDisableUser", {});
  caller_.will_answer("AdminEnableUser", {});
  EXPECT_TRUE(admin_.reset_password(kAda, Secret("Password-1"), true, test::kTestStart));
  EXPECT_EQ(body_of("AdminSetUserPassword").at("Permanent"), false);
  EXPECT_TRUE(admin_.set_enabled(kAda, false));
  EXPECT_TRUE(admin_.set_enabled(kAda, true));
  EXPECT_THAT(operations(),
              ElementsAre("AdminGetUser", "AdminSetUserPassword", "AdminUserGlobalSignOut", "AdminGetUser",
                          "AdminDisableUser", "AdminUserGlobalSignOut", "AdminGetUser", "AdminEnableUser"));
}

TEST_F(CognitoUserAdminTest, AMissingRightIsNamed) {
  caller_.will_refuse("AdminGetUser", "AccessDeniedException", "User: x is not authorized to perform");
  const auto found = admin_.find(kAda);
  EXPECT_EQ(found.error().code, ErrorCode::kConfiguration);
  EXPECT_THAT(found.error().public_text, HasSubstr("cognito-idp:AdminGetUser"));
}

TEST_F(CognitoUserAdminTest, TheKeysAreNotOursToRotate) {
  const Status rotated = admin_.rotate_signing_key(test::kTestStart);
  EXPECT_EQ(rotated.error().code, ErrorCode::kConfiguration);
  EXPECT_THAT(rotated.error().public_text, HasSubstr("are AWS's"));
}

TEST_F(CognitoUserAdminTest, RandomPasswordsHaveEveryKindOfCharacter) {
  const std::string one = admin_.random_password().reveal();
  EXPECT_THAT(one, testing::StartsWith("Aa1-"));
  EXPECT_EQ(one.size(), 24U);
  EXPECT_NE(one, admin_.random_password().reveal());
}

}  // namespace
}  // namespace curfew::cognito
