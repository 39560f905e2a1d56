#include "adapters/user_pool/jwt_verifier.h"

#include <gtest/gtest.h>

#include <map>

#include "unit/adapters/user_pool/pool_fixture.h"

namespace curfew::user_pool {
namespace {

constexpr const char* kIssuer = "https://issuer.example.com/pool";

class FixedKeys final : public TokenKeys {
 public:
  void add(std::shared_ptr<const RsaKey> key) { keys_[key->kid()] = std::move(key); }
  Result<std::shared_ptr<const RsaKey>> find(const std::string& kid) override {
    if (failing_) return fail(ErrorCode::kUnavailable, "no keys", "the store is away");
    const auto key = keys_.find(kid);
    return key == keys_.end() ? nullptr : key->second;
  }
  void fail_from_now_on() { failing_ = true; }

 private:
  std::map<std::string, std::shared_ptr<const RsaKey>> keys_;
  bool failing_ = false;
};

class JwtVerifierTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { key_ = std::make_shared<const RsaKey>(RsaKey::from_jwk(Secret(kTestKey)).value()); }
  static void TearDownTestSuite() { key_.reset(); }

  void SetUp() override { keys_.add(key_); }

  static json::object good_claims() {
    const std::int64_t now = unix_seconds(floor_seconds(test::kTestStart));
    return {{"sub", "subject-1"},     {"iss", kIssuer},       {"aud", kClient}, {"token_use", "id"}, {"email", kAlice},
            {"email_verified", true}, {"origin_jti", "jti1"}, {"iat", now},     {"exp", now + 3600}};
  }
  static std::string signed_token(const json::object& claims) { return key_->sign(json::serialize(claims)).value(); }

  // Header and payload as given, with a right RS256 signature over a token that has them: for headers that sign()
  // would not write, the signature is of something else, and the header must be refused before it matters.
  static std::string with_header(const std::string& header) {
    const std::string token = signed_token(good_claims());
    return base64url(header) + token.substr(token.find('.'));
  }

