// Everything that clients can get wrong, each with its status and code; afterwards the store is as it was.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <string>
#include <vector>

#include "unit/entry/http/support/api_world.h"

namespace curfew::http::test {
namespace {

struct BadRequest {
  std::string what;
  std::string bytes;
  int status = 400;
  std::string code = "invalid_request";
};

constexpr std::string_view kSecond = "22222222-2222-4222-8222-222222222222";

std::string raw(std::string_view line, std::string_view headers = {}, std::string_view body = {}) {
  return std::string(line) + " HTTP/1.1\r\nHost: curfew\r\n" + std::string(headers) + "\r\n" + std::string(body);
}

std::string get(std::string_view target, std::string_view token) {
  return raw("GET " + std::string(target), token.empty() ? "" : "Authorization: " + std::string(token) + "\r\n");
}

std::string post(std::string_view target, std::string_view token, std::string_view body,
                 std::string_view type = "application/json", std::string_view headers = {}) {
  return raw("POST " + std::string(target),
             "Authorization: " + std::string(token) + "\r\nContent-Type: " + std::string(type) +
                 "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string(headers),
             body);
}

std::string submit(std::string_view members) {
  return post("/requests", "engineer",
              R"({"account_name":"Management","permission_set":"S3FullAccess")" + std::string(members) + "}");
}

std::string decide(std::string_view token, std::string_view id, std::string_view members) {
  return post("/approvals", token, R"({"request_id":")" + std::string(id) + "\"" + std::string(members) + "}");
}

std::string revoke(std::string_view token, std::string_view id, std::string_view members = {}) {
  return post("/revoke", token, R"({"request_id":")" + std::string(id) + "\"" + std::string(members) + "}");
}

