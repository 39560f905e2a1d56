// Holds docs/api/openapi.yaml against the running server: every call is in both, every status that the file lists is
// given by the server, and every answer is what the file says, member by member.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <set>
#include <string>

#include "base/error.h"
#include "unit/entry/http/support/api_description.h"
#include "unit/entry/http/support/api_world.h"

namespace curfew::http::test {
namespace {

using curfew::test::Fault;

class OpenApiTest : public testing::Test {
 protected:
  // Makes a call on `world` and holds the answer against the description of `call`: "GET /requests/{id}".
  Answer hold(ApiWorld& world, const std::string& call, const std::string& target, std::string_view token = {},
              std::string_view body = {}, std::string_view headers = {}) {
    Answer answer = world.call(call.substr(0, call.find(' ')), target, token, body, headers);
    for (const std::string& fault : description_.check(call, answer)) {
      ADD_FAILURE() << call << " → " << answer.status << ": " << fault << "\n" << answer.body;
    }
    seen_statuses_.insert(call + " " + std::to_string(answer.status));
    return answer;
  }

  static std::string about(const std::string& id, const std::string& more = {}) {
    return R"({"request_id":")" + id + R"(")" + more + "}";
  }

  void submissions();
  void decisions();
  void revocations();
  void cancellations();
  void readings();
  void reports();
  void service_calls();
  void refusals_of_every_call();

