#include "adapters/cognito/approver_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/aws/scripted_caller.h"
#include "support/fake_clock.h"
#include "unit/adapters/cognito/cognito_script.h"

namespace curfew::cognito {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;

class CognitoApproverDirectoryTest : public testing::Test {
 protected:
  static CognitoSettings settings() {
    return {
        .region = "us-east-1", .user_pool_id = "us-east-1_Abc", .client_id = "client", .managers_group = "team-leads"};
  }
  void managers_are(const json::array& users) { caller_.will_answer("ListUsersInGroup", {{"Users", users}}); }

  test::ScriptedCaller caller_;
  test::FakeClock clock_;
  CognitoApproverDirectory directory_{settings(), caller_, clock_};
};

TEST_F(CognitoApproverDirectoryTest, AreTheEnabledMembersWithAVerifiedEmailEachOnce) {
  caller_.will_answer(
      "ListUsersInGroup",
      {{"Users", json::array{listed("mia", "mia@example.com"), listed("off", "off@example.com", true, false)}},
       {"NextToken", "2"}});
  caller_.will_answer("ListUsersInGroup", {{"Users", json::array{}}, {"NextToken", "3"}});
  managers_are({listed("max", "max@example.com"), listed("new", "new@example.com", false), listed("no", ""),
                listed("Google_mia", "MIA@example.com")});
  EXPECT_THAT(directory_.approvers().value(), ElementsAre("mia@example.com", "max@example.com"));
  EXPECT_EQ(caller_.seen()[0].body.at("GroupName"), "team-leads");
  EXPECT_EQ(caller_.seen()[2].body.at("NextToken"), "3");
}

TEST_F(CognitoApproverDirectoryTest, AreAskedForOnceAMinute) {
  managers_are({listed("mia", "mia@example.com")});
  managers_are({listed("max", "max@example.com")});
  for (int i = 0; i < 5; ++i) EXPECT_THAT(directory_.approvers().value(), ElementsAre("mia@example.com"));
  clock_.advance(seconds(60));
  EXPECT_THAT(directory_.approvers().value(), ElementsAre("max@example.com"));
  clock_.advance(-seconds(1));  // a clock that is set back keeps no list alive
  managers_are({});
  EXPECT_TRUE(directory_.approvers().value().empty());
}

TEST_F(CognitoApproverDirectoryTest, AFailureIsNotRemembered) {
  caller_.will_refuse("ListUsersInGroup", "ResourceNotFoundException", "Group not found.");
  EXPECT_EQ(directory_.approvers().error().code, ErrorCode::kUnavailable);
  managers_are({listed("mia", "mia@example.com")});
  EXPECT_THAT(directory_.approvers().value(), ElementsAre("mia@example.com"));
}

TEST_F(CognitoApproverDirectoryTest, MayHaveUnverifiedAddressesWhereTheConfigurationSaysSo) {
  CognitoSettings lenient = settings();
  lenient.require_verified_email = false;
  CognitoApproverDirectory directory(lenient, caller_, clock_);
  managers_are({listed("new", "new@example.com", false)});
  EXPECT_THAT(directory.approvers().value(), ElementsAre("new@example.com"));
}

}  // namespace
}  // namespace curfew::cognito
