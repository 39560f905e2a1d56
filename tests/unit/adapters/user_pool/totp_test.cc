#include "adapters/user_pool/totp.h"

#include <gtest/gtest.h>

namespace curfew::user_pool {
namespace {

const Secret& rfc_seed() {
  static const Secret kSeed("12345678901234567890");
  return kSeed;
}

Instant at(std::int64_t unix_second) { return from_unix_seconds(unix_second); }

// RFC 6238 appendix B, SHA-1.
TEST(Totp, KnowsTheTestVectorsOfTheStandard) {
  const auto code = [](std::int64_t second) { return totp_code(rfc_seed(), totp_step(at(second)), 8); };
  EXPECT_EQ(code(59), "94287082");
  EXPECT_EQ(code(1111111109), "07081804");
  EXPECT_EQ(code(1111111111), "14050471");
  EXPECT_EQ(code(1234567890), "89005924");
  EXPECT_EQ(code(2000000000), "69279037");
  EXPECT_EQ(code(20000000000), "65353130");
}

// RFC 4226 appendix D.
TEST(Totp, KnowsTheTestVectorsOfHotp) {
  EXPECT_EQ(totp_code(rfc_seed(), 0), "755224");
  EXPECT_EQ(totp_code(rfc_seed(), 1), "287082");
  EXPECT_EQ(totp_code(rfc_seed(), 9), "520489");
}

TEST(Totp, TakesTheNeighbouringStepsAndNoOthers) {
  const Instant now = at(1234567890);
  const std::int64_t step = totp_step(now);
  for (const std::int64_t drift : {-1, 0, 1}) {
    EXPECT_EQ(matching_step(rfc_seed(), totp_code(rfc_seed(), step + drift), now), step + drift);
  }
  EXPECT_EQ(matching_step(rfc_seed(), totp_code(rfc_seed(), step - 2), now), std::nullopt);
  EXPECT_EQ(matching_step(rfc_seed(), totp_code(rfc_seed(), step + 2), now), std::nullopt);
}

TEST(Totp, TakesSixDigitsAndNothingElse) {
  const Instant now = at(1234567890);
  const std::string code = totp_code(rfc_seed(), totp_step(now));
  for (const std::string& other : {std::string(), code.substr(1), code + "0", " " + code, "0" + code}) {
    EXPECT_EQ(matching_step(rfc_seed(), other, now), std::nullopt) << other;
  }
}

// RFC 4648 section 10, without the padding.
TEST(Base32, KnowsTheTestVectorsOfTheStandard) {
  EXPECT_EQ(base32(""), "");
  EXPECT_EQ(base32("f"), "MY");
  EXPECT_EQ(base32("fo"), "MZXQ");
  EXPECT_EQ(base32("foo"), "MZXW6");
  EXPECT_EQ(base32("foob"), "MZXW6YQ");
  EXPECT_EQ(base32("fooba"), "MZXW6YTB");
  EXPECT_EQ(base32("foobar"), "MZXW6YTBOI");
}

}  // namespace
}  // namespace curfew::user_pool
