#include "adapters/aws/sigv4.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "base/digest.h"

namespace curfew::aws {
namespace {

// The keys, the moment and the service of AWS's own examples ("aws-sig-v4-test-suite", and the page "Create a signed
// AWS API request").
const Secret kSecret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
constexpr const char* kKeyId = "AKIDEXAMPLE";
constexpr const char* kTime = "20150830T123600Z";
const SigningScope kScope{.date = "20150830", .region = "us-east-1", .service = "service"};

std::string signature_of(const std::string& method, const std::string& path,
                         const std::vector<std::pair<std::string, std::string>>& query, const Headers& more = {},
                         const std::string& body = {}, const SigningScope& scope = kScope) {
  Headers headers{{"Host", "example.amazonaws.com"}, {"X-Amz-Date", kTime}};
  headers.insert(headers.end(), more.begin(), more.end());
  const std::string canonical = canonical_query(query);
  const std::string value =
      authorization({.method = method, .path = path, .query = canonical, .headers = headers, .body = body}, scope,
                    kTime, kKeyId, signing_key(kSecret, scope));
  return value.substr(value.rfind('=') + 1);
}

TEST(Signatures, DeriveTheKeyOfAwssExample) {
  const Secret key = signing_key(kSecret, {.date = "20150830", .region = "us-east-1", .service = "iam"});
  EXPECT_EQ(hex(key.reveal()), "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
}

TEST(Signatures, AreThoseOfAwssExampleOfAWholeRequest) {
  const Headers headers{{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"},
                        {"Host", "iam.amazonaws.com"},
                        {"X-Amz-Date", kTime}};
  const SigningScope scope{.date = "20150830", .region = "us-east-1", .service = "iam"};
  EXPECT_EQ(authorization({.method = "GET",
                           .path = "/",
                           .query = canonical_query({{"Version", "2010-05-08"}, {"Action", "ListUsers"}}),
                           .headers = headers,
                           .body = ""},
                          scope, kTime, kKeyId, signing_key(kSecret, scope)),
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
            "SignedHeaders=content-type;host;x-amz-date, "
            "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
}

TEST(Signatures, AreThoseOfAwssTestSuite) {
  EXPECT_EQ(signature_of("GET", "/", {}), "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
  EXPECT_EQ(signature_of("POST", "/", {}), "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
  EXPECT_EQ(signature_of("GET", "/", {{"Param2", "value2"}, {"Param1", "value1"}}),
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
}

TEST(Signatures, CoverAPathEncodedTwice) {
  EXPECT_EQ(canonical_path("/tags/arn%3Aaws%3Ascheduler%3Aus-east-1%3A111122223333%3Aschedule%2Fa%2Fb"),
            "/tags/arn%253Aaws%253Ascheduler%253Aus-east-1%253A111122223333%253Aschedule%252Fa%252Fb");
  EXPECT_EQ(canonical_path("/a:b"), "/a%3Ab");
  EXPECT_EQ(canonical_path("/100%25"), "/100%2525");
}

TEST(Signatures, CoverAPathWithoutDotsAndRepeatedSlashes) {
  EXPECT_EQ(canonical_path("/"), "/");
  EXPECT_EQ(canonical_path(""), "/");
  EXPECT_EQ(canonical_path("//a///b/"), "/a/b/");
  EXPECT_EQ(canonical_path("/a/./b/../c"), "/a/c");
  EXPECT_EQ(canonical_path("/../.."), "/");
}

TEST(Signatures, CoverAQuerySortedByItsEncodedNames) {
  EXPECT_EQ(canonical_query({{"b", "2"}, {"a", "x y+z"}, {"a", ""}, {"A", "1"}}), "A=1&a=&a=x%20y%2Bz&b=2");
  EXPECT_EQ(canonical_query({{"a-", "1"}, {"a", "2"}}), "a=2&a-=1");
  EXPECT_EQ(canonical_query({{"\xC3\xA9", "/"}}), "%C3%A9=%2F");
}

TEST(Signatures, CoverHeadersWithTheirBlanksTidied) {
  const Headers headers{{"X-B", "  a \t b  "}, {"host", "h"}, {"x-b", "c"}};
  EXPECT_EQ(signed_header_names(headers), "host;x-b");
  EXPECT_EQ(canonical_request({.method = "GET", .path = "/", .query = "", .headers = headers, .body = ""}),
            "GET\n/\n\nhost:h\nx-b:a b,c\n\nhost;x-b\n"
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(SigningKeyCache, NeverTakesOneSecretsKeyForAnothers) {
  SigningKeys keys;
  const Secret other("another");
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(keys.key(kSecret, kScope).reveal(), signing_key(kSecret, kScope).reveal());
    EXPECT_EQ(keys.key(other, kScope).reveal(), signing_key(other, kScope).reveal());
  }
}

TEST(SigningKeyCache, StaysRightWhenItForgets) {
  SigningKeys keys;
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 50; ++i) {
      const SigningScope scope{.date = "20150830", .region = "r" + std::to_string(i), .service = "s"};
      ASSERT_EQ(keys.key(kSecret, scope).reveal(), signing_key(kSecret, scope).reveal());
    }
  }
}

}  // namespace
}  // namespace curfew::aws