  [[nodiscard]] std::expected<TokenClaims, TokenRejection> verify(const std::string& token,
                                                                  TokenUse use = TokenUse::kId) {
    return JwtVerifier({.issuer = kIssuer, .client_id = kClient, .use = use}, keys_).verify(token, now_);
  }
  std::string reason(const std::string& token) {
    const auto claims = verify(token);
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

  static inline std::shared_ptr<const RsaKey> key_;
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

TEST_F(JwtVerifierTest, OtherAlgorithmsAreRefusedBeforeAnythingIsVerified) {
  const std::string kid = R"(","kid":")" + key_->kid() + R"("})";
  for (const char* algorithm : {"none", "None", "HS256", "RS384", "RS512", "PS256", "ES256", "rs256", ""}) {
    EXPECT_EQ(reason(with_header(R"({"alg":")" + std::string(algorithm) + kid)), "another algorithm than RS256");
  }
  EXPECT_EQ(reason(with_header(R"({"kid":")" + key_->kid() + R"("})")), "another algorithm than RS256");
}

TEST_F(JwtVerifierTest, AnHmacKeyedWithThePublicKeyIsRefused) {
  const std::string header = base64url(R"({"alg":"HS256","kid":")" + key_->kid() + R"("})");
  const std::string payload = base64url(json::serialize(good_claims()));
  const std::string signing_input = header + "." + payload;
  const std::string forged = signing_input + "." + base64url(hmac_sha256(key_->public_jwk(), signing_input));
  EXPECT_EQ(reason(forged), "another algorithm than RS256");
}

TEST_F(JwtVerifierTest, AnUnsignedTokenIsRefused) {
  const std::string payload = base64url(json::serialize(good_claims()));
  EXPECT_EQ(reason(base64url(R"({"alg":"none"})") + "." + payload + "."), "another algorithm than RS256");
  EXPECT_EQ(reason(base64url(R"({"alg":"RS256","kid":")" + key_->kid() + R"("})") + "." + payload + "."),
            "the signature is wrong");
}

TEST_F(JwtVerifierTest, OnlyOurKeysCount) {
  const auto stranger = RsaKey::generate().value();
  EXPECT_EQ(reason(stranger.sign(json::serialize(good_claims())).value()), "a kid that is not ours");
  EXPECT_EQ(reason(with_header(R"({"alg":"RS256"})")), "no kid");
  EXPECT_EQ(reason(with_header(R"({"alg":"RS256","kid":7})")), "no kid");
  EXPECT_EQ(reason(with_header(R"({"alg":"RS256","kid":"' OR 1=1"})")), "a kid that is not ours");
}

TEST_F(JwtVerifierTest, AKeyInTheHeaderIsNotUsed) {
  const auto stranger = RsaKey::generate().value();
  const std::string header =
      base64url(R"({"alg":"RS256","kid":")" + key_->kid() + R"(","jwk":)" + stranger.public_jwk() + "}");
  const std::string forged = stranger.sign(json::serialize(good_claims())).value();
  EXPECT_EQ(reason(header + forged.substr(forged.find('.'))), "the signature is wrong");
}

TEST_F(JwtVerifierTest, CriticalExtensionsAndDoubleKeysAreRefused) {
  const std::string kid = R"("kid":")" + key_->kid() + R"(")";
  EXPECT_EQ(reason(with_header(R"({"alg":"RS256",)" + kid + R"(,"crit":["exp"]})")), "crit");
  EXPECT_EQ(reason(with_header(R"({"alg":"none","alg":"RS256",)" + kid + "}")), "the header does not parse");
  EXPECT_EQ(reason(key_->sign(R"({"sub":"a","sub":"b"})").value()), "the payload does not parse");
  EXPECT_EQ(reason(key_->sign("[]").value()), "the payload does not parse");
  EXPECT_EQ(reason(key_->sign("not json").value()), "the payload does not parse");
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

TEST_F(JwtVerifierTest, OtherIssuersAudiencesAndUsesAreRefused) {
  EXPECT_EQ(reason_with("iss", "https://evil.example.com"), "another issuer");
  EXPECT_EQ(reason_with("iss", json::value(std::string(kIssuer) + "/")), "another issuer");
  EXPECT_EQ(reason_without("iss"), "another issuer");
  EXPECT_EQ(reason_with("aud", "someone-else"), "another audience");
  EXPECT_EQ(reason_with("aud", json::array{kClient, "someone-else"}), "another audience");
  EXPECT_EQ(reason_without("aud"), "another audience");
  EXPECT_EQ(reason_with("token_use", "access"), "another token_use");
  EXPECT_EQ(reason_without("token_use"), "another token_use");
}

TEST_F(JwtVerifierTest, AnAccessTokenNamesItsClientInClientId) {
  json::object claims = good_claims();
  claims["token_use"] = "access";
  EXPECT_FALSE(verify(signed_token(claims), TokenUse::kAccess));
  claims["client_id"] = kClient;
  EXPECT_TRUE(verify(signed_token(claims), TokenUse::kAccess));
  EXPECT_FALSE(verify(signed_token(claims), TokenUse::kId));
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

TEST_F(JwtVerifierTest, TheEmailMustBeVerified) {
  EXPECT_EQ(reason_with("email_verified", false), "the email is not verified");
  EXPECT_EQ(reason_with("email_verified", "true"), "the email is not verified");
  EXPECT_EQ(reason_without("email_verified"), "the email is not verified");
  EXPECT_EQ(reason_without("email"), "no email");
  json::object claims = good_claims();
  claims["email_verified"] = false;
  const JwtVerifier lenient({.issuer = kIssuer, .client_id = kClient, .require_verified_email = false}, keys_);
  EXPECT_TRUE(lenient.verify(signed_token(claims), now_));
}

TEST_F(JwtVerifierTest, SubjectAndSignInMustBeNamed) {
  EXPECT_EQ(reason_without("sub"), "no sub or no origin_jti");
  EXPECT_EQ(reason_with("sub", ""), "no sub or no origin_jti");
  EXPECT_EQ(reason_without("origin_jti"), "no sub or no origin_jti");
}

TEST_F(JwtVerifierTest, KeysThatCannotBeReadAreNoVerdictOnTheToken) {
  keys_.fail_from_now_on();
  const auto claims = verify(signed_token(good_claims()));
  ASSERT_FALSE(claims);
  EXPECT_EQ(claims.error().kind, TokenRejection::Kind::kUnavailable);
}

// RFC 7638 section 3.1: the example key and its thumbprint.
TEST(RsaKeyTest, IsNamedByItsThumbprint) {
  const auto key = RsaKey::from_jwk(Secret(
      R"({"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECP)"
      R"(ebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8)"
      R"(KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqb)"
      R"(w0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"})"));
  ASSERT_TRUE(key) << key.error().log_text;
  EXPECT_EQ(key->kid(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}

TEST(RsaKeyTest, OtherKeysThanRsaOf2048BitsAreRefused) {
  for (const char* jwk :
       {R"({"kty":"oct","k":"c2VjcmV0"})", "{}", "", "not json",
        R"({"kty":"RSA","n":"sXchDaQebHnPiGvyDOAT4saGEUetSyo9MKLOoWFsueri23bOdgWp4Dy1Wl)"
        R"(UzewbgBHod5pcM9H95GQRV3JDXboIRROSBigeC5yjU1hGzHHyXss8UDprecbAYxknTcQkhslANGRUZmdTOQ5qTRsLAt6BTYu)"
        R"(yvVRdhS8exSZEy_c4gs_7svlJJQ4H9_NxsiIoLwAEk7-Q3UXERGYw_75IDrGA84-lA_-Ct4eTlXHBIY2EaV7t7LjJaynVJCp)"
        R"(kv4LKjTTAumiGUIuQhrNhZLuF_RJLqHpM2kgWFLU7-VTdL1VbC2tejvcI2BlMkEpk1BzBZI0KQB0GaDWFLN-aEAw3vRw"})"}) {
    EXPECT_FALSE(RsaKey::from_jwk(Secret(jwk))) << jwk;
  }
}

}  // namespace
}  // namespace curfew::user_pool
