#include "adapters/jwt/verified_tokens.h"

#include <gtest/gtest.h>

#include <string>

namespace curfew::jwt {
namespace {

TokenClaims claims_of(int number) {
  TokenClaims claims;
  claims.subject = Subject(std::to_string(number));
  return claims;
}

TEST(VerifiedTokens, RemembersWhatItWasTold) {
  VerifiedTokens tokens(10);
  EXPECT_FALSE(tokens.find("a"));
  tokens.remember("a", claims_of(1));
  EXPECT_EQ(tokens.find("a")->subject.str(), "1");
}

TEST(VerifiedTokens, ForgetsWhatNobodyAsksForAndKeepsWhatIsInUse) {
  VerifiedTokens tokens(10);
  tokens.remember("used", claims_of(0));
  tokens.remember("unused", claims_of(0));
  for (int i = 0; i < 100; ++i) {
    tokens.remember("other" + std::to_string(i), claims_of(i));
    EXPECT_TRUE(tokens.find("used")) << i;
  }
  EXPECT_FALSE(tokens.find("unused"));
  EXPECT_FALSE(tokens.find("other0"));
}

}  // namespace
}  // namespace curfew::jwt
