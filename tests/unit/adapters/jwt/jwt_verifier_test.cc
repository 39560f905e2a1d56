#include "adapters/jwt/jwt_verifier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <limits>
#include <optional>

#include "base/digest.h"
#include "support/fake_clock.h"
#include "support/token_signer.h"
#include "unit/adapters/jwt/fixed_keys.h"

namespace curfew::jwt {
namespace {

namespace json = boost::json;
using std::chrono::seconds;
using test::TokenSigner;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kIssuer = "https://issuer.example.com/pool";
constexpr const char* kClient = "curfewclient";
constexpr const char* kAlice = "alice@example.com";

class JwtVerifierTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    rsa_.emplace(TokenSigner::rsa("key-1"));
    ec_.emplace(TokenSigner::p256("key-2"));
  }
  static void TearDownTestSuite() {
    rsa_.reset();
    ec_.reset();
  }

  void SetUp() override {
    keys_.publish(*rsa_);
    keys_.publish(*ec_);
  }

  static json::object good_claims() {
    const std::int64_t now = unix_seconds(floor_seconds(test::kTestStart));
    return {{"sub", "subject-1"},     {"iss", kIssuer},       {"aud", kClient}, {"token_use", "id"}, {"email", kAlice},
            {"email_verified", true}, {"origin_jti", "jti1"}, {"iat", now},     {"exp", now + 3600}};
  }
  static std::string signed_token(const json::object& claims) { return rsa_->token(claims); }
  // Good claims under a header that is not ours, signed for just that.
  static std::string with_header(const std::string& header) {
    return rsa_->token(header, json::serialize(good_claims()));
  }

  static TokenRules rules() { return {.issuer = kIssuer, .client_id = kClient, .use = TokenUse::kId}; }
  [[nodiscard]] std::expected<TokenClaims, TokenRejection> verify(const std::string& token,
                                                                  const TokenRules& by = rules()) {
    return JwtVerifier(by, keys_).verify(token, now_);
  }
  std::string reason(const std::string& token, const TokenRules& by = rules()) {
    const auto claims = verify(token, by);
    return claims ? "accepted" : claims.error().reason;
  }
  std::string reason_with(const char* name, const json::value& value) {
    json::object claims = good_claims();
    claims[name] = value;
    return reason(signed_token(claims));
  }
  std::string reason_without(const char* name) {
    json::object claims = good_claims();
    claims.erase(name);
    return reason(signed_token(claims));
  }

  static inline std::optional<TokenSigner> rsa_;
  static inline std::optional<TokenSigner> ec_;
  FixedKeys keys_;
  Instant now_ = test::kTestStart;
};

TEST_F(JwtVerifierTest, AGoodTokenSaysWhatItSays) {
  const auto claims = verify(signed_token(good_claims()));
  ASSERT_TRUE(claims) << claims.error().reason;
  EXPECT_EQ(claims->subject.str(), "subject-1");
  EXPECT_EQ(claims->origin_jti, "jti1");
  EXPECT_EQ(claims->email, kAlice);
}

TEST_F(JwtVerifierTest, BothAlgorithmsAreTaken) {
  EXPECT_EQ(reason(rsa_->token(good_claims())), "accepted");
  EXPECT_EQ(reason(ec_->token(good_claims())), "accepted");
}

TEST_F(JwtVerifierTest, OtherAlgorithmsAreRefusedBeforeAnythingIsVerified) {
  for (const char* algorithm : {"none", "None", "HS256", "RS384", "RS512", "PS256", "ES384", "rs256", ""}) {
    EXPECT_EQ(reason(with_header(R"({"alg":")" + std::string(algorithm) + R"(","kid":"key-1"})")),
              "another algorithm than RS256 and ES256");
  }
  EXPECT_EQ(reason(with_header(R"({"kid":"key-1"})")), "another algorithm than RS256 and ES256");
}

TEST_F(JwtVerifierTest, AKeyIsForOneAlgorithmWhateverTheTokenSays) {
  EXPECT_EQ(reason(with_header(R"({"alg":"ES256","kid":"key-1"})")), "another algorithm than the key's");
  EXPECT_EQ(reason(with_header(R"({"alg":"RS256","kid":"key-2"})")), "another algorithm than the key's");
  EXPECT_EQ(reason(with_header(R"({"alg":"ES256","kid":"key-2"})")), "the signature is wrong");
}

