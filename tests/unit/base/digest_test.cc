#include "base/digest.h"

#include <gtest/gtest.h>

namespace curfew {
namespace {

std::string all_bytes() {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  return bytes;
}

// FIPS 180-4, the examples of NIST.
TEST(Sha256Test, KnownAnswers) {
  EXPECT_EQ(hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(sha256(std::string(1'000'000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// RFC 4231, test cases 1, 2 and 6.
TEST(HmacSha256Test, KnownAnswers) {
  EXPECT_EQ(hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(HmacSha256Test, AnEmptyKeyOrTextIsOne) {
  const std::string both = "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad";
  EXPECT_EQ(hex(hmac_sha256("", "")), both);
  EXPECT_EQ(hex(hmac_sha256(std::string_view{}, std::string_view{})), both);
}

TEST(HexTest, GoesThereAndBack) {
  EXPECT_EQ(hex(std::string("\x00\x7f\xff\x10", 4)), "007fff10");
  EXPECT_EQ(from_hex(hex(all_bytes())), all_bytes());
  EXPECT_EQ(from_hex("aAfF"), "\xaa\xff");
  EXPECT_EQ(from_hex(""), "");
}

TEST(HexTest, AnythingElseIsRefused) {
  for (const char* wrong : {"a", "abc", "0g", "g0", " a", "0x", "a\n"}) EXPECT_FALSE(from_hex(wrong)) << wrong;
}

// RFC 4648 section 10.
TEST(Base64Test, KnownAnswers) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64(std::string(100, 'x')).find('\n'), std::string::npos);
}

TEST(Base64UrlTest, GoesThereAndBackAtEveryLength) {
  EXPECT_EQ(base64url("\xfb\xff\xfe"), "-__-");
  for (std::size_t length = 0; length < 70; ++length) {
    const std::string bytes = all_bytes().substr(256 - length);
    EXPECT_EQ(base64url(bytes).find_first_of("+/="), std::string::npos);
    EXPECT_EQ(from_base64url(base64url(bytes)), bytes);
  }
}

TEST(Base64UrlTest, OnlyTheOneCanonicalSpellingIsAccepted) {
  for (const char* wrong : {"Zg==", "Zh", "Zm9", "Z", "Zm9vY", "Zm+v", "Zm/v", "Zm 9v", "Zm9v\n", "\xff\xff"}) {
    EXPECT_FALSE(from_base64url(wrong)) << wrong;
  }
  EXPECT_EQ(from_base64url("Zg"), "f");
}

}  // namespace
}  // namespace curfew
