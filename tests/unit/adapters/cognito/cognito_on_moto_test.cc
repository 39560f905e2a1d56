// The adapter over the wire: moto's user pool, its tokens and its keys.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/value_to.hpp>
#include <chrono>

#include "adapters/cognito/approver_directory.h"
#include "adapters/cognito/token_verifier.h"
#include "adapters/cognito/user_admin.h"
#include "adapters/jwt/https_documents.h"
#include "support/aws/aws_client.h"
#include "support/aws/moto.h"
#include "support/fake_clock.h"
#include "support/fake_entropy.h"

namespace curfew::cognito {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::IsEmpty;
using testing_aws::the_moto;

constexpr const char* kAda = "ada@example.com";
constexpr const char* kPassword = "Correct-Horse-7";

class CognitoOnMotoTest : public testing::Test {
 protected:
  void SetUp() override {
    CURFEW_NEEDS_MOTO();
    settings_.user_pool_id = make_pool({{"UsernameAttributes", json::array{"email"}}});
    open();
  }

  static json::object pool_call(std::string_view operation, const json::object& body) {
    return the_moto()->aws("cognito-idp", "AWSCognitoIdentityProviderService." + std::string(operation), body);
  }
  std::string make_pool(json::object pool) {
    pool["PoolName"] = testing_aws::unique_name("pool");
    const json::object made = pool_call("CreateUserPool", pool);
    std::string id = json::value_to<std::string>(made.at("UserPool").at("Id"));
    const json::object client = pool_call(
        "CreateUserPoolClient",
        {{"UserPoolId", id}, {"ClientName", "web"}, {"ExplicitAuthFlows", json::array{"ALLOW_USER_PASSWORD_AUTH"}}});
    settings_.client_id = json::value_to<std::string>(client.at("UserPoolClient").at("ClientId"));
    for (const char* group : {"Engineers", "Managers", "Payroll"}) {
      pool_call("CreateGroup", {{"UserPoolId", id}, {"GroupName", group}});
    }
    return id;
  }
  void open() {
    settings_.region = "us-east-1";
    settings_.jwks_url = the_moto()->url() + "/" + settings_.user_pool_id + "/.well-known/jwks.json";
    settings_.http_to_loopback = true;
    // moto makes tokens by the machine's clock.
    clock_.set(std::chrono::floor<Millis>(std::chrono::system_clock::now()));
    client_ = std::make_unique<testing_aws::AwsClient>(the_moto()->url(), clock_);
    http_ = aws::HttpClient::open({.most_body_bytes = jwt::kLongestDocument}).value();
    documents_ = std::make_unique<jwt::HttpsDocuments>(*http_, true);
    admin_ = std::make_unique<CognitoUserAdmin>(settings_, client_->caller(), entropy_);
  }
  [[nodiscard]] std::unique_ptr<CognitoTokenVerifier> verifier() {
    return CognitoTokenVerifier::open(settings_, *documents_, clock_, log_).value();
  }
  json::object sign_in(const std::string& password) {
    return pool_call("InitiateAuth", {{"AuthFlow", "USER_PASSWORD_AUTH"},
                                      {"ClientId", settings_.client_id},
                                      {"AuthParameters", {{"USERNAME", kAda}, {"PASSWORD", password}}}});
  }
  Secret id_token(const std::string& password = kPassword) {
    return Secret(json::value_to<std::string>(sign_in(password).at("AuthenticationResult").at("IdToken")));
  }
  PoolUser add_ada(const std::vector<Group>& groups, bool temporary = false) {
    auto added = admin_->add(kAda, groups, Secret(kPassword), temporary, clock_.now());
    EXPECT_TRUE(added) << added.error().log_text;
    return added.value_or(PoolUser{});
  }