TEST_F(JwtVerifierTest, AnHmacKeyedWithThePublicKeyIsRefused) {
  const std::string payload = base64url(json::serialize(good_claims()));
  for (const char* algorithm : {"HS256", "RS256"}) {
    const std::string input = base64url(R"({"alg":")" + std::string(algorithm) + R"(","kid":"key-1"})") + "." + payload;
    const std::string forged = input + "." + base64url(hmac_sha256(json::serialize(rsa_->jwk()), input));
    EXPECT_NE(reason(forged), "accepted");
  }
}

TEST_F(JwtVerifierTest, AnUnsignedTokenIsRefused) {
  const std::string payload = base64url(json::serialize(good_claims()));
  EXPECT_EQ(reason(base64url(R"({"alg":"none"})") + "." + payload + "."), "another algorithm than RS256 and ES256");
  for (const TokenSigner* signer : {&*rsa_, &*ec_}) {
    const std::string token = signer->token(good_claims());
    EXPECT_EQ(reason(token.substr(0, token.rfind('.') + 1)), "the signature is wrong");
  }
}

TEST_F(JwtVerifierTest, AnEs256SignatureHasExactly64BytesAndIsNotZero) {
  const std::string token = ec_->token(good_claims());
  const std::string input = token.substr(0, token.rfind('.') + 1);
  const std::string signature = from_base64url(token.substr(token.rfind('.') + 1)).value();
  EXPECT_EQ(reason(input + base64url(signature)), "accepted");
  // The same two numbers with zeros before them.
  const std::string longer =
      std::string(1, '\0') + signature.substr(0, 32) + std::string(1, '\0') + signature.substr(32);
  EXPECT_EQ(reason(input + base64url(longer)), "the signature is wrong");
  EXPECT_EQ(reason(input + base64url(std::string(64, '\0'))), "the signature is wrong");
  EXPECT_EQ(reason(input + base64url(signature.substr(32) + signature.substr(0, 32))), "the signature is wrong");
}

TEST_F(JwtVerifierTest, NoByteOfATokenCanBeChanged) {
  for (const TokenSigner* signer : {&*rsa_, &*ec_}) {
    const std::string token = signer->token(good_claims());
    for (std::size_t i = 0; i < token.size(); i += 5) {
      std::string forged = token;
      forged[i] = static_cast<char>(static_cast<unsigned char>(forged[i]) ^ 1U);
      EXPECT_NE(reason(forged), "accepted") << "byte " << i;
    }
  }
}

