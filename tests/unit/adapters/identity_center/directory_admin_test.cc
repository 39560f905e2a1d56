#include "adapters/identity_center/directory_admin.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/aws/scripted_caller.h"
#include "support/recording_log.h"

namespace curfew::identity_center {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kAda = "ada.lovelace@example.com";
constexpr const char* kId = "9067642ac7-2d9b6f3e-6a1c-4f0e-8b7d-0123456789ab";

class AwsDirectoryAdminTest : public testing::Test {
 protected:
  std::vector<std::string> operations() const {
    std::vector<std::string> names;
    for (const test::SeenCall& call : caller_.seen()) names.push_back(call.operation);
    return names;
  }
  void nobody_is_there() {
    for (int i = 0; i < 2; ++i) caller_.will_refuse("GetUserId", "ResourceNotFoundException");
  }
  void ada_is_there() { caller_.will_answer("GetUserId", {{"UserId", kId}}); }
  // Of the first call of that name.
  json::object body_of(const std::string& operation) const {
    for (const test::SeenCall& call : caller_.seen()) {
      if (call.operation == operation) return call.body;
    }
    return {};
  }

  test::ScriptedCaller caller_;
  test::RecordingLog log_;
  AwsDirectoryAdmin admin_{"d-1234567890", caller_, log_};
};

TEST_F(AwsDirectoryAdminTest, WhoIsThereAlreadyIsUsedAsTheyAre) {
  ada_is_there();
  EXPECT_EQ(admin_.add_user(kAda).value().str(), kId);
  EXPECT_THAT(operations(), ElementsAre("GetUserId"));
  caller_.will_refuse("GetUserId", "ResourceNotFoundException");
  ada_is_there();  // by user name
  EXPECT_EQ(admin_.add_user(kAda).value().str(), kId);
}

TEST_F(AwsDirectoryAdminTest, ANewUserIsMadeInOneAttemptAndMarkedAsOurs) {
  nobody_is_there();
  caller_.will_answer("CreateUser", {{"UserId", kId}});
  EXPECT_EQ(admin_.add_user(kAda).value().str(), kId);
  EXPECT_EQ(json::serialize(body_of("CreateUser")),
            R"({"IdentityStoreId":"d-1234567890","UserName":"ada.lovelace@example.com",)"
            R"("DisplayName":"ada.lovelace@example.com","Name":{"GivenName":"ada","FamilyName":"lovelace"},)"
            R"("Emails":[{"Value":"ada.lovelace@example.com","Type":"work","Primary":true}],"UserType":"Curfew"})");
  EXPECT_EQ(caller_.seen().back().attempts, 1);
}

TEST_F(AwsDirectoryAdminTest, AUserThatSomebodyElseMadeJustNowIsFound) {
  nobody_is_there();
  caller_.will_refuse("CreateUser", "ConflictException");
  ada_is_there();
  EXPECT_EQ(admin_.add_user(kAda).value().str(), kId);
}

TEST_F(AwsDirectoryAdminTest, ALostAnswerIsLookedUp) {
  const aws::CallFailure lost{.kind = aws::FailureKind::kLost, .effect = Effect::kMaybe};
  nobody_is_there();
  caller_.will_fail("CreateUser", lost);
  ada_is_there();
  EXPECT_EQ(admin_.add_user(kAda).value().str(), kId);
  nobody_is_there();
  caller_.will_fail("CreateUser", lost);
  nobody_is_there();
  EXPECT_EQ(admin_.add_user(kAda).error().effect, Effect::kMaybe);
}

TEST_F(AwsDirectoryAdminTest, ADirectoryThatIsFilledFromElsewhereSaysWhereToAddTheUser) {
  for (const char* code : {"AccessDeniedException", "ValidationException"}) {
    nobody_is_there();
    caller_.will_refuse("CreateUser", code, "not supported for this identity store");
    const auto added = admin_.add_user(kAda);
    EXPECT_EQ(added.error().code, ErrorCode::kConfiguration);
    EXPECT_THAT(added.error().public_text, HasSubstr("come from an identity provider or Active Directory"));
    EXPECT_THAT(added.error().public_text, HasSubstr("identitystore:CreateUser"));
  }
}

TEST_F(AwsDirectoryAdminTest, OnlyWhomCurfewMadeIsRemoved) {
  ada_is_there();
  caller_.will_answer("DescribeUser", {{"UserId", kId}, {"UserType", "Curfew"}});
  caller_.will_answer("DeleteUser", {});
  EXPECT_TRUE(admin_.remove_user(kAda));
  EXPECT_EQ(body_of("DeleteUser").at("UserId"), kId);
  EXPECT_THAT(log_.events(), IsEmpty());
}

TEST_F(AwsDirectoryAdminTest, AUserWithAccessOfTheirOwnIsLeft) {
  for (const json::object& user :
       {json::object{{"UserId", kId}}, json::object{{"UserId", kId}, {"UserType", "Staff"}}}) {
    ada_is_there();
    caller_.will_answer("DescribeUser", user);
    EXPECT_TRUE(admin_.remove_user(kAda));
  }
  EXPECT_THAT(operations(), ElementsAre("GetUserId", "DescribeUser", "GetUserId", "DescribeUser"));
  EXPECT_THAT(log_.events(), ElementsAre("directory_user_kept", "directory_user_kept"));
}

TEST_F(AwsDirectoryAdminTest, ARemovalMayBeRepeated) {
  nobody_is_there();
  EXPECT_TRUE(admin_.remove_user(kAda));
  ada_is_there();
  caller_.will_answer("DescribeUser", {{"UserType", "Curfew"}});
  caller_.will_refuse("DeleteUser", "ResourceNotFoundException");
  EXPECT_TRUE(admin_.remove_user(kAda));
}

TEST_F(AwsDirectoryAdminTest, WhatCannotBeReadRemovesNobody) {
  ada_is_there();
  caller_.will_refuse("DescribeUser", "AccessDeniedException");
  EXPECT_EQ(admin_.remove_user(kAda).error().code, ErrorCode::kConfiguration);
  EXPECT_THAT(operations(), ElementsAre("GetUserId", "DescribeUser"));
}

TEST_F(AwsDirectoryAdminTest, AnIdThatIsNoneIsNotTaken) {
  caller_.will_answer("GetUserId", {{"UserId", "'; --"}});
  EXPECT_EQ(admin_.add_user(kAda).error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace curfew::identity_center
