#include "adapters/user_pool/pool_sign_in_endpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/adapters/user_pool/pool_fixture.h"

namespace curfew::user_pool {
namespace {

using testing::HasSubstr;

constexpr const char* kInitiateAuth = "AWSCognitoIdentityProviderService.InitiateAuth";

class PoolSignInEndpointTest : public PoolTest {};

TEST_F(PoolSignInEndpointTest, OperationsThatAreNotServedAreUnknown) {
  for (const char* target : {"AWSCognitoIdentityProviderService.SignUp", "AWSCognitoIdentityProviderService.", "",
                             "InitiateAuth", "Other.InitiateAuth", "AWSCognitoIdentityProviderService.initiateauth"}) {
    const Reply reply = call_raw(target, "{}");
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(reply.error, "UnknownOperationException") << target;
  }
}

TEST_F(PoolSignInEndpointTest, WhatIsNoJsonObjectIsNotRead) {
  const std::string deep = R"({"a":)" + std::string(100, '[') + std::string(100, ']') + "}";
  for (const std::string& body :
       {std::string(), std::string("{"), std::string("[]"), std::string("null"), std::string(R"({"a":1}x)"),
        std::string("{\"a\":\"\xFF\"}"), std::string(R"({"ClientId":"a","ClientId":"b"})"), deep,
        R"({"a":")" + std::string(70'000, 'x') + "\"}"}) {
    EXPECT_EQ(call_raw(kInitiateAuth, body).error, "SerializationException") << body.substr(0, 40);
  }
}

TEST_F(PoolSignInEndpointTest, MembersOfAWrongTypeAreNotRead) {
  for (const char* body :
       {R"({"AuthFlow":5,"ClientId":"curfewclient"})", R"({"AuthFlow":"USER_PASSWORD_AUTH","ClientId":["x"]})",
        R"({"AuthFlow":"USER_PASSWORD_AUTH","ClientId":"curfewclient","AuthParameters":"x"})",
        R"({"AuthFlow":"USER_PASSWORD_AUTH","ClientId":"curfewclient","AuthParameters":{"USERNAME":1}})"}) {
    EXPECT_EQ(call_raw(kInitiateAuth, body).error, "SerializationException") << body;
  }
}

TEST_F(PoolSignInEndpointTest, MissingMembersAreNamed) {
  const Reply no_flow = call("InitiateAuth", {{"ClientId", kClient}});
  EXPECT_EQ(no_flow.error, "InvalidParameterException");
  EXPECT_THAT(no_flow.message(), HasSubstr("'authFlow'"));
  EXPECT_THAT(call("InitiateAuth", {{"AuthFlow", "USER_PASSWORD_AUTH"}, {"ClientId", nullptr}}).message(),
              HasSubstr("'clientId'"));
  const json::object without_parameters = {{"AuthFlow", "USER_PASSWORD_AUTH"}, {"ClientId", kClient}};
  EXPECT_EQ(call("InitiateAuth", without_parameters).message(), "Missing required parameter USERNAME");
}

TEST_F(PoolSignInEndpointTest, AnotherClientDoesNotExist) {
  const Reply reply = call("InitiateAuth", {{"AuthFlow", "USER_PASSWORD_AUTH"}, {"ClientId", "other"}});
  EXPECT_EQ(reply.error, "ResourceNotFoundException");
  EXPECT_EQ(reply.message(), "User pool client other does not exist.");
}

TEST_F(PoolSignInEndpointTest, FlowsThatAreNotServedAreNamed) {
  const Reply srp = call("InitiateAuth", {{"AuthFlow", "USER_SRP_AUTH"}, {"ClientId", kClient}});
  EXPECT_EQ(srp.error, "InvalidParameterException");
  EXPECT_EQ(srp.message(), "USER_SRP_AUTH is not enabled for the client.");
  EXPECT_THAT(call("InitiateAuth", {{"AuthFlow", "GUESS"}, {"ClientId", kClient}}).message(),
              HasSubstr("enum value set"));
}

TEST_F(PoolSignInEndpointTest, WhatClientsSendBesidesIsIgnored) {
  add_alice();
  const Reply reply =
      call("InitiateAuth",
           {{"AuthFlow", "USER_PASSWORD_AUTH"},
            {"ClientId", kClient},
            {"ClientMetadata", {{"a", "b"}}},
            {"AnalyticsMetadata", json::object()},
            {"UserContextData", {{"EncodedData", "x"}}},
            {"SomethingNew", json::array{1, 2}},
            {"AuthParameters", {{"USERNAME", kAlice}, {"PASSWORD", kPassword}, {"SECRET_HASH", "ignored"}}}});
  EXPECT_EQ(reply.error, "");
}

TEST_F(PoolSignInEndpointTest, TheJwksDocumentHoldsThePublicKeyThatSignedTheTokens) {
  add_alice();
  const std::string token = alice_signs_in().token("IdToken");
  const json::object header = json::parse(from_base64url(token.substr(0, token.find('.'))).value()).as_object();
  EXPECT_EQ(header.at("alg"), "RS256");

  const auto document = pool_->sign_in_endpoint().jwks();
  ASSERT_TRUE(document);
  const json::value parsed = json::parse(*document);
  const json::array& keys = parsed.as_object().at("keys").as_array();
  ASSERT_EQ(keys.size(), 1U);
  const json::object& key = keys[0].as_object();
  EXPECT_EQ(key.at("kid"), header.at("kid"));
  EXPECT_EQ(key.at("kty"), "RSA");
  EXPECT_EQ(key.at("alg"), "RS256");
  EXPECT_EQ(key.at("use"), "sig");
  EXPECT_EQ(key.at("e"), "AQAB");
  EXPECT_EQ(from_base64url(key.at("n").as_string())->size(), 256U);
  EXPECT_FALSE(key.contains("d"));
}

TEST_F(PoolSignInEndpointTest, AStoreThatFailsIsOurFaultAndTellsNothing) {
  add_alice();
  const Status dropped =
      store_->write([](sqlite_file::Connection& connection) { return connection.run("DROP TABLE pool_failures"); });
  ASSERT_TRUE(dropped);
  const Reply reply = sign_in(kAlice, kPassword);
  EXPECT_EQ(reply.status, 500);
  EXPECT_EQ(reply.error, "InternalErrorException");
  EXPECT_THAT(reply.message(), testing::Not(HasSubstr("pool_failures")));
  EXPECT_THAT(log_.text(), HasSubstr("sign_in_error operation=AWSCognitoIdentityProviderService.InitiateAuth"));
}

TEST_F(PoolSignInEndpointTest, AFloodOfHashesIsAnsweredWithTooManyRequests) {
  add_alice();
  settings_.hashing.at_once = 0;
  settings_.hashing.waiting = 0;
  restart();
  const Reply reply = sign_in(kAlice, kPassword);
  EXPECT_EQ(reply.error, "TooManyRequestsException");
}

TEST_F(PoolSignInEndpointTest, APoolWithoutAnIssuerDoesNotOpen) {
  PoolSettings incomplete = test_settings();
  incomplete.issuer.clear();
  const auto pool = UserPool::open(incomplete, *store_, *sealer_, entropy_, log_, now_);
  ASSERT_FALSE(pool);
  EXPECT_EQ(pool.error().code, ErrorCode::kConfiguration);
}

}  // namespace
}  // namespace curfew::user_pool
