#include "adapters/jwt/https_documents.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "support/http_server.h"

namespace curfew::jwt {
namespace {

using testing::HasSubstr;

class HttpsDocumentsTest : public testing::Test {
 protected:
  std::string get(const std::string& url) {
    const auto document = documents_.get(url);
    if (document) return *document;
    EXPECT_EQ(document.error().code, ErrorCode::kUnavailable) << document.error().public_text;
    return "no: " + document.error().log_text;
  }

  std::unique_ptr<aws::HttpClient> http_ = aws::HttpClient::open({.most_body_bytes = kLongestDocument}).value();
  HttpsDocuments documents_{*http_, true};
};

TEST_F(HttpsDocumentsTest, ADocumentIsFetchedWhole) {
  const test::HttpServer server([](const test::ServedRequest& request) {
    EXPECT_EQ(request.method, "GET");
    EXPECT_EQ(request.header("authorization"), "");
    return test::http_answer(200, std::string(kLongestDocument, 'x'));
  });
  EXPECT_EQ(get(server.url() + "/jwks.json").size(), kLongestDocument);
}

TEST_F(HttpsDocumentsTest, WhatIsTooLongIsNotTaken) {
  const test::HttpServer server(
      [](const test::ServedRequest&) { return test::http_answer(200, std::string(kLongestDocument + 1, 'x')); });
  EXPECT_THAT(get(server.url() + "/"), HasSubstr("no: "));
  // A client that would take more is bounded, too.
  const auto large = aws::HttpClient::open({}).value();
  EXPECT_FALSE(HttpsDocuments(*large, true).get(server.url() + "/"));
}

TEST_F(HttpsDocumentsTest, ARedirectIsNotFollowed) {
  std::atomic<int> asked = 0;
  const test::HttpServer elsewhere([&](const test::ServedRequest&) {
    ++asked;
    return test::http_answer(200, "keys of an attacker");
  });
  const test::HttpServer server(
      [&](const test::ServedRequest&) { return test::http_answer(302, "", {{"Location", elsewhere.url() + "/"}}); });
  EXPECT_THAT(get(server.url() + "/"), HasSubstr("HTTP status 302"));
  EXPECT_EQ(asked, 0);
}

TEST_F(HttpsDocumentsTest, FailuresAreUnavailable) {
  const test::HttpServer server([](const test::ServedRequest& request) {
    if (request.target == "/404") return test::http_answer(404, "{}");
    if (request.target == "/500") return test::http_answer(500, "{}");
    return test::no_answer(test::Afterwards::kReset);
  });
  EXPECT_THAT(get(server.url() + "/404"), HasSubstr("HTTP status 404"));
  EXPECT_THAT(get(server.url() + "/500"), HasSubstr("HTTP status 500"));
  EXPECT_THAT(get(server.url() + "/reset"), HasSubstr("no: "));
}

TEST(KeyAddress, IsHttpsAndForTestsLoopback) {
  EXPECT_TRUE(is_key_address("https://cognito-idp.us-east-1.amazonaws.com/us-east-1_A/.well-known/jwks.json", false));
  for (const char* url : {"http://127.0.0.1:5000/jwks", "http://localhost/jwks", "http://[::1]:80/jwks"}) {
    EXPECT_TRUE(is_key_address(url, true)) << url;
    EXPECT_FALSE(is_key_address(url, false)) << url;
  }
  for (const char* url : {"", "https://", "http://example.com/jwks", "http://127.0.0.1.example.com/",
                          "ftp://127.0.0.1/", "https://user@example.com/", "https://user:password@example.com/",
                          "https://example.com/#fragment", "file:///etc/passwd", "//example.com/", "jwks.json"}) {
    EXPECT_FALSE(is_key_address(url, true)) << url;
  }
}

}  // namespace
}  // namespace curfew::jwt
