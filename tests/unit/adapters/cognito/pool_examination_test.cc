#include "adapters/cognito/pool_examination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "support/aws/scripted_caller.h"
#include "support/published_documents.h"
#include "support/token_signer.h"

namespace curfew::cognito {
namespace {

using boost::json::array;
using boost::json::object;
using testing::HasSubstr;

class PoolExaminationTest : public testing::Test {
 protected:
  PoolExaminationTest() {
    const auto signer = test::TokenSigner::rsa("1");
    published_.at[jwks_url_of(settings_)] = test::jwks_of({&signer});
  }
  void will_describe(object client) {
    caller_.will_answer("DescribeUserPoolClient", {{"UserPoolClient", std::move(client)}});
  }
  void will_describe_good_client() {
    will_describe({{"ExplicitAuthFlows", array{"ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_PASSWORD_AUTH"}}});
  }
  void everything_else_works() {
    for (int i = 0; i < 2; ++i) caller_.will_answer("GetGroup", {{"Group", object{}}});
    caller_.will_answer("ListUsersInGroup", {{"Users", array{}}});
    caller_.will_refuse("AdminGetUser", "UserNotFoundException");
  }
  Diagnosis broken_thing() {
    const auto all = PoolExamination(caller_, published_, settings_).examine();
    EXPECT_EQ(std::ranges::count(all, Health::kBroken, &Diagnosis::health), 1);
    const auto found = std::ranges::find(all, Health::kBroken, &Diagnosis::health);
    return found == all.end() ? Diagnosis{} : *found;
  }

  const CognitoSettings settings_{
      .region = "us-east-1", .user_pool_id = "us-east-1_AbCdEf123", .client_id = "7i4gmqqpr3267"};
  test::ScriptedCaller caller_;
  test::PublishedDocuments published_;
};

TEST_F(PoolExaminationTest, APoolAsItHasToBeWorks) {
  will_describe_good_client();
  everything_else_works();
  for (const Diagnosis& one : PoolExamination(caller_, published_, settings_).examine()) {
    EXPECT_EQ(one.health, Health::kWorks) << one.subject << ": " << one.text;
  }
}

TEST_F(PoolExaminationTest, APoolOrClientThatIsNotThere) {
  caller_.will_refuse("DescribeUserPoolClient", "ResourceNotFoundException");
  everything_else_works();
  EXPECT_THAT(broken_thing().remedy, HasSubstr("sign_in.client_id"));
}

TEST_F(PoolExaminationTest, AClientWithASecretIsNoneForABrowser) {
  will_describe({{"ExplicitAuthFlows", array{"ALLOW_USER_PASSWORD_AUTH"}}, {"ClientSecret", "hush-hush"}});
  everything_else_works();
  const Diagnosis told = broken_thing();
  EXPECT_THAT(told.text, HasSubstr("has a secret"));
  EXPECT_THAT(told.text + told.remedy, testing::Not(HasSubstr("hush-hush")));
}

TEST_F(PoolExaminationTest, AClientAtWhichNobodyMaySignInWithAPassword) {
  will_describe({{"ExplicitAuthFlows", array{"ALLOW_USER_SRP_AUTH"}}});
  everything_else_works();
  EXPECT_THAT(broken_thing().remedy, HasSubstr("ALLOW_USER_PASSWORD_AUTH"));
}

TEST_F(PoolExaminationTest, AGroupThatIsNotThere) {
  will_describe_good_client();
  caller_.will_answer("GetGroup", {{"Group", object{}}});
  caller_.will_refuse("GetGroup", "ResourceNotFoundException");
  everything_else_works();
  EXPECT_EQ(broken_thing().subject, "group Managers");
}

TEST_F(PoolExaminationTest, AMissingRightToListTheManagersBreaksTheServer) {
  will_describe_good_client();
  for (int i = 0; i < 2; ++i) caller_.will_refuse("GetGroup", "AccessDeniedException");
  caller_.will_refuse("ListUsersInGroup", "AccessDeniedException");
  caller_.will_refuse("AdminGetUser", "AccessDeniedException");
  EXPECT_THAT(
      broken_thing().remedy,
      HasSubstr("Add cognito-idp:ListUsersInGroup on arn:aws:cognito-idp:us-east-1:ACCOUNT:userpool/us-east-1_"));
}

TEST_F(PoolExaminationTest, KeysThatAreNotPublished) {
  will_describe_good_client();
  everything_else_works();
  published_.at.clear();
  EXPECT_THAT(broken_thing().subject, HasSubstr("jwks.json"));
}

}  // namespace
}  // namespace curfew::cognito