TEST_F(JwtVerifierTest, OnlyTheIssuersKeysCount) {
  const TokenSigner stranger = TokenSigner::p256("key-3");
  EXPECT_EQ(reason(stranger.token(good_claims())), "a kid that is not the issuer's");
  EXPECT_EQ(reason(TokenSigner::p256("key-2").token(good_claims())), "the signature is wrong");
  EXPECT_EQ(reason(with_header(R"({"alg":"RS256"})")), "no kid");
  EXPECT_EQ(reason(with_header(R"({"alg":"RS256","kid":7})")), "no kid");
  EXPECT_EQ(reason(with_header(R"({"alg":"RS256","kid":"' OR 1=1"})")), "a kid that is not the issuer's");
}

TEST_F(JwtVerifierTest, AKeyInTheHeaderIsNotUsed) {
  const TokenSigner stranger = TokenSigner::p256("key-2");
  const json::object header = {
      {"alg", "ES256"}, {"kid", "key-2"}, {"jwk", stranger.jwk()}, {"jku", "https://evil.example.com/jwks.json"}};
  EXPECT_EQ(reason(stranger.token(json::serialize(header), json::serialize(good_claims()))), "the signature is wrong");
}

TEST_F(JwtVerifierTest, CriticalExtensionsAndDoubleKeysAreRefused) {
  const std::string kid = R"("kid":"key-1")";
  const std::string header = R"({"alg":"RS256",)" + kid + "}";
  EXPECT_EQ(reason(with_header(R"({"alg":"RS256",)" + kid + R"(,"crit":["exp"]})")), "crit");
  EXPECT_EQ(reason(with_header(R"({"alg":"none","alg":"RS256",)" + kid + "}")), "the header does not parse");
  EXPECT_EQ(reason(rsa_->token(header, R"({"sub":"a","sub":"b"})")), "the payload does not parse");
  EXPECT_EQ(reason(rsa_->token(header, "[]")), "the payload does not parse");
  EXPECT_EQ(reason(rsa_->token(header, "not json")), "the payload does not parse");
}

TEST_F(JwtVerifierTest, OnlyTheOneSpellingOfATokenIsRead) {
  const std::string token = signed_token(good_claims());
  for (const std::string& spelling : {token + "=", token + "\n", " " + token, token + ".", "." + token}) {
    EXPECT_NE(reason(spelling), "accepted");
  }
  // The last character of a 256-byte signature carries four bits that say nothing; they must be zero.
  std::string other = token;
  other.back() = static_cast<char>(other.back() + 1);
  EXPECT_EQ(reason(other), "not canonical base64url");
  EXPECT_EQ(reason(std::string(20'000, 'a')), "longer than 16 KiB");
  EXPECT_EQ(reason(""), "not three parts");
  EXPECT_EQ(reason("a.b"), "not three parts");
}

TEST_F(JwtVerifierTest, OtherIssuersAndUsesAreRefused) {
  EXPECT_EQ(reason_with("iss", "https://evil.example.com"), "another issuer");
  EXPECT_EQ(reason_with("iss", json::value(std::string(kIssuer) + "/")), "another issuer");
  EXPECT_EQ(reason_without("iss"), "another issuer");
  EXPECT_EQ(reason_with("token_use", "access"), "another token_use");
  EXPECT_EQ(reason_without("token_use"), "another token_use");
}

TEST_F(JwtVerifierTest, AnIssuerWithoutTokenUseNeedNotHaveIt) {
  json::object claims = good_claims();
  claims.erase("token_use");
  claims.erase("origin_jti");
  const TokenRules other_issuer = {.issuer = kIssuer, .client_id = kClient};
  EXPECT_EQ(reason(signed_token(claims), other_issuer), "accepted");
  EXPECT_EQ(verify(signed_token(claims), other_issuer)->origin_jti, "");
}

// OpenID Connect Core section 3.1.3.7.
TEST_F(JwtVerifierTest, TheAudienceIsTheClientOrAListThatNamesIt) {
  EXPECT_EQ(reason_with("aud", kClient), "accepted");
  EXPECT_EQ(reason_with("aud", json::array{kClient}), "accepted");
  EXPECT_EQ(reason_with("aud", "someone-else"), "another audience");
  EXPECT_EQ(reason_with("aud", json::array{"someone-else"}), "another audience");
  EXPECT_EQ(reason_with("aud", json::array{}), "another audience");
  EXPECT_EQ(reason_with("aud", json::array{kClient, 7}), "another audience");
  EXPECT_EQ(reason_with("aud", nullptr), "another audience");
  EXPECT_EQ(reason_without("aud"), "another audience");
}

TEST_F(JwtVerifierTest, WithSeveralAudiencesTheAuthorizedPartyMustBeTheClient) {
  json::object claims = good_claims();
  claims["aud"] = json::array{kClient, "someone-else"};
  EXPECT_EQ(reason(signed_token(claims)), "another audience");
  claims["azp"] = "someone-else";
  EXPECT_EQ(reason(signed_token(claims)), "another audience");
  claims["azp"] = kClient;
  EXPECT_EQ(reason(signed_token(claims)), "accepted");
  EXPECT_EQ(reason_with("azp", "someone-else"), "another audience");
}

TEST_F(JwtVerifierTest, AnAccessTokenNamesItsClientInClientId) {
  TokenRules access = rules();
  access.use = TokenUse::kAccess;
  json::object claims = good_claims();
  claims["token_use"] = "access";
  EXPECT_EQ(reason(signed_token(claims), access), "another audience");
  claims["client_id"] = kClient;
  EXPECT_EQ(reason(signed_token(claims), access), "accepted");
  EXPECT_EQ(reason(signed_token(claims)), "another token_use");
}

TEST_F(JwtVerifierTest, GroupsAreReadFromTheClaimThatTheRulesName) {
  TokenRules with_groups = rules();
  with_groups.groups_claim = "cognito:groups";
  const auto groups = [&](const json::value& value) {
    json::object claims = good_claims();
    claims["cognito:groups"] = value;
    return verify(signed_token(claims), with_groups)->groups;
  };
  EXPECT_THAT(groups(json::array{"Engineers", "Managers"}), ElementsAre("Engineers", "Managers"));
  EXPECT_THAT(groups("Managers"), ElementsAre("Managers"));
  EXPECT_THAT(groups(json::array{}), IsEmpty());
  // What is of another form gives no rights.
  EXPECT_THAT(groups(json::array{"Managers", 7}), IsEmpty());
  EXPECT_THAT(groups(json::object{{"Managers", true}}), IsEmpty());
  EXPECT_THAT(groups(nullptr), IsEmpty());
  json::object claims = good_claims();
  claims["cognito:groups"] = json::array{"Managers"};
  EXPECT_THAT(verify(signed_token(claims))->groups, IsEmpty());
}

TEST_F(JwtVerifierTest, ExpiryIsHeldWithThirtySecondsOfSkew) {
  const std::string token = signed_token(good_claims());
  now_ += seconds(3600 + 30) - Millis(1);
  EXPECT_EQ(reason(token), "accepted");
  now_ += Millis(1);
  const auto late = verify(token);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, TokenRejection::Kind::kExpired);
}

TEST_F(JwtVerifierTest, TokensOfTheFutureAreRefused) {
  const std::int64_t now = unix_seconds(floor_seconds(now_));
  EXPECT_EQ(reason_with("iat", now + 30), "accepted");
  EXPECT_EQ(reason_with("iat", now + 31), "issued in the future");
  EXPECT_EQ(reason_with("nbf", now + 30), "accepted");
  EXPECT_EQ(reason_with("nbf", now + 31), "not good yet");
  EXPECT_EQ(reason_with("nbf", "soon"), "not good yet");
}

TEST_F(JwtVerifierTest, TimesMustBeThereAndBeWholeNumbers) {
  EXPECT_EQ(reason_without("exp"), "no exp or no iat");
  EXPECT_EQ(reason_without("iat"), "no exp or no iat");
  EXPECT_EQ(reason_with("exp", "4102444800"), "no exp or no iat");
  EXPECT_EQ(reason_with("exp", 1e300), "no exp or no iat");
  EXPECT_EQ(reason_with("exp", std::numeric_limits<std::int64_t>::max()), "accepted");
  EXPECT_EQ(reason_with("exp", std::numeric_limits<std::int64_t>::min()), "expired");
  EXPECT_EQ(reason_with("iat", std::numeric_limits<std::int64_t>::max()), "issued in the future");
}

TEST_F(JwtVerifierTest, TheEmailMustBeThereAndVerified) {
  EXPECT_EQ(reason_with("email_verified", false), "the email is not verified");
  EXPECT_EQ(reason_with("email_verified", "true"), "the email is not verified");
  EXPECT_EQ(reason_without("email_verified"), "the email is not verified");
  EXPECT_EQ(reason_without("email"), "no email");
  EXPECT_EQ(reason_with("email", "alice@example.com\r\nBcc: eve@example.com"), "the email is no plain address");
  TokenRules lenient = rules();
  lenient.require_verified_email = false;
  json::object claims = good_claims();
  claims.erase("email_verified");
  EXPECT_EQ(reason(signed_token(claims), lenient), "accepted");
}

TEST_F(JwtVerifierTest, TheSubjectMustBeNamed) {
  const std::string refused = "no sub, or none that can be one";
  EXPECT_EQ(reason_without("sub"), refused);
  EXPECT_EQ(reason_with("sub", ""), refused);
  EXPECT_EQ(reason_with("sub", 7), refused);
  EXPECT_EQ(reason_with("sub", "two\nlines"), refused);
  EXPECT_EQ(reason_with("sub", json::value(std::string(256, 's'))), refused);
  EXPECT_EQ(reason_with("sub", json::value(std::string(255, 's'))), "accepted");
}

TEST_F(JwtVerifierTest, ClaimsStandWhileTheirKeyDoes) {
  const auto claims = verify(ec_->token(good_claims()));
  ASSERT_TRUE(claims);
  const JwtVerifier verifier(rules(), keys_);
  EXPECT_TRUE(verifier.still_stand(*claims, now_));
  EXPECT_EQ(verifier.still_stand(*claims, now_ + seconds(3630)).error().kind, TokenRejection::Kind::kExpired);
  keys_.publish(TokenSigner::p256("key-2"));
  EXPECT_EQ(verifier.still_stand(*claims, now_).error().reason, "the key has been replaced");
  keys_.withdraw("key-2");
  EXPECT_EQ(verifier.still_stand(*claims, now_).error().reason, "a kid that is not the issuer's");
}

TEST_F(JwtVerifierTest, KeysThatCannotBeReadAreNoVerdictOnTheToken) {
  keys_.fail_from_now_on();
  const auto claims = verify(signed_token(good_claims()));
  ASSERT_FALSE(claims);
  EXPECT_EQ(claims.error().kind, TokenRejection::Kind::kUnavailable);
}

}  // namespace
}  // namespace curfew::jwt