  CognitoSettings settings_;
  test::FakeClock clock_;
  test::FakeEntropy entropy_;
  test::RecordingLog log_;
  std::unique_ptr<testing_aws::AwsClient> client_;
  std::unique_ptr<aws::HttpClient> http_;
  std::unique_ptr<jwt::HttpsDocuments> documents_;
  std::unique_ptr<CognitoUserAdmin> admin_;
};

TEST_F(CognitoOnMotoTest, WhoIsAddedSignsInAndTheTokenTellsWhoItIs) {
  const PoolUser ada = add_ada({Group::kEngineers, Group::kManagers});
  EXPECT_EQ(ada.status, "CONFIRMED");
  EXPECT_THAT(ada.groups, ElementsAre(Group::kEngineers, Group::kManagers));
  const auto identity = verifier()->verify(id_token(), clock_.now());
  ASSERT_TRUE(identity) << identity.error().log_text;
  EXPECT_EQ(identity->subject, ada.subject);
  EXPECT_EQ(identity->email, kAda);
  EXPECT_TRUE(identity->is_engineer);
  EXPECT_TRUE(identity->is_manager);
}

TEST_F(CognitoOnMotoTest, OtherTokensAreRefused) {
  add_ada({Group::kEngineers});
  const json::object signed_in = sign_in(kPassword);
  const Secret access(json::value_to<std::string>(signed_in.at("AuthenticationResult").at("AccessToken")));
  EXPECT_EQ(verifier()->verify(access, clock_.now()).error().log_text, "token refused: another token_use");
  const Secret id(json::value_to<std::string>(signed_in.at("AuthenticationResult").at("IdToken")));
  EXPECT_TRUE(verifier()->verify(id, clock_.now()));
  EXPECT_EQ(verifier()->verify(id, clock_.now() + std::chrono::hours(2)).error().log_text, "token refused: expired");
  pool_call("AdminUpdateUserAttributes",
            {{"UserPoolId", settings_.user_pool_id},
             {"Username", kAda},
             {"UserAttributes", json::array{json::object{{"Name", "email_verified"}, {"Value", "false"}}}}});
  EXPECT_EQ(verifier()->verify(id_token(), clock_.now()).error().log_text, "token refused: the email is not verified");
  settings_.client_id = "another";
  EXPECT_EQ(verifier()->verify(id, clock_.now()).error().log_text, "token refused: another audience");
}

TEST_F(CognitoOnMotoTest, ATemporaryPasswordHasToBeChanged) {
  EXPECT_EQ(add_ada({Group::kEngineers}, true).status, "FORCE_CHANGE_PASSWORD");
  EXPECT_EQ(sign_in(kPassword).at("ChallengeName"), "NEW_PASSWORD_REQUIRED");
  ASSERT_TRUE(admin_->reset_password(kAda, Secret("Battery-Staple-8"), false, clock_.now()));
  EXPECT_TRUE(verifier()->verify(id_token("Battery-Staple-8"), clock_.now()));
}

TEST_F(CognitoOnMotoTest, GroupsChangeAndForeignOnesStay) {
  add_ada({Group::kManagers});
  const auto user_name = json::value_to<std::string>(
      pool_call("AdminGetUser", {{"UserPoolId", settings_.user_pool_id}, {"Username", kAda}}).at("Username"));
  pool_call("AdminAddUserToGroup",
            {{"UserPoolId", settings_.user_pool_id}, {"Username", user_name}, {"GroupName", "Payroll"}});
  ASSERT_TRUE(admin_->set_groups(kAda, {Group::kEngineers}));
  EXPECT_THAT(admin_->find(kAda)->groups, ElementsAre(Group::kEngineers));
  const json::object groups =
      pool_call("AdminListGroupsForUser", {{"UserPoolId", settings_.user_pool_id}, {"Username", user_name}});
  EXPECT_EQ(groups.at("Groups").as_array().size(), 2U);
  const auto identity = verifier()->verify(id_token(), clock_.now());
  EXPECT_TRUE(identity->is_engineer);
  EXPECT_FALSE(identity->is_manager);
}

TEST_F(CognitoOnMotoTest, WhoIsThereTwiceOrNotAtAllIsSaid) {
  add_ada({Group::kEngineers});
  EXPECT_EQ(admin_->add(kAda, {Group::kEngineers}, Secret(kPassword), false, clock_.now()).error().code,
            ErrorCode::kConflict);
  EXPECT_EQ(admin_->find("eve@example.com").error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(admin_->remove(kAda));
  EXPECT_EQ(admin_->remove(kAda).error().code, ErrorCode::kNotFound);
  EXPECT_THAT(admin_->list().value(), IsEmpty());
}

TEST_F(CognitoOnMotoTest, ListsAreReadToTheirEnd) {
  constexpr int kUsers = 70;  // a page has 60 at most
  for (int i = 0; i < kUsers; ++i) {
    const std::string email = "user" + std::to_string(i) + "@example.com";
    pool_call("AdminCreateUser",
              {{"UserPoolId", settings_.user_pool_id},
               {"Username", email},
               {"UserAttributes", json::array{json::object{{"Name", "email"}, {"Value", email}},
                                              json::object{{"Name", "email_verified"}, {"Value", "true"}}}}});
    pool_call("AdminAddUserToGroup",
              {{"UserPoolId", settings_.user_pool_id}, {"Username", email}, {"GroupName", "Managers"}});
  }
  const auto listed = admin_->list();
  ASSERT_TRUE(listed) << listed.error().log_text;
  EXPECT_EQ(listed->size(), kUsers);
  for (const PoolUser& user : *listed) EXPECT_THAT(user.groups, ElementsAre(Group::kManagers));
  CognitoApproverDirectory approvers(settings_, client_->caller(), clock_);
  EXPECT_EQ(approvers.approvers()->size(), kUsers);
  ASSERT_TRUE(admin_->set_enabled("user3@example.com", false));
  clock_.advance(std::chrono::minutes(1));
  EXPECT_EQ(approvers.approvers()->size(), kUsers - 1);
}

TEST_F(CognitoOnMotoTest, APoolWhoseUserNamesAreNoEmailsWorksToo) {
  settings_.user_pool_id = make_pool({});
  open();
  pool_call("AdminCreateUser",
            {{"UserPoolId", settings_.user_pool_id},
             {"Username", "alovelace"},
             {"UserAttributes", json::array{json::object{{"Name", "email"}, {"Value", kAda}},
                                            json::object{{"Name", "email_verified"}, {"Value", "true"}}}}});
  ASSERT_TRUE(admin_->set_groups(kAda, {Group::kManagers}));
  EXPECT_THAT(admin_->find(kAda)->groups, ElementsAre(Group::kManagers));
  ASSERT_TRUE(admin_->remove(kAda));
  EXPECT_EQ(admin_->find(kAda).error().code, ErrorCode::kNotFound);
}

TEST_F(CognitoOnMotoTest, AWrongPoolIsTheConfigurations) {
  settings_.user_pool_id = "us-east-1_00000000000000000000000000000000";
  open();
  EXPECT_EQ(admin_->find(kAda).error().code, ErrorCode::kConfiguration);
  EXPECT_EQ(admin_->list().error().code, ErrorCode::kConfiguration);
}

TEST_F(CognitoOnMotoTest, KeysComeFromTheConfiguredAddressOrFromNowhere) {
  EXPECT_TRUE(verifier()->warm());
  for (const std::string& url : {std::string("http://127.0.0.1:9/jwks.json"), the_moto()->url() + "/moto-api/nothing",
                                 the_moto()->url() + "/moto-api/data.json"}) {
    settings_.jwks_url = url;
    const Status warmed = verifier()->warm();
    ASSERT_FALSE(warmed) << url;
    EXPECT_EQ(warmed.error().code, ErrorCode::kUnavailable) << url;
  }
  jwt::HttpsDocuments strict(*http_, false);
  EXPECT_EQ(strict.get(the_moto()->url() + "/").error().code, ErrorCode::kConfiguration);
  EXPECT_EQ(strict.get("https://user@example.com/").error().code, ErrorCode::kConfiguration);
}

}  // namespace
}  // namespace curfew::cognito
