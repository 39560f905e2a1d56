#include "entry/http/request_endpoints.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <latch>
#include <string>

#include "unit/entry/http/support/api_world.h"

namespace curfew::http::test {
namespace {

namespace json = boost::json;

std::string code_of(const Answer& answer) { return std::string(json::parse(answer.body).at("code").as_string()); }

std::string submit_body(std::string_view more = {}) {
  return R"({"account_name":"Management","permission_set":"S3FullAccess","reason":"TICKET-1")" + std::string(more) +
         "}";
}

std::string about(const std::string& id, std::string_view more = {}) {
  return R"({"request_id":")" + id + R"(")" + std::string(more) + "}";
}

const std::string kNobody = "11111111-1111-4111-8111-111111111111";

TEST(RequestEndpointsTest, LowRiskIsBeingGrantedAtOnce) {
  ApiWorld world;
  const Answer answer = world.call("POST", "/requests", "engineer", submit_body(R"(,"duration_minutes":30)"));
  EXPECT_EQ(answer.status, 202);
  const json::value body = json::parse(answer.body);
  EXPECT_EQ(body.at("status"), "GRANTING");
  EXPECT_EQ(body.at("account"), "Management");
  EXPECT_EQ(body.at("permission_set"), "S3FullAccess");
  EXPECT_EQ(body.at("expires_at"), "2025-12-06T15:00:00Z");
}

TEST(RequestEndpointsTest, HighRiskWaitsForAManager) {
  ApiWorld world;
  const Answer answer = world.call("POST", "/requests", "engineer",
                                   R"({"account_name":"Management","permission_set":"EmergencyAdmin","reason":"r"})");
  EXPECT_EQ(answer.status, 202);
  const json::value body = json::parse(answer.body);
  EXPECT_EQ(body.at("status"), "PENDING");
  EXPECT_TRUE(body.as_object().contains("note"));
  EXPECT_FALSE(body.as_object().contains("expires_at"));
}

TEST(RequestEndpointsTest, TheAnswerWaitsForAwsAndThenSaysActive) {
  ApiWorld world([](ApiSettings& settings, ServerSettings&) { settings.wait_for_outcome = std::chrono::seconds(10); });
  RawClient client(world.port());
  const std::string body = submit_body();
  client.send(
      "POST /requests HTTP/1.1\r\nHost: c\r\nAuthorization: engineer\r\nContent-Type: application/json\r\n"
      "Content-Length: " +
      std::to_string(body.size()) + "\r\n\r\n" + body);
  std::string id;
  while (id.empty()) {  // until it is stored
    const json::value page = json::parse(world.call("GET", "/requests", "engineer").body);
    if (page.at("count") == 1) id = page.at("requests").at(0).at("RequestId").as_string();
  }
  ASSERT_TRUE(world.work_now());
  world.run_for(Millis(2000));
  const Answer answer = client.read_answer();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(json::parse(answer.body).at("status"), "ACTIVE");
  EXPECT_EQ(answer.header("X-Request-Id").size(), 36U);
}

TEST(RequestEndpointsTest, IdentityInTheBodyMustBeTheTokens) {
  ApiWorld world;
  const Answer other = world.call("POST", "/requests", "engineer", submit_body(R"(,"user_email":"boss@example.com")"));
  EXPECT_EQ(other.status, 403);
  EXPECT_EQ(code_of(other), "identity_mismatch");
  EXPECT_EQ(world.call("POST", "/requests", "engineer", submit_body(R"(,"user_email":"Engineer@Example.COM")")).status,
            202);
  const std::string id = world.ask("engineer", "EmergencyAdmin");
  EXPECT_EQ(code_of(world.call("POST", "/approvals", "manager",
                               about(id, R"(,"action":"APPROVE","approver_email":"boss@example.com")"))),
            "identity_mismatch");
  EXPECT_EQ(code_of(world.call("POST", "/revoke", "manager", about(id, R"(,"revoker_email":"boss@example.com")"))),
            "identity_mismatch");
}

TEST(RequestEndpointsTest, BadSubmissionsAreRefusedAndNothingIsStored) {
  const std::string start = R"({"account_name":"Management","permission_set":"S3FullAccess",)";
  struct Bad {
    std::string body;
    std::string code;
  };
  const std::vector<Bad> all{
      {submit_body(R"(,"duration_minutes":0)"), "invalid_request"},
      {submit_body(R"(,"duration_minutes":-5)"), "invalid_request"},
      {submit_body(R"(,"duration_minutes":4)"), "invalid_request"},
      {submit_body(R"(,"duration_minutes":61)"), "invalid_request"},
      {submit_body(R"(,"duration_minutes":"30")"), "invalid_request"},
      {submit_body(R"(,"duration_minutes":30.0)"), "invalid_request"},
      {submit_body(R"(,"duration_minutes":30.5)"), "invalid_request"},
      {submit_body(R"(,"duration_minutes":3e1)"), "invalid_request"},
      {submit_body(R"(,"duration_minutes":null)"), "invalid_request"},
      {submit_body(R"(,"duration_minutes":true)"), "invalid_request"},
      {submit_body(R"(,"duration_minutes":[30])"), "invalid_request"},
      {submit_body(R"(,"duration_minutes":99999999999999999999)"), "invalid_request"},
      {submit_body(R"(,"duration_minutes":NaN)"), "invalid_request"},
      {submit_body(R"(,"user_email":null)"), "invalid_request"},
      {submit_body(R"(,"user_id":"u-boss")"), "invalid_request"},
      {submit_body(R"(,"status":"ACTIVE")"), "invalid_request"},
      {submit_body(R"(,"reason":"again")"), "invalid_request"},
      {start + R"("reason":""})", "invalid_request"},
      {start + R"("reason":"  \n\t "})", "invalid_request"},
      {start + R"("reason":"a\u0000b"})", "invalid_request"},
      {start + R"("reason":"a\u001bb"})", "invalid_request"},
      {start + R"("reason":"a\u0085b"})", "invalid_request"},
      {start + R"("reason":7})", "invalid_request"},
      {start + R"("reason":")" + std::string(4097, 'x') + R"("})", "invalid_request"},
      {R"({"account_name":"Nowhere","permission_set":"S3FullAccess","reason":"r"})", "against_policy"},
      {R"({"account_name":"Management","permission_set":"Root","reason":"r"})", "against_policy"},
      {R"({"account_name":"management","permission_set":"S3FullAccess","reason":"r"})", "against_policy"},
      {R"({"permission_set":"S3FullAccess","reason":"r"})", "invalid_request"},
      {"{}", "invalid_request"},
      {"[]", "invalid_request"},
      {"null", "invalid_request"},
      {"{\"reason\":\"\xc3\"}", "invalid_request"},
      {"not json", "invalid_request"},
  };
  ApiWorld world;
  for (const Bad& bad : all) {
    const Answer answer = world.call("POST", "/requests", "engineer", bad.body);
    EXPECT_EQ(answer.status, 400) << bad.body;
    EXPECT_EQ(code_of(answer), bad.code) << bad.body;
  }
  EXPECT_EQ(world.stored_requests(), 0U);
}

TEST(RequestEndpointsTest, AReasonMayHaveExactly4096CharactersOfAnyScript) {
  ApiWorld world;
  std::string reason;
  for (int i = 0; i < 4096; ++i) reason += "\xe2\x82\xac";
  const std::string start = R"({"account_name":"Management","permission_set":"S3FullAccess","reason":" )";
  EXPECT_EQ(world.call("POST", "/requests", "engineer", start + reason + R"("})").status, 202);
}

TEST(RequestEndpointsTest, WhoIsInNoGroupOrUnknownToIdentityCenterGetsNothing) {
  ApiWorld world;
  EXPECT_EQ(world.call("POST", "/requests", "guest", submit_body()).status, 403);
  const Answer stranger = world.call("POST", "/requests", "stranger", submit_body());
  EXPECT_EQ(stranger.status, 400);
  EXPECT_EQ(code_of(stranger), "unknown_user");
}

TEST(RequestEndpointsTest, StandingAccessIsAConflict) {
  ApiWorld world;
  world.ask("engineer", "EmergencyAdmin");  // so that the user is bound, and the access has a name
  AssignmentKey key = world.store.tables().requests.begin()->second.access;
  key.permission_set_arn = world.catalog.current()->permission_set("S3FullAccess")->arn;
  world.center.add_standing(key);
  const Answer answer = world.call("POST", "/requests", "engineer", submit_body());
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(code_of(answer), "standing_access");
}

TEST(RequestEndpointsTest, ARepeatedKeyIsAnsweredFromTheRecord) {
  ApiWorld world;
  const std::string_view key = "Idempotency-Key: abc-1\r\n";
  const Answer first = world.call("POST", "/requests", "engineer", submit_body(), key);
  const Answer again = world.call("POST", "/requests", "engineer", submit_body(), key);
  EXPECT_EQ(first.body, again.body);
  const Answer other = world.call("POST", "/requests", "engineer", submit_body(R"(,"duration_minutes":5)"), key);
  EXPECT_EQ(other.status, 409);
  EXPECT_EQ(code_of(other), "idempotency_conflict");
  const Answer somebody = world.call("POST", "/requests", "boss", submit_body(), key);
  EXPECT_NE(json::parse(somebody.body).at("request_id"), json::parse(first.body).at("request_id"));
}

TEST(RequestEndpointsTest, AKeyThatIsNoneIsRefused) {
  ApiWorld world;
  for (const std::string& header :
       {std::string("Idempotency-Key:\r\n"), std::string("Idempotency-Key: a b\r\n"),
        std::string("Idempotency-Key: \xc3\xa9\r\n"), "Idempotency-Key: " + std::string(256, 'k') + "\r\n",
        std::string("Idempotency-Key: a\r\nIdempotency-Key: a\r\n")}) {
    EXPECT_EQ(world.call("POST", "/requests", "engineer", submit_body(), header).status, 400) << header;
  }
  EXPECT_EQ(world.stored_requests(), 0U);
}

TEST(RequestEndpointsTest, ListingGivesOnesOwnAndManagersThePendingToo) {
  ApiWorld world;
  const std::string low = world.ask("engineer", "S3FullAccess");
  world.clock.advance(Millis(2000));
  const std::string high = world.ask("engineer", "EmergencyAdmin");
  const std::string managers = world.ask("manager", "S3FullAccess");
  const auto listed = [&](std::string_view token, std::string_view query) {
    std::string ids;
    for (const json::value& r :
         json::parse(world.call("GET", "/requests" + std::string(query), token).body).at("requests").as_array()) {
      ids += r.at("RequestId").as_string() == low    ? "low "
             : r.at("RequestId").as_string() == high ? "high "
                                                     : "managers ";
    }
    return ids;
  };
  EXPECT_EQ(listed("engineer", ""), "high low ");
  EXPECT_EQ(listed("boss", ""), "high ");
  EXPECT_EQ(listed("boss", "?scope=mine"), "");
  EXPECT_EQ(listed("boss", "?scope=pending"), "high ");
  EXPECT_TRUE(listed("boss", "?scope=all").contains("managers"));
  EXPECT_EQ(listed("engineer", "?status=PENDING"), "high ");
  EXPECT_EQ(world.call("GET", "/requests?scope=all", "engineer").status, 403);
  EXPECT_EQ(world.call("GET", "/requests?scope=pending", "engineer").status, 403);
}

TEST(RequestEndpointsTest, PagesFollowEachOther) {
  ApiWorld world;
  for (int i = 0; i < 3; ++i) {
    world.ask("engineer", "EmergencyAdmin");
    world.clock.advance(Millis(1000));
  }
  const json::value first = json::parse(world.call("GET", "/requests?limit=2", "engineer").body);
  EXPECT_EQ(first.at("count"), 2);
  const std::string cursor(first.at("next_cursor").as_string());
  const json::value second = json::parse(world.call("GET", "/requests?limit=2&cursor=" + cursor, "engineer").body);
  EXPECT_EQ(second.at("count"), 1);
  EXPECT_FALSE(second.as_object().contains("next_cursor"));
  EXPECT_NE(first.at("requests").at(1).at("RequestId"), second.at("requests").at(0).at("RequestId"));
}

TEST(RequestEndpointsTest, BadQueriesAreRefused) {
  ApiWorld world;
  for (const char* query :
       {"?limit=0", "?limit=101", "?limit=-1", "?limit=abc", "?limit=", "?limit=1.5", "?scope=everyone",
        "?scope=", "?status=active", "?status=", "?cursor=xyz", "?user=boss", "?limit=1&limit=2", "?%", "?limit=%zz"}) {
    EXPECT_EQ(world.call("GET", "/requests" + std::string(query), "manager").status, 400) << query;
  }
}

TEST(RequestEndpointsTest, AnotherPersonsRequestIsNotThere) {
  ApiWorld world;
  const std::string id = world.ask("manager", "EmergencyAdmin");
  EXPECT_EQ(world.call("GET", "/requests/" + id, "engineer").status, 404);
  EXPECT_EQ(world.call("GET", "/requests/" + id + "/events", "engineer").status, 404);
  EXPECT_EQ(world.call("POST", "/requests/" + id + "/cancel", "engineer").status, 404);
  EXPECT_EQ(world.call("POST", "/revoke", "engineer", about(id)).status, 404);
  EXPECT_EQ(world.call("GET", "/requests/" + id, "boss").status, 200);
  EXPECT_EQ(world.call("GET", "/requests/" + kNobody, "boss").status, 404);
}

TEST(RequestEndpointsTest, ARecordHasTheManualsAttributesWithTheirTypes) {
  ApiWorld world;
  const std::string id = world.ask("engineer", "S3FullAccess");
  const json::value record = json::parse(world.call("GET", "/requests/" + id, "engineer").body);
  EXPECT_EQ(record.at("RequestId"), json::value(id));
  EXPECT_EQ(record.at("PermissionSet"), "JIT-S3FullAccess");
  EXPECT_EQ(record.at("Status"), "GRANTING");
  EXPECT_EQ(record.at("DurationMinutes"), 60);
  EXPECT_EQ(record.at("RequestTimestamp"), 1'765'031'400);
  const json::value events = json::parse(world.call("GET", "/requests/" + id + "/events", "engineer").body);
  ASSERT_GE(events.at("events").as_array().size(), 1U);
  EXPECT_EQ(events.at("events").at(0).at("SourceAddress"), "127.0.0.1");
}

TEST(RequestEndpointsTest, AManagerApprovesAndTheRequesterIsNotAsked) {
  ApiWorld world;
  const std::string id = world.ask("engineer", "EmergencyAdmin");
  const Answer answer =
      world.call("POST", "/approvals", "manager", about(id, R"(,"action":"approve","comments":"ok")"));
  EXPECT_EQ(answer.status, 202) << answer.body;
  const json::value body = json::parse(answer.body);
  EXPECT_EQ(body.at("status"), "GRANTING");
  EXPECT_EQ(body.at("approver"), "manager@example.com");
  EXPECT_EQ(body.at("user_email"), "engineer@example.com");
  EXPECT_EQ(body.at("permission_set"), "JIT-EmergencyAdmin");
  EXPECT_EQ(code_of(world.call("POST", "/approvals", "boss", about(id, R"(,"action":"DENY","comments":"no")"))),
            "already_decided");
}

TEST(RequestEndpointsTest, ADenialIsFinalAndNeedsAComment) {
  ApiWorld world;
  const std::string id = world.ask("engineer", "EmergencyAdmin");
  EXPECT_EQ(world.call("POST", "/approvals", "manager", about(id, R"(,"action":"DENY")")).status, 400);
  EXPECT_EQ(world.call("POST", "/approvals", "manager", about(id, R"(,"action":"DENY","comments":" ")")).status, 400);
  const Answer denied =
      world.call("POST", "/approvals", "manager", about(id, R"(,"action":"Deny","comments":"use S3")"));
  EXPECT_EQ(denied.status, 200);
  EXPECT_EQ(json::parse(denied.body).at("status"), "DENIED");
  EXPECT_FALSE(json::parse(denied.body).as_object().contains("expires_at"));
}

TEST(RequestEndpointsTest, NobodyDecidesWhoMayNot) {
  ApiWorld world;
  const std::string id = world.ask("engineer", "EmergencyAdmin");
  EXPECT_EQ(code_of(world.call("POST", "/approvals", "engineer", about(id, R"(,"action":"APPROVE")"))), "forbidden");
  EXPECT_EQ(code_of(world.call("POST", "/approvals", "engineer", about(kNobody, R"(,"action":"APPROVE")"))),
            "forbidden")
      << "the role is checked before existence";
  const std::string own = world.ask("manager", "EmergencyAdmin");
  EXPECT_EQ(code_of(world.call("POST", "/approvals", "manager", about(own, R"(,"action":"APPROVE")"))),
            "self_approval");
  EXPECT_EQ(world.call("POST", "/approvals", "manager", about(kNobody, R"(,"action":"APPROVE")")).status, 404);
}

TEST(RequestEndpointsTest, BadDecisionsAreRefused) {
  ApiWorld world;
  const std::string id = world.ask("engineer", "EmergencyAdmin");
  const std::size_t before = world.stored_requests();
  for (const std::string& body :
       {about(id), about(id, R"(,"action":"MAYBE")"), about(id, R"(,"action":true)"),
        about(id, R"(,"action":"APPROVE","x":1)"), about(id, R"(,"action":"APPROVE","comments":null)"),
        about("", R"(,"action":"APPROVE")"), about("a b", R"(,"action":"APPROVE")"),
        about(std::string(129, 'a'), R"(,"action":"APPROVE")"), std::string(R"({"action":"APPROVE"})"),
        std::string(R"({"request_id":7,"action":"APPROVE"})")}) {
    EXPECT_EQ(world.call("POST", "/approvals", "manager", body).status, 400) << body;
  }
  EXPECT_EQ(world.stored_requests(), before);
}

TEST(RequestEndpointsTest, ARevocationSaysWhoDidItAndWhatIsLeft) {
  ApiWorld world;
  const std::string id = world.ask("engineer", "S3FullAccess");
  const Answer answer = world.call("POST", "/revoke", "engineer", about(id));
  EXPECT_LT(answer.status, 300) << answer.body;
  const json::value body = json::parse(answer.body);
  EXPECT_EQ(body.at("revoked_by"), "engineer@example.com");
  EXPECT_EQ(body.at("user_email"), "engineer@example.com");
  EXPECT_EQ(body.at("permission_set"), "JIT-S3FullAccess");
  EXPECT_EQ(code_of(world.call("POST", "/revoke", "engineer", about(id))), "ended");
}

TEST(RequestEndpointsTest, ARequesterCancelsAPendingRequestWithOrWithoutABody) {
  ApiWorld world;
  const std::string one = world.ask("engineer", "EmergencyAdmin");
  EXPECT_EQ(world.call("POST", "/requests/" + one + "/cancel", "boss").status, 403);
  const Answer answer = world.call("POST", "/requests/" + one + "/cancel", "engineer");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(json::parse(answer.body).at("status"), "CANCELLED");
  const std::string two = world.ask("engineer", "EmergencyAdmin");
  EXPECT_EQ(world.call("POST", "/requests/" + two + "/cancel", "engineer", R"({"x":1})").status, 400);
  EXPECT_EQ(world.call("POST", "/requests/" + two + "/cancel", "engineer", "{}").status, 200);
}

}  // namespace
}  // namespace curfew::http::test
