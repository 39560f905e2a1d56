#include "adapters/user_pool/rsa_key.h"

#include <gtest/gtest.h>

#include "adapters/jwt/public_key.h"
#include "adapters/jwt/strict_json.h"
#include "unit/adapters/user_pool/test_key.h"

namespace curfew::user_pool {
namespace {

TEST(RsaKeyTest, WhatItSignsItsPublicHalfChecks) {
  const auto key = RsaKey::from_jwk(Secret(kTestKey));
  ASSERT_TRUE(key);
  const auto published = jwt::PublicKey::from_jwk(jwt::parse_object(key->public_jwk()).value());
  ASSERT_TRUE(published) << published.error();
  EXPECT_EQ(published->verified_payload(key->sign("payload").value()), "payload");
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