std::vector<BadRequest> malformed() {
  const std::string head = "POST /requests HTTP/1.1\r\nHost: curfew\r\n";
  return {
      {"no HTTP", "hello\r\n\r\n"},
      {"another version", "GET / HTTP/2.0\r\nHost: curfew\r\n\r\n", 505},
      {"no host", "GET /me HTTP/1.1\r\n\r\n"},
      {"two hosts", "GET /me HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"},
      {"bare line feeds", "GET /me HTTP/1.1\nHost: a\n\n"},
      {"a folded header", raw("GET /me", "X: a\r\n b\r\n")},
      {"a control character in a header", raw("GET /me", "X: a\x01\r\n")},
      {"a blank before the colon", raw("GET /me", "X : a\r\n")},
      {"two lengths", head + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"},
      {"length and chunks", head + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
      {"a negative length", head + "Content-Length: -1\r\n\r\n"},
      {"an unknown coding", head + "Transfer-Encoding: gzip\r\n\r\n", 501},
      {"a broken chunk", head + "Transfer-Encoding: chunked\r\n\r\nxx\r\n"},
      {"an unknown expectation", head + "Expect: miracles\r\nContent-Length: 1\r\n\r\na", 417},
      {"a body over the limit", head + "Content-Length: 65537\r\n\r\n", 413, "too_large"},
      {"chunks over the limit", head + "Transfer-Encoding: chunked\r\n\r\n10001\r\n", 413, "too_large"},
      {"headers over the limit", raw("GET /me", "X: " + std::string(17'000, 'x') + "\r\n"), 431, "too_large"},
      {"an address over the limit", raw("GET /" + std::string(17'000, 'x')), 431, "too_large"},
      {"a relative address", raw("GET me")},
      {"a fragment", raw("GET /me#x")},
  };
}

std::vector<BadRequest> misdirected() {
  return {
      {"no token", get("/requests", ""), 401, "unauthenticated"},
      {"a forged token", get("/requests", "forged"), 401, "unauthenticated"},
      {"another scheme", get("/requests", "Basic engineer"), 401, "unauthenticated"},
      {"two tokens", raw("GET /me", "Authorization: engineer\r\nAuthorization: manager\r\n"), 401, "unauthenticated"},
      {"no such address", get("/nowhere", "engineer"), 404, "not_found"},
      {"an address with a slash too many", get("/requests/", "engineer"), 404, "not_found"},
      {"a way out of the portal", get("/../../etc/passwd", ""), 404, "not_found"},
      {"an encoded way out", get("/%2e%2e/%2e%2e/etc/passwd", ""), 404, "not_found"},
      {"the wrong method", raw("DELETE /requests", "Authorization: engineer\r\n"), 405, "method_not_allowed"},
      {"a method in lower case", raw("post /requests", "Authorization: engineer\r\n"), 405, "method_not_allowed"},
      {"reading what is written", get("/approvals", "manager"), 405, "method_not_allowed"},
      {"an unknown query parameter", get("/me?verbose=1", "engineer")},
      {"a query parameter twice", get("/requests?limit=1&limit=2", "engineer")},
      {"a limit of nothing", get("/requests?limit=0", "engineer")},
      {"a limit over the limit", get("/requests?limit=101", "engineer")},
      {"a limit in words", get("/requests?limit=ten", "engineer")},
      {"an unknown scope", get("/requests?scope=others", "engineer")},
      {"a manager's scope", get("/requests?scope=all", "engineer"), 403, "forbidden"},
      {"a status in lower case", get("/requests?status=active", "engineer")},
      {"a made-up cursor", get("/requests?cursor=abc", "engineer")},
      {"a badly encoded query", get("/requests?limit=%f", "engineer")},
      {"a body with GET", raw("GET /me", "Authorization: engineer\r\nContent-Length: 2\r\n", "{}")},
      {"an unknown request", get("/requests/" + std::string(kSecond), "engineer"), 404, "not_found"},
      {"no possible id", get("/requests/" + std::string(200, 'a'), "engineer"), 404, "not_found"},
      {"metrics through a proxy", raw("GET /metrics", "X-Forwarded-For: 203.0.113.9\r\n"), 403, "forbidden"},
      {"another pool's keys", get("/other/.well-known/jwks.json", ""), 404, "not_found"},
  };
}

std::vector<BadRequest> bad_submissions() {
  return {
      {"no type", raw("POST /requests", "Authorization: engineer\r\nContent-Length: 2\r\n", "{}"), 415,
       "unsupported_media_type"},
      {"a form", post("/requests", "engineer", "reason=r", "application/x-www-form-urlencoded"), 415,
       "unsupported_media_type"},
      {"no JSON", post("/requests", "engineer", "reason")},
      {"JSON cut short", post("/requests", "engineer", R"({"reason":)")},
      {"two objects", post("/requests", "engineer", "{}{}")},
      {"a list", post("/requests", "engineer", "[]")},
      {"null", post("/requests", "engineer", "null")},
      {"nothing asked for", post("/requests", "engineer", "{}")},
      {"a list of lists", post("/requests", "engineer", std::string(60'000, '['))},
      {"no UTF-8", submit(",\"reason\":\"\xff\"")},
      {"no reason", submit("")},
      {"an empty reason", submit(R"(,"reason":"")")},
      {"a blank reason", submit(R"(,"reason":" \n ")")},
      {"a reason of a number", submit(R"(,"reason":1)")},
      {"a reason of null", submit(R"(,"reason":null)")},
      {"a reason with an escape character", submit(R"(,"reason":"\u001b[2J")")},
      {"a reason that is too long", submit(R"(,"reason":")" + std::string(4097, 'r') + "\"")},
      {"a reason twice", submit(R"(,"reason":"a","reason":"b")")},
      {"an unknown member", submit(R"(,"reason":"r","risk":"LOW")")},
      {"somebody else's user id", submit(R"(,"reason":"r","user_id":"u-boss")")},
      {"no minutes", submit(R"(,"reason":"r","duration_minutes":0)")},
      {"negative minutes", submit(R"(,"reason":"r","duration_minutes":-60)")},
      {"minutes under the least", submit(R"(,"reason":"r","duration_minutes":4)")},
      {"minutes over the most", submit(R"(,"reason":"r","duration_minutes":61)")},
      {"half a minute", submit(R"(,"reason":"r","duration_minutes":5.5)")},
      {"minutes in words", submit(R"(,"reason":"r","duration_minutes":"60")")},
      {"minutes without end", submit(R"(,"reason":"r","duration_minutes":1e999)")},
      {"minutes beyond 64 bits", submit(R"(,"reason":"r","duration_minutes":18446744073709551676)")},
      {"somebody else's e-mail", submit(R"(,"reason":"r","user_email":"boss@example.com")"), 403, "identity_mismatch"},
      {"an unknown account",
       post("/requests", "engineer", R"({"account_name":"X","permission_set":"S3FullAccess","reason":"r"})"), 400,
       "against_policy"},
      {"an unknown permission set",
       post("/requests", "engineer", R"({"account_name":"Audit","permission_set":"Root","reason":"r"})"), 400,
       "against_policy"},
      {"more minutes than the permission set allows",
       post("/requests", "engineer",
            R"({"account_name":"Audit","permission_set":"EmergencyAdmin","reason":"r","duration_minutes":31})"),
       400, "against_policy"},
      {"who is in no group",
       post("/requests", "guest", R"({"account_name":"Audit","permission_set":"S3FullAccess","reason":"r"})"), 403,
       "forbidden"},
      {"whom Identity Center does not know",
       post("/requests", "stranger", R"({"account_name":"Audit","permission_set":"S3FullAccess","reason":"r"})"), 400,
       "unknown_user"},
      {"a key of nothing", post("/requests", "engineer", "{}", "application/json", "Idempotency-Key:\r\n")},
  };
}

std::vector<BadRequest> bad_decisions(const std::string& pending, const std::string& own, const std::string& granted) {
  const std::string approve = R"(,"action":"APPROVE")";
  return {
      {"no action", decide("manager", pending, "")},
      {"an unknown action", decide("manager", pending, R"(,"action":"MAYBE")")},
      {"an action of true", decide("manager", pending, R"(,"action":true)")},
      {"a denial without a comment", decide("manager", pending, R"(,"action":"DENY")")},
      {"a comment of null", decide("manager", pending, approve + R"(,"comments":null)")},
      {"a comment with a bell", decide("manager", pending, approve + R"(,"comments":"\u0007")")},
      {"no possible id", decide("manager", "a b", approve)},
      {"an engineer who decides", decide("engineer", pending, approve), 403, "forbidden"},
      {"an engineer who probes for ids", decide("engineer", kSecond, approve), 403, "forbidden"},
      {"one's own request", decide("manager", own, approve), 403, "self_approval"},
      {"another approver's e-mail", decide("manager", pending, approve + R"(,"approver_email":"boss@example.com")"),
       403, "identity_mismatch"},
      {"an unknown request", decide("manager", kSecond, approve), 404, "not_found"},
      {"what is decided already", decide("manager", granted, approve), 409, "already_decided"},
      {"somebody else's access", revoke("engineer", own), 404, "not_found"},
      {"another revoker's e-mail", revoke("manager", granted, R"(,"revoker_email":"boss@example.com")"), 403,
       "identity_mismatch"},
      {"an unknown member", revoke("manager", granted, R"(,"force":true)")},
      {"a cancellation by a manager", post("/requests/" + pending + "/cancel", "manager", "{}"), 403, "forbidden"},
      {"a cancellation of what is not one's own", post("/requests/" + own + "/cancel", "engineer", "{}"), 404,
       "not_found"},
      {"a cancellation with members", post("/requests/" + pending + "/cancel", "engineer", R"({"why":"x"})")},
  };
}

std::string record_of(const curfew::test::MemoryStore& store) {
  const auto tables = store.tables();
  std::string record;
  for (const auto& [id, request] : tables.requests) record += canonical(to_attributes(request));
  for (const auto& [key, assignment] : tables.assignments) record += canonical(to_attributes(assignment));
  for (const auto& placed : tables.events) record += placed.event.hash;
  for (const auto& [id, work] : tables.work) record += canonical(to_attributes(work));
  return record + std::to_string(tables.bindings.size()) + "/" + std::to_string(tables.idempotency.size());
}

TEST(BadRequestsTest, EachGetsItsStatusAndCodeAndTheStoreStaysAsItWas) {
  ApiWorld world;
  const std::string pending = world.ask("engineer", "EmergencyAdmin");
  const std::string own = world.ask("manager", "EmergencyAdmin");
  const std::string granted = world.ask("engineer", "S3FullAccess");
  world.run_for(std::chrono::seconds(10));
  const std::string before = record_of(world.store);

  std::vector<BadRequest> all = malformed();
  for (const auto& more : {misdirected(), bad_submissions(), bad_decisions(pending, own, granted)}) {
    all.insert(all.end(), more.begin(), more.end());
  }
  ASSERT_GE(all.size(), 100U);
  for (const BadRequest& bad : all) {
    const Answer answer = exchange(world.port(), bad.bytes);
    EXPECT_EQ(answer.status, bad.status) << bad.what << "\n" << answer.body;
    if (answer.status == 0) continue;
    const auto body = boost::json::parse(answer.body);
    EXPECT_EQ(body.at("code").as_string(), bad.code) << bad.what;
    EXPECT_GT(body.at("error").as_string().size(), 20U) << bad.what << " deserves a sentence";
  }
  EXPECT_EQ(record_of(world.store), before);
  EXPECT_EQ(world.call("GET", "/me", "engineer").status, 200) << "and the server goes on";
}

}  // namespace
}  // namespace curfew::http::test
