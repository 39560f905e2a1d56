#include "entry/http/api.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <set>

#include "unit/entry/http/support/api_world.h"

namespace curfew::http::test {
namespace {

namespace json = boost::json;

std::string code_of(const Answer& answer) { return std::string(json::parse(answer.body).at("code").as_string()); }

constexpr std::string_view kPending =
    R"({"account_name":"Management","permission_set":"EmergencyAdmin","reason":"test"})";

TEST(ApiTest, EveryAnswerHasItsIdAndTheHeadersThatKeepBrowsersCareful) {
  ApiWorld world;
  std::set<std::string> ids;
  for (const char* target : {"/me", "/health/live", "/nowhere", "/", "/requests?x=y"}) {
    const Answer answer = world.call("GET", target, "engineer");
    EXPECT_TRUE(ids.insert(answer.header("X-Request-Id")).second) << target;
    EXPECT_EQ(answer.header("X-Request-Id").size(), 36U) << target;
    EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff") << target;
    EXPECT_EQ(answer.header("Referrer-Policy"), "no-referrer") << target;
    EXPECT_EQ(answer.header("Cache-Control"), "no-store") << target;
    EXPECT_TRUE(answer.header("Content-Security-Policy").contains("frame-ancestors 'none'")) << target;
    EXPECT_EQ(answer.header("Strict-Transport-Security"), "") << target;
  }
}

TEST(ApiTest, BehindHttpsBrowsersAreToldToStayThere) {
  ApiWorld world([](ApiSettings& settings, ServerSettings&) { settings.public_url = "https://curfew.example.com"; });
  EXPECT_EQ(world.call("GET", "/health/live").header("Strict-Transport-Security"), "max-age=31536000");
}

TEST(ApiTest, WithoutAGoodTokenNothingIsAnsweredButTheOpenCalls) {
  ApiWorld world;
  for (const char* target : {"/requests", "/requests/x", "/requests/x/events", "/catalog", "/me"}) {
    const Answer missing = world.call("GET", target);
    EXPECT_EQ(missing.status, 401) << target;
    EXPECT_EQ(missing.header("WWW-Authenticate"), "Bearer") << target;
    EXPECT_EQ(code_of(missing), "unauthenticated") << target;
    EXPECT_EQ(world.call("GET", target, "forged").status, 401) << target;
  }
  for (const char* target : {"/requests", "/requests/x/cancel", "/approvals", "/revoke"}) {
    EXPECT_EQ(world.call("POST", target, "forged", kPending).status, 401) << target;
  }
  for (const char* target : {"/health/live", "/health/ready", "/portal-config.json", "/", "/metrics",
                             "/us-east-1_Pool/.well-known/jwks.json"}) {
    EXPECT_EQ(world.call("GET", target).status, 200) << target;
  }
  EXPECT_EQ(world.stored_requests(), 0U);
}

TEST(ApiTest, TheTokenComesBareOrAfterBearerAndOnlyOnce) {
  ApiWorld world;
  const auto status = [&](std::string_view headers) { return world.call("GET", "/me", "", "", headers).status; };
  EXPECT_EQ(status("Authorization: engineer\r\n"), 200);
  EXPECT_EQ(status("Authorization: bearer engineer\r\n"), 200);
  EXPECT_EQ(status("Authorization: Bearer   engineer\r\n"), 200);
  EXPECT_EQ(status("Authorization: Basic engineer\r\n"), 401);
  EXPECT_EQ(status("Authorization: Bearer\r\n"), 401);
  EXPECT_EQ(status("Authorization:\r\n"), 401);
  EXPECT_EQ(status("Authorization: engineer\r\nAuthorization: engineer\r\n"), 401);
}

TEST(ApiTest, AnotherMethodIsToldWhichOnesThereAre) {
  ApiWorld world;
  const Answer answer = world.call("DELETE", "/requests", "engineer");
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(code_of(answer), "method_not_allowed");
  EXPECT_EQ(answer.header("Allow"), "POST, GET, HEAD, OPTIONS");
  EXPECT_EQ(world.call("GET", "/approvals", "manager").header("Allow"), "POST, OPTIONS");
  EXPECT_EQ(world.call("PUT", "/").header("Allow"), "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(world.call("get", "/me", "engineer").status, 405);
}

TEST(ApiTest, UnknownAddressesAreNotFoundWhoeverAsks) {
  ApiWorld world;
  for (const char* target : {"/nowhere", "/requests/", "/requests/a/b", "/Requests", "/me/", "//me", "/%6de"}) {
    EXPECT_EQ(world.call("GET", target).status, 404) << target;
    EXPECT_EQ(world.call("POST", target, "manager", "{}").status, 404) << target;
  }
}

TEST(ApiTest, HeadIsGetWithoutTheBody) {
  ApiWorld world;
  const Answer get = world.call("GET", "/me", "engineer");
  const Answer head = world.call("HEAD", "/me", "engineer");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Length"), get.header("Content-Length"));
  EXPECT_EQ(head.body, "");
}

TEST(ApiTest, BodiesComeAsJsonAndOnlyWhereOneIsTaken) {
  ApiWorld world;
  for (const char* type : {"Content-Type: text/plain\r\n", "Content-Type: application/x-www-form-urlencoded\r\n",
                           "Content-Type: application/jsonp\r\n", "Content-Type: application/x-amz-json-1.1\r\n",
                           "Content-Type: application/json\r\nContent-Type: application/json\r\n"}) {
    const Answer answer = world.call("POST", "/requests", "engineer", kPending, type);
    EXPECT_EQ(answer.status, 415) << type;
    EXPECT_EQ(code_of(answer), "unsupported_media_type");
  }
  EXPECT_EQ(world.call("POST", "/requests", "engineer").status, 415) << "nothing at all";
  EXPECT_EQ(world.call("GET", "/me", "engineer", "{}").status, 400);
  EXPECT_EQ(world.stored_requests(), 0U);
  EXPECT_EQ(world.call("POST", "/requests", "engineer", kPending, "Content-Type: Application/JSON ; charset=utf-8\r\n")
                .status,
            202);
}

TEST(ApiTest, UnknownQueryParametersAreRefusedByName) {
  ApiWorld world;
  const Answer answer = world.call("GET", "/me?debug=1", "engineer");
  EXPECT_EQ(answer.status, 400);
  EXPECT_TRUE(answer.body.contains("debug")) << answer.body;
}

TEST(ApiTest, OnlyConfiguredOriginsMayReadAnswersFromABrowser) {
  ApiWorld world;
  const Answer ours = world.call("GET", "/me", "engineer", "", "Origin: https://portal.example.com\r\n");
  EXPECT_EQ(ours.header("Access-Control-Allow-Origin"), "https://portal.example.com");
  EXPECT_EQ(ours.header("Vary"), "Origin");
  for (const char* origin :
       {"Origin: https://evil.example\r\n", "Origin: null\r\n", "Origin: https://portal.example.com.evil\r\n",
        "Origin: http://portal.example.com\r\n", "Origin: https://PORTAL.example.com\r\n"}) {
    EXPECT_EQ(world.call("GET", "/me", "engineer", "", origin).header("Access-Control-Allow-Origin"), "") << origin;
  }
}

TEST(ApiTest, APreflightIsAnsweredWithoutAToken) {
  ApiWorld world;
  const std::string_view asks = "Origin: https://portal.example.com\r\nAccess-Control-Request-Method: POST\r\n";
  const Answer answer = world.call("OPTIONS", "/requests", "", "", asks);
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "https://portal.example.com");
  EXPECT_EQ(answer.header("Access-Control-Allow-Methods"), "POST, GET, HEAD");
  EXPECT_TRUE(answer.header("Access-Control-Allow-Headers").contains("Authorization"));
  EXPECT_EQ(answer.header("Access-Control-Allow-Credentials"), "");
  const Answer stranger = world.call("OPTIONS", "/requests", "", "", "Origin: https://evil.example\r\n");
  EXPECT_EQ(stranger.header("Access-Control-Allow-Methods"), "");
  EXPECT_EQ(world.call("OPTIONS", "/nowhere").status, 404);
  EXPECT_EQ(world.call("OPTIONS", "*").status, 204);
}

TEST(ApiTest, ACallerWhoFloodsIsSlowedDownAndNobodyElse) {
  ApiWorld world([](ApiSettings& settings, ServerSettings&) { settings.throttle.caller_burst = 3; });
  for (int i = 0; i < 3; ++i) EXPECT_EQ(world.call("GET", "/me", "engineer").status, 200);
  const Answer refused = world.call("GET", "/me", "engineer");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.header("Retry-After"), "1");
  EXPECT_EQ(code_of(refused), "too_many_requests");
  EXPECT_EQ(world.call("GET", "/me", "manager").status, 200) << "from the same address";
  world.clock.advance(Millis(1000));
  EXPECT_EQ(world.call("GET", "/me", "engineer").status, 200);
}

TEST(ApiTest, BadTokensUseUpTheShareOfTheirAddress) {
  ApiWorld world([](ApiSettings& settings, ServerSettings&) { settings.throttle.caller_burst = 2; });
  EXPECT_EQ(world.call("GET", "/me", "forged").status, 401);
  EXPECT_EQ(world.call("GET", "/me", "forged").status, 401);
  EXPECT_EQ(world.call("GET", "/me", "forged").status, 429);
  EXPECT_EQ(world.call("GET", "/health/live").status, 429);
}

TEST(ApiTest, NoFloodFromAnAddressShutsOutWhoHasSignedInThere) {
  ApiWorld world([](ApiSettings& settings, ServerSettings&) { settings.throttle.caller_burst = 2; });
  for (int i = 0; i < 4; ++i) world.call("GET", "/health/live");
  for (int i = 0; i < 4; ++i) EXPECT_EQ(world.call("GET", "/me", "forged").status, 429);
  EXPECT_EQ(world.call("GET", "/me", "engineer").status, 200);
}

TEST(ApiTest, ThereIsALimitForAllTogether) {
  ApiWorld world([](ApiSettings& settings, ServerSettings&) { settings.throttle.requests_per_second = 2; });
  EXPECT_EQ(world.call("GET", "/me", "engineer").status, 200);
  EXPECT_EQ(world.call("GET", "/me", "manager").status, 200);
  EXPECT_EQ(world.call("GET", "/me", "boss").status, 429);
}

TEST(ApiTest, TheLogTellsWhoDidWhatAndNoSecret) {
  ApiWorld world;
  const Answer answer = world.call("GET", "/requests?cursor=hush", "engineer", "", "User-Agent: curl\r\n");
  world.call("POST", "/", "", R"({"PASSWORD":"hush"})",
             "Content-Type: application/x-amz-json-1.1\r\nX-Amz-Target: X.InitiateAuth\r\n");
  world.call("GET", "/me", "hush");
  const auto lines = world.access_log();
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].fields.at("request_id"), answer.header("X-Request-Id"));
  EXPECT_EQ(lines[0].fields.at("method"), "GET");
  EXPECT_EQ(lines[0].fields.at("route"), "/requests");
  EXPECT_EQ(lines[0].fields.at("status"), "400");
  EXPECT_EQ(lines[0].fields.at("subject"), "sub-engineer");
  EXPECT_EQ(lines[0].fields.at("address"), "127.0.0.1");
  EXPECT_EQ(lines[0].fields.at("code"), "invalid_request");
  EXPECT_EQ(lines[2].fields.at("cause"), "bad signature");
  for (const auto& line : world.log.lines()) {
    for (const auto& [name, value] : line.fields) EXPECT_FALSE(value.contains("hush")) << name;
  }
}