  ApiDescription description_{CURFEW_OPENAPI_FILE};
  std::set<std::string> seen_statuses_;
};

constexpr const char* kSubmit = "POST /requests";
constexpr const char* kDecide = "POST /approvals";
constexpr const char* kRevoke = "POST /revoke";
constexpr const char* kCancel = "POST /requests/{id}/cancel";
constexpr const char* kNobody = "11111111-1111-4111-8111-111111111111";
const std::string kLow = R"({"account_name":"Management","permission_set":"S3FullAccess","reason":"r"})";
const std::string kHigh = R"({"account_name":"Management","permission_set":"EmergencyAdmin","reason":"r"})";
constexpr std::string_view kText = "Content-Type: text/plain\r\n";

void OpenApiTest::submissions() {
  ApiWorld world;
  EXPECT_TRUE(description_.check_body(kSubmit, kLow).empty());
  const std::string_view key = "Idempotency-Key: k\r\n";
  hold(world, kSubmit, "/requests", "engineer", kLow, key);
  world.run_for(std::chrono::seconds(10));
  EXPECT_EQ(hold(world, kSubmit, "/requests", "engineer", kLow, key).status, 200) << "the same request, now ACTIVE";
  hold(world, kSubmit, "/requests", "engineer", kHigh);
  hold(world, kSubmit, "/requests", "engineer", "{}");
  hold(world, kSubmit, "/requests", "guest", kLow);
  hold(world, kSubmit, "/requests", "engineer", kHigh, key);  // the key has another body
  hold(world, kSubmit, "/requests", "engineer", kLow, kText);
}

void OpenApiTest::decisions() {
  ApiWorld world;
  const std::string approve = R"(,"action":"APPROVE","comments":"ok")";
  const std::string_view key = "Idempotency-Key: k\r\n";
  const std::string granted = world.ask("engineer", "EmergencyAdmin");
  EXPECT_TRUE(description_.check_body(kDecide, about(granted, approve)).empty());
  hold(world, kDecide, "/approvals", "manager", about(granted, approve), key);
  world.run_for(std::chrono::seconds(10));
  EXPECT_EQ(hold(world, kDecide, "/approvals", "manager", about(granted, approve), key).status, 200);
  hold(world, kDecide, "/approvals", "boss", about(granted, approve));
  hold(world, kDecide, "/approvals", "engineer", about(granted, approve));
  hold(world, kDecide, "/approvals", "manager", about(kNobody, approve));
  hold(world, kDecide, "/approvals", "manager", "{}");
  hold(world, kDecide, "/approvals", "manager", "{}", kText);
  const Answer record = hold(world, "GET /requests/{id}", "/requests/" + granted, "engineer");
  EXPECT_TRUE(record.body.contains("ApproverUserId"));
}

void OpenApiTest::revocations() {
  ApiWorld world;
  const std::string short_one = world.ask("engineer", "S3FullAccess");
  const std::string long_one = world.ask("engineer", "S3FullAccess");
  world.run_for(std::chrono::seconds(10));
  const Answer held = hold(world, kRevoke, "/revoke", "engineer", about(short_one));
  EXPECT_TRUE(held.body.contains("held_by")) << held.body;
  hold(world, "GET /requests/{id}", "/requests/" + short_one, "engineer");
  EXPECT_TRUE(description_.check_body(kRevoke, about(long_one)).empty());
  EXPECT_EQ(hold(world, kRevoke, "/revoke", "manager", about(long_one)).status, 202);
  world.run_for(std::chrono::seconds(10));
  hold(world, "GET /requests/{id}", "/requests/" + long_one, "engineer");
  hold(world, kRevoke, "/revoke", "manager", about(long_one));
  hold(world, kRevoke, "/revoke", "manager", about(kNobody));
  hold(world, kRevoke, "/revoke", "manager", about(long_one, R"(,"revoker_email":"boss@example.com")"));
  hold(world, kRevoke, "/revoke", "manager", "{}");
  hold(world, kRevoke, "/revoke", "manager", "{}", kText);
}

void OpenApiTest::cancellations() {
  ApiWorld world;
  const std::string pending = world.ask("engineer", "EmergencyAdmin");
  const std::string path = "/requests/" + pending + "/cancel";
  hold(world, kCancel, path, "boss");
  hold(world, kCancel, path, "engineer", "[]");
  hold(world, kCancel, path, "engineer", "{}", kText);
  hold(world, kCancel, path, "engineer");
  hold(world, "GET /requests/{id}", "/requests/" + pending, "engineer");
  hold(world, kCancel, path, "engineer");
  hold(world, kCancel, std::string("/requests/") + kNobody + "/cancel", "engineer");
  const std::string granted = world.ask("engineer", "S3FullAccess");
  world.run_for(std::chrono::seconds(10));
  hold(world, kCancel, "/requests/" + granted + "/cancel", "engineer");
}

void OpenApiTest::readings() {
  ApiWorld world;
  const std::string id = world.ask("engineer", "S3FullAccess");
  world.ask("engineer", "EmergencyAdmin");
  // What AWS and time would write in many more steps.
  world.store.tamper([&](auto& tables) {
    Request& request = tables.requests.at(RequestId(id));
    request.failure = "AWS refused.";
    request.trouble = "AWS refuses to take it away.";
  });
  hold(world, "GET /requests", "/requests?limit=1", "engineer");
  hold(world, "GET /requests", "/requests?scope=all&status=PENDING", "manager");
  hold(world, "GET /requests", "/requests?limit=0", "engineer");
  hold(world, "GET /requests", "/requests?scope=all", "engineer");
  hold(world, "GET /requests/{id}", "/requests/" + id, "engineer");
  hold(world, "GET /requests/{id}", std::string("/requests/") + kNobody, "engineer");
  hold(world, "GET /requests/{id}/events", "/requests/" + id + "/events", "engineer", "", "User-Agent: test\r\n");
  hold(world, "GET /requests/{id}/events", std::string("/requests/") + kNobody + "/events", "engineer");
  const std::string_view agent = "User-Agent: test/1\r\n";
  const std::string denied = world.ask("engineer", "EmergencyAdmin");
  hold(world, kDecide, "/approvals", "manager", about(denied, R"(,"action":"DENY","comments":"no")"), agent);
  hold(world, "GET /requests/{id}/events", "/requests/" + denied + "/events", "engineer");
}

void OpenApiTest::reports() {
  ApiWorld world;
  const std::string_view agent = "User-Agent: test/1\r\n";
  const std::string approved = world.ask("engineer", "EmergencyAdmin");
  hold(world, kDecide, "/approvals", "manager", about(approved, R"(,"action":"APPROVE")"), agent);
  world.run_for(std::chrono::minutes(10));
  EXPECT_TRUE(world.app().seal().has_value());
  hold(world, "GET /reports/monthly", "/reports/monthly", "manager");
  hold(world, "GET /reports/monthly", "/reports/monthly?month=2025-12&format=csv", "manager");
  hold(world, "GET /reports/monthly", "/reports/monthly?month=2026-01", "manager");
  hold(world, "GET /reports/monthly", "/reports/monthly", "engineer");
  hold(world, "GET /audit", "/audit?limit=2", "manager");
  hold(world, "GET /audit", "/audit?after=2", "manager");
  hold(world, "GET /audit", "/audit?format=ndjson", "manager");
  hold(world, "GET /audit", "/audit", "engineer");
}

void OpenApiTest::service_calls() {
  ApiWorld world;
  const std::string_view aws = "Content-Type: application/x-amz-json-1.1\r\nX-Amz-Target: A.InitiateAuth\r\n";
  hold(world, "GET /catalog", "/catalog", "engineer");
  hold(world, "GET /me", "/me", "manager");
  hold(world, "GET /events", "/events", "engineer", "", "Last-Event-ID: 1\r\n");
  hold(world, "GET /health/live", "/health/live");
  hold(world, "GET /health/ready", "/health/ready");
  hold(world, "GET /metrics", "/metrics");
  hold(world, "GET /metrics", "/metrics", "", "", "X-Forwarded-For: 203.0.113.5\r\n");
  hold(world, "GET /portal-config.json", "/portal-config.json");
  hold(world, "POST /", "/", "", "{}", aws);
  hold(world, "POST /", "/", "", "{}", "Content-Type: application/x-amz-json-1.1\r\n");
  hold(world, "POST /", "/", "", "{}");
  hold(world, "GET /", "/");
  hold(world, "GET /{poolId}/.well-known/jwks.json", "/us-east-1_Pool/.well-known/jwks.json");
  hold(world, "GET /{poolId}/.well-known/jwks.json", "/other/.well-known/jwks.json");
  world.ready = fail(ErrorCode::kUnavailable, "");
  hold(world, "GET /health/ready", "/health/ready");
}

// What can befall every call alike.
void OpenApiTest::refusals_of_every_call() {
  ApiWorld slow([](ApiSettings& settings, ServerSettings&) { settings.throttle.requests_per_second = 1; });
  EXPECT_EQ(slow.call("GET", "/health/live").status, 200);  // all there was
  ApiWorld world;
  for (const std::string& listed : description_.listed_statuses()) {
    const std::string status = listed.substr(listed.rfind(' ') + 1);
    const std::string call = listed.substr(0, listed.rfind(' '));
    std::string target = call.substr(call.find(' ') + 1);
    if (const std::size_t open = target.find('{'); open != std::string::npos) {
      target.replace(open, target.find('}') - open + 1, call.contains("poolId") ? "us-east-1_Pool" : kNobody);
    }
    const bool post = call.starts_with("POST");
    const std::string body = !post || target.ends_with("cancel") ? ""
                             : target == "/requests"
                                 ? kLow
                                 : about(kNobody, target == "/approvals" ? R"(,"action":"APPROVE")" : "");
    if (status == "429") hold(slow, call, target, "manager", body);
    if (status == "401") hold(world, call, target, "", body);
    if (status == "400" && !post) hold(world, call, target + "?unknown=1", "manager");
    if (status == "503" && target != "/health/ready") {
      world.gate.arm(1, Fault::kFailsBefore);
      hold(world, call, target, "manager", body);
    }
  }
}

TEST_F(OpenApiTest, EveryCallIsDescribedAndEveryDescribedCallIsServed) {
  const ApiWorld world;
  std::set<std::string> served{"GET /"};  // the portal
  for (const Route& route : world.routes()) served.insert(std::string(route.method) + " " + std::string(route.pattern));
  EXPECT_EQ(description_.calls(), served);
}

TEST_F(OpenApiTest, EveryErrorCodeIsDescribed) {
  std::set<std::string> codes;
  for (int code = 0; code <= static_cast<int>(ErrorCode::kInternal); ++code) {
    codes.emplace(word(static_cast<ErrorCode>(code)));
  }
  EXPECT_EQ(description_.error_codes(), codes);
}

TEST_F(OpenApiTest, AnswersAreAsDescribedAndAllThatIsDescribedIsAnswered) {
  submissions();
  decisions();
  revocations();
  cancellations();
  readings();
  reports();
  service_calls();
  refusals_of_every_call();
  std::set<std::string> listed = description_.listed_statuses();
  listed.erase("GET / 304");  // of files; portal_files_test has it
  for (const std::string& status : listed) EXPECT_TRUE(seen_statuses_.contains(status)) << "never answered: " << status;
  // Of records of the earlier deployment, which this world's store never had.
  const std::set<std::string> earlier{"Request.AdoptedTimestamp", "Request.AssignmentRequestId",
                                      "Request.ErrorMessage"};
  for (const std::string& property : description_.answered_properties()) {
    if (earlier.contains(property)) continue;
    EXPECT_TRUE(description_.seen_properties().contains(property)) << "never in an answer: " << property;
  }
}

TEST(JsonSchemaTest, WhatIsNotAsDescribedIsFound) {
  const boost::json::value document = boost::json::parse(R"({"components":{"schemas":{"T":{"type":"object",
      "additionalProperties":false,"required":["a"],"properties":{"a":{"type":"string","pattern":"^x","minLength":2},
      "b":{"type":"integer","minimum":1,"maximum":3},"c":{"type":"array","items":{"enum":["p"]}}}}}}})");
  const boost::json::value schema = boost::json::parse(R"({"$ref":"#/components/schemas/T"})");
  JsonSchema validator(document);
  const auto faults = [&](const char* text) { return validator.check(schema, boost::json::parse(text)).size(); };
  EXPECT_EQ(faults(R"({"a":"xy","b":2,"c":["p"]})"), 0U);
  for (const char* bad :
       {"[]", "{}", R"({"a":1})", R"({"a":"yx"})", R"({"a":"x"})", R"({"a":"xy","b":0})", R"({"a":"xy","b":4})",
        R"({"a":"xy","b":2.5})", R"({"a":"xy","c":["q"]})", R"({"a":"xy","d":1})"}) {
    EXPECT_EQ(faults(bad), 1U) << bad;
  }
  EXPECT_THROW(static_cast<void>(validator.check(boost::json::parse(R"({"format":"uuid"})"), "x")), std::runtime_error);
}

}  // namespace
}  // namespace curfew::http::test
