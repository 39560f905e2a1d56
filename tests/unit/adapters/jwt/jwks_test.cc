#include "adapters/jwt/jwks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "base/digest.h"
#include "support/token_signer.h"

namespace curfew::jwt {
namespace {

namespace json = boost::json;
using test::TokenSigner;
using testing::ElementsAre;
using testing::IsEmpty;

KeySet parse(const json::array& keys) {
  auto set = parse_jwks(json::serialize(json::object{{"keys", keys}}));
  EXPECT_TRUE(set);
  return set.value_or(KeySet{});
}

// Why a key is left out; empty when it is not.
std::string left_out(const json::object& jwk) {
  const KeySet set = parse({jwk});
  EXPECT_EQ(set.keys.size() + set.left_out.size(), 1U);
  return set.left_out.empty() ? "" : set.left_out[0];
}

template <class Value>
json::object with(json::object jwk, const char* name, const Value& value) {
  jwk[name] = value;
  return jwk;
}

json::object without(json::object jwk, const char* name) {
  jwk.erase(name);
  return jwk;
}

class JwksTest : public testing::Test {
 protected:
  json::object rsa_ = TokenSigner::rsa("rsa").jwk();
  json::object ec_ = TokenSigner::p256("ec").jwk();
};

TEST_F(JwksTest, HoldsKeysOfBothKinds) {
  const KeySet set = parse({rsa_, ec_});
  ASSERT_EQ(set.keys.size(), 2U);
  EXPECT_THAT(set.left_out, IsEmpty());
  EXPECT_EQ(set.keys.at("rsa")->algorithm(), Algorithm::kRs256);
  EXPECT_EQ(set.keys.at("ec")->algorithm(), Algorithm::kEs256);
}

TEST_F(JwksTest, KeysOfUnknownKindsAreSkippedAndTheOthersKept) {
  const KeySet set = parse({json::object{{"kty", "OKP"}, {"kid", "new"}, {"crv", "Ed25519"}, {"x", "AA"}},
                            json::object{{"kty", "oct"}, {"kid", "secret"}}, json::object{{"kid", "none"}}, ec_});
  EXPECT_EQ(set.keys.size(), 1U);
  EXPECT_THAT(set.left_out,
              ElementsAre("new: a kty that is neither RSA nor EC", "secret: a kty that is neither RSA nor EC",
                          "none: a kty that is neither RSA nor EC"));
}

TEST_F(JwksTest, WeakRsaKeysAreLeftOut) {
  EXPECT_EQ(left_out(TokenSigner::rsa("weak", 1024).jwk()), "weak: an RSA key of 1024 bits is too weak");
  // Zeros before it make a number no longer.
  const std::string padded =
      std::string(128, '\0') + from_base64url(TokenSigner::rsa("w", 1024).jwk()["n"].as_string()).value();
  EXPECT_EQ(left_out(with(rsa_, "n", base64url(padded))), "rsa: an RSA key of 1024 bits is too weak");
  EXPECT_EQ(left_out(with(rsa_, "n", base64url(std::string(1025, '\x7F')))),
            "rsa: an RSA key of 8199 bits is too long");
}

TEST_F(JwksTest, ExponentsWithWhichAnybodyCouldSignAreLeftOut) {
  for (const std::string& exponent : {std::string("\x01"), std::string("\x03"), std::string("\x01\x00\x00", 3),
                                      std::string("\xFF\xFF"), std::string(33, '\x01'), std::string(1, '\0')}) {
    EXPECT_EQ(left_out(with(rsa_, "e", base64url(exponent))), "rsa: an RSA key with an unsafe exponent");
  }
  EXPECT_EQ(left_out(without(rsa_, "e")), "rsa: an RSA key without n or e");
  EXPECT_EQ(left_out(with(rsa_, "n", "not base64url!")), "rsa: an RSA key without n or e");
}

TEST_F(JwksTest, PointsThatAreNotOnTheCurveAreLeftOut) {
  EXPECT_THAT(left_out(with(ec_, "x", base64url(std::string(32, '\x01')))), testing::StartsWith("ec: no key"));
  EXPECT_EQ(left_out(with(ec_, "x", base64url(std::string(31, '\x01')))),
            "ec: a point without two coordinates of 32 bytes");
  EXPECT_EQ(left_out(without(ec_, "y")), "ec: a point without two coordinates of 32 bytes");
  EXPECT_EQ(left_out(with(ec_, "crv", "P-384")), "ec: a curve that is not P-256");
  EXPECT_EQ(left_out(with(ec_, "crv", "secp256k1")), "ec: a curve that is not P-256");
}

TEST_F(JwksTest, AKeyWhosePrivateHalfWasPublishedIsNotTrusted) {
  EXPECT_EQ(left_out(with(rsa_, "d", "AA")), "rsa: a private member: d");
  EXPECT_EQ(left_out(with(rsa_, "qi", "AA")), "rsa: a private member: qi");
  EXPECT_EQ(left_out(with(ec_, "d", nullptr)), "ec: a private member: d");
}

TEST_F(JwksTest, KeysForSomethingElseAreLeftOut) {
  EXPECT_EQ(left_out(with(rsa_, "use", "enc")), "rsa: not for checking RS256");
  EXPECT_EQ(left_out(with(rsa_, "use", 7)), "rsa: not for checking RS256");
  EXPECT_EQ(left_out(with(rsa_, "alg", "PS256")), "rsa: not for checking RS256");
  EXPECT_EQ(left_out(with(rsa_, "alg", "RSA-OAEP")), "rsa: not for checking RS256");
  EXPECT_EQ(left_out(with(ec_, "alg", "RS256")), "ec: not for checking ES256");
  EXPECT_EQ(left_out(with(ec_, "key_ops", json::array{"sign"})), "ec: not for checking ES256");
  EXPECT_EQ(left_out(with(ec_, "key_ops", json::array{"verify"})), "");
  // Both may be missing, as with Microsoft's: then the kind says it.
  EXPECT_EQ(left_out(without(without(rsa_, "alg"), "use")), "");
}

TEST_F(JwksTest, AKidMustBeThereAndMeanOneKey) {
  EXPECT_EQ(left_out(without(rsa_, "kid")), "a key without a kid");
  EXPECT_EQ(left_out(with(rsa_, "kid", std::string(256, 'k'))), "a key without a kid");
  const KeySet set = parse({rsa_, with(ec_, "kid", "rsa"), ec_, with(ec_, "kid", "rsa")});
  EXPECT_EQ(set.keys.size(), 1U);
  EXPECT_TRUE(set.keys.contains("ec"));
  EXPECT_THAT(set.left_out, ElementsAre("rsa: twice", "rsa: twice"));
}

TEST_F(JwksTest, OtherDocumentsAreNone) {
  for (const char* document : {"", "[]", "{}", R"({"keys":{}})", R"({"keys":[1]})", R"({"keys":[],"keys":[]})",
                               R"({"keys":[]} )"
                               "x",
                               "<html></html>"}) {
    EXPECT_FALSE(parse_jwks(document)) << document;
  }
  EXPECT_TRUE(parse_jwks(R"({"keys":[]})"));
  json::array many(kMostKeys + 1, ec_);
  EXPECT_FALSE(parse_jwks(json::serialize(json::object{{"keys", many}})));
}

}  // namespace
}  // namespace curfew::jwt