TEST(ApiTest, MetricsCountByRouteAndStatus) {
  ApiWorld world;
  world.call("GET", "/requests/11111111-1111-4111-8111-111111111111", "engineer");
  world.call("GET", "/requests/22222222-2222-4222-8222-222222222222", "engineer");
  world.call("GET", "/nowhere");
  EXPECT_EQ(world.metrics.value("curfew_http_requests_total{route=/requests/{id},status=404}"), 2);
  EXPECT_EQ(world.metrics.value("curfew_http_requests_total{route=unmatched,status=404}"), 1);
  EXPECT_EQ(world.metrics.observed("curfew_http_request_seconds{route=/requests/{id}}").size(), 2U);
}

TEST(ApiTest, WhatIsNoRequestIsRefusedInTheSameShape) {
  ApiWorld world;
  const Answer malformed = exchange(world.port(), "GET / HTTP/1.1\r\n\r\n");
  EXPECT_EQ(malformed.status, 400);
  EXPECT_EQ(code_of(malformed), "invalid_request");
  EXPECT_EQ(malformed.header("X-Request-Id").size(), 36U);
  const Answer large = world.call("POST", "/requests", "engineer", std::string(65'537, ' '));
  EXPECT_EQ(large.status, 413);
  EXPECT_EQ(code_of(large), "too_large");
  EXPECT_EQ(world.access_log().size(), 2U);
}

TEST(ApiTest, MetricsAreForThisMachineOrForTheirOwnListener) {
  ApiWorld world;
  EXPECT_EQ(world.call("GET", "/metrics").body, "curfew_up 1\n");
  EXPECT_EQ(world.call("GET", "/metrics", "", "", "X-Forwarded-For: 203.0.113.5\r\n").status, 403);

  ApiWorld separate([](ApiSettings& api, ServerSettings& server) {
    api.separate_metrics = true;
    server.metrics_listen = "127.0.0.1:0";
  });
  EXPECT_EQ(separate.call("GET", "/metrics").status, 403);
  const std::uint16_t port = separate.metrics_port();
  EXPECT_EQ(exchange(port, "GET /metrics HTTP/1.1\r\nHost: c\r\n\r\n").body, "curfew_up 1\n");
  EXPECT_EQ(exchange(port, "GET /health/live HTTP/1.1\r\nHost: c\r\n\r\n").status, 200);
  EXPECT_EQ(exchange(port, "GET /me HTTP/1.1\r\nHost: c\r\nAuthorization: manager\r\n\r\n").status, 404);
  EXPECT_EQ(exchange(port, "GET / HTTP/1.1\r\nHost: c\r\n\r\n").status, 404);
}

TEST(ApiTest, ReadinessFollowsTheServersOwnChecks) {
  ApiWorld world;
  world.ready = fail(ErrorCode::kUnavailable, "", "database is locked");
  const Answer answer = world.call("GET", "/health/ready");
  EXPECT_EQ(answer.status, 503);
  EXPECT_NE(answer.header("Retry-After"), "");
  EXPECT_EQ(answer.body.find("locked"), std::string::npos);
  EXPECT_EQ(world.call("GET", "/health/live").status, 200);
}

TEST(ApiTest, AStoreThatFailsIsA503WithoutDetail) {
  ApiWorld world;
  world.gate.arm(1, curfew::test::Fault::kFailsBefore);
  const Answer answer = world.call("GET", "/requests/11111111-1111-4111-8111-111111111111", "engineer");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.header("Retry-After"), "5");
  const std::string cause = world.access_log().at(0).fields.at("cause");
  EXPECT_NE(cause, "");
  EXPECT_EQ(answer.body.find(cause), std::string::npos);
}

TEST(ApiTest, SignInSpeaksTheProtocolOfCognito) {
  ApiWorld world;
  const std::string_view aws_json = "Content-Type: application/x-amz-json-1.1\r\n";
  const Answer good = world.call("POST", "/", "", "{}", std::string(aws_json) + "X-Amz-Target: A.InitiateAuth\r\n");
  EXPECT_EQ(good.status, 200);
  EXPECT_EQ(good.body, R"({"from":"127.0.0.1"})");
  EXPECT_EQ(good.header("Content-Type"), "application/x-amz-json-1.1");
  const Answer bad = world.call("POST", "/", "", "{}", aws_json);
  EXPECT_EQ(bad.status, 400);
  EXPECT_EQ(bad.header("x-amzn-ErrorType"), "UnknownOperationException");
  EXPECT_EQ(world.call("POST", "/", "", "{}").status, 415);
  EXPECT_EQ(world.call("GET", "/other_Pool/.well-known/jwks.json").status, 404);
}

TEST(ApiTest, ThePortalLearnsWhereEverythingIsWithoutAToken) {
  ApiWorld world;
  const json::value config = json::parse(world.call("GET", "/portal-config.json").body);
  EXPECT_EQ(config.at("userPoolId"), "us-east-1_Pool");
  EXPECT_EQ(config.at("startUrl"), "https://start.example.com");
}

TEST(ApiTest, TheCallerIsToldWhoTheyAreAndWhatTheyMay) {
  ApiWorld world;
  const json::value manager = json::parse(world.call("GET", "/me", "manager").body);
  EXPECT_EQ(manager.at("email"), "manager@example.com");
  EXPECT_EQ(manager.at("may_decide"), true);
  const json::value guest = json::parse(world.call("GET", "/me", "guest").body);
  EXPECT_EQ(guest.at("groups"), json::array{});
  EXPECT_EQ(guest.at("may_submit"), false);
  EXPECT_EQ(json::parse(world.call("GET", "/catalog", "guest").body).at("accounts"), json::array{});
  const json::value catalog = json::parse(world.call("GET", "/catalog", "engineer").body);
  EXPECT_EQ(catalog.at("permission_sets").at(1).at("requires_approval"), true);
}

}  // namespace
}  // namespace curfew::http::test
