#include "entry/http/report_endpoints.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <vector>

#include "support/scenes.h"
#include "unit/entry/http/support/api_world.h"

namespace curfew::http::test {
namespace {

namespace json = boost::json;
using curfew::test::MemoryStore;

json::value body_of(const Answer& answer) {
  EXPECT_EQ(answer.status, 200) << answer.body;
  return json::parse(answer.body);
}

void expect_error(const Answer& answer, int status, std::string_view code, std::string_view part) {
  EXPECT_EQ(answer.status, status) << answer.body;
  const json::value body = json::parse(answer.body);
  EXPECT_EQ(std::string_view(body.at("code").as_string()), code);
  EXPECT_TRUE(std::string_view(body.at("error").as_string()).contains(part)) << answer.body;
}

void decide(ApiWorld& world, const std::string& id, const std::string& action) {
  const Answer answer = world.call("POST", "/approvals", "manager",
                                   R"({"request_id":")" + id + R"(","action":")" + action + R"(","comments":"=1+1"})");
  EXPECT_LT(answer.status, 300) << answer.body;
}

TEST(ReportEndpointsTest, OnlyManagersReadReportsAndTheTrail) {
  ApiWorld world;
  for (const char* target : {"/reports/monthly", "/reports/monthly?month=nonsense", "/reports/monthly?format=csv",
                             "/audit", "/audit?format=ndjson"}) {
    expect_error(world.call("GET", target, "engineer"), 403, "forbidden", "Managers");
    expect_error(world.call("GET", target, "guest"), 403, "forbidden", "Managers");
    EXPECT_EQ(world.call("GET", target).status, 401) << target;
    EXPECT_EQ(world.call("POST", target, "manager", "{}").status, 405) << target;
  }
}

TEST(ReportEndpointsTest, BadQueriesAreRefusedWithWhatIsWrong) {
  ApiWorld world;
  expect_error(world.call("GET", "/reports/monthly?month=2025-13", "manager"), 400, "invalid_request", "2026-11");
  expect_error(world.call("GET", "/reports/monthly?month=", "manager"), 400, "invalid_request", "2026-11");
  expect_error(world.call("GET", "/reports/monthly?month=2026-01", "manager"), 400, "invalid_request", "not begun");
  expect_error(world.call("GET", "/reports/monthly?format=xml", "manager"), 400, "invalid_request", "json or csv");
  expect_error(world.call("GET", "/reports/monthly?year=2025", "manager"), 400, "invalid_request", "year");
  expect_error(world.call("GET", "/audit?format=csv", "manager"), 400, "invalid_request", "json or ndjson");
  for (const char* query : {"?limit=0", "?limit=1001", "?limit=-1", "?limit=ten", "?limit="}) {
    expect_error(world.call("GET", "/audit" + std::string(query), "manager"), 400, "invalid_request", "1 to 1000");
  }
  for (const char* query : {"?after=-1", "?after=-0", "?after=x", "?after=9223372036854775808", "?after="}) {
    expect_error(world.call("GET", "/audit" + std::string(query), "manager"), 400, "invalid_request", "after");
  }
}

TEST(ReportEndpointsTest, AReportHasTheMonthItsSumsAndItsRows) {
  ApiWorld world;
  world.ask("engineer", "S3FullAccess");
  const std::string high = world.ask("engineer", "EmergencyAdmin");
  world.clock.advance(std::chrono::seconds(75));
  decide(world, high, "APPROVE");
  world.run_for(std::chrono::minutes(20));
  const json::value report = body_of(world.call("GET", "/reports/monthly", "boss"));
  EXPECT_EQ(report.at("month"), "2025-12");
  EXPECT_EQ(report.at("from"), "2025-12-01T00:00:00Z");
  EXPECT_EQ(report.at("until"), "2026-01-01T00:00:00Z");
  EXPECT_EQ(report.at("totals").at("requests"), 2);
  EXPECT_EQ(report.at("totals").at("auto_approved"), 1);
  EXPECT_EQ(report.at("totals").at("approved"), 1);
  EXPECT_EQ(report.at("totals").at("active"), 2);
  EXPECT_EQ(report.at("totals").at("minutes_requested"), 90) << "the catalog allows half an hour of the second one";
  EXPECT_GE(report.at("totals").at("minutes_held").as_int64(), 38);
  EXPECT_EQ(report.at("approval_latency_seconds").at("median"), 75);
  ASSERT_EQ(report.at("by_person").as_array().size(), 1U);
  EXPECT_EQ(report.at("by_person").at(0).at("user_email"), "engineer@example.com");
  EXPECT_EQ(report.at("by_person").at(0).at("requests"), 2);
  EXPECT_EQ(report.at("by_account").at(0).at("account_name"), "Management");
  EXPECT_EQ(report.at("by_permission_set").at(0).at("permission_set"), "EmergencyAdmin") << "by name where counts tie";
  EXPECT_EQ(report.at("by_approver").at(0).at("approver_email"), "manager@example.com");
  EXPECT_EQ(report.at("by_approver").at(0).at("median_latency_seconds"), 75);
  EXPECT_EQ(report.at("by_day").at(0).at("date"), "2025-12-06");
  const json::value before = body_of(world.call("GET", "/reports/monthly?month=2025-11&format=json", "boss"));
  EXPECT_EQ(before.at("totals").at("requests"), 0);
  EXPECT_FALSE(before.as_object().contains("approval_latency_seconds"));
}

TEST(ReportEndpointsTest, TheTableIsCsvThatNoSpreadsheetRuns) {
  ApiWorld world;
  const std::string id = world.ask("engineer", "EmergencyAdmin");
  world.store.tamper([&](MemoryStore::Tables& tables) {
    tables.requests.at(RequestId(id)).reason = "=cmd|' /C calc'!A0, \"now\"\n🔑 \u202Eabc";
  });
  decide(world, id, "DENY");
  const Answer table = world.call("GET", "/reports/monthly?format=csv", "manager");
  EXPECT_EQ(table.status, 200);
  EXPECT_EQ(table.header("Content-Type"), "text/csv; charset=utf-8; header=present");
  EXPECT_EQ(table.header("Content-Disposition"), "attachment; filename=\"curfew-2025-12.csv\"");
  EXPECT_EQ(table.header("Cache-Control"), "no-store");
  EXPECT_EQ(table.body,
            "request_id,requested_at,user_email,account_id,account_name,permission_set,risk,status,duration_minutes,"
            "reason,decided_at,approver_email,comments,granted_at,expires_at,ended_at,revocation,ended_by\r\n" +
                id +
                ",2025-12-06T14:30:00Z,engineer@example.com,533267321107,Management,EmergencyAdmin,HIGH,DENIED,30,"
                "\"'=cmd|' /C calc'!A0, \"\"now\"\"\n🔑 \u202Eabc\",2025-12-06T14:30:00Z,manager@example.com,'=1+1,"
                ",,2025-12-06T14:30:00Z,,\r\n");
}

TEST(ReportEndpointsTest, AnEndedRequestsRowSaysWhenAndByWhom) {
  ApiWorld world;
  const std::string id = world.ask("engineer", "S3FullAccess");
  world.run_for(std::chrono::minutes(1));
  EXPECT_LT(world.call("POST", "/revoke", "manager", R"({"request_id":")" + id + R"("})").status, 300);
  world.run_for(std::chrono::minutes(1));
  const Answer table = world.call("GET", "/reports/monthly?format=csv&month=2025-12", "manager");
  const std::string row = table.body.substr(table.body.find("\r\n") + 2);
  EXPECT_TRUE(row.contains(",LOW,REVOKED,60,test,2025-12-06T14:30:00Z,,,2025-12-06T14:30:")) << row;
  EXPECT_TRUE(row.contains(",2025-12-06T15:30:00Z,2025-12-06T14:31:0")) << row;
  EXPECT_TRUE(row.ends_with(",MANUAL,manager@example.com\r\n")) << row;
}

TEST(ReportEndpointsTest, AMonthWithoutRequestsIsATableWithItsHead) {
  ApiWorld world;
  const Answer table = world.call("GET", "/reports/monthly?format=csv&month=2024-02", "manager");
  EXPECT_EQ(table.header("Content-Disposition"), "attachment; filename=\"curfew-2024-02.csv\"");
  EXPECT_TRUE(table.body.starts_with("request_id,"));
  EXPECT_EQ(table.body.find("\r\n"), table.body.size() - 2);
}

TEST(ReportEndpointsTest, TheTrailComesInPagesWithWhatAnchorsIt) {
  ApiWorld world;
  const std::string id = world.ask("engineer", "S3FullAccess");
  world.run_for(std::chrono::seconds(10));
  ASSERT_TRUE(world.app().seal().has_value());
  const json::value all = body_of(world.call("GET", "/audit", "manager"));
  EXPECT_EQ(all.at("count"), all.at("events").as_array().size());
  EXPECT_FALSE(all.as_object().contains("next_after"));
  EXPECT_EQ(all.at("last_checkpoint").at("Position"), all.at("count"));
  EXPECT_EQ(all.at("last_checkpoint").at("Signature").as_string().size(), 128U);
  const json::value first = body_of(world.call("GET", "/audit?limit=1", "manager"));
  EXPECT_EQ(first.at("next_after"), 1);
  EXPECT_EQ(first.at("events").at(0).at("position"), 1);
  EXPECT_EQ(first.at("events").at(0), all.at("events").at(0));
  EXPECT_EQ(body_of(world.call("GET", "/audit?after=1&limit=1", "manager")).at("events").at(0), all.at("events").at(1));
  // A request's own events are the same ones.
  json::value events = body_of(world.call("GET", "/requests/" + id + "/events", "manager")).at("events");
  std::vector<json::value> of_request;
  for (json::value event : all.at("events").as_array()) {
    if (event.at("Chain") != json::value("request/" + id)) continue;
    event.as_object().erase("position");
    of_request.push_back(std::move(event));
  }
  EXPECT_EQ(json::array(of_request.begin(), of_request.end()), events.as_array());
}

TEST(ReportEndpointsTest, TheTrailComesInLinesToo) {
  ApiWorld world;
  world.ask("engineer", "EmergencyAdmin");
  world.ask("engineer", "S3FullAccess");
  const json::value all = body_of(world.call("GET", "/audit", "manager"));
  const Answer lines = world.call("GET", "/audit?format=ndjson", "manager");
  EXPECT_EQ(lines.header("Content-Type"), "application/x-ndjson");
  std::size_t begin = 0;
  for (const json::value& event : all.at("events").as_array()) {
    const std::size_t end = lines.body.find('\n', begin);
    ASSERT_NE(end, std::string::npos);
    EXPECT_EQ(json::parse(lines.body.substr(begin, end - begin)), event);
    begin = end + 1;
  }
  EXPECT_EQ(begin, lines.body.size());
  EXPECT_EQ(world.call("GET", "/audit?format=ndjson&after=1000", "manager").body, "");
}

// Calls the endpoints without a server, so that the index can be anything.
class Bare {
 public:
  explicit Bare(RequestIndex& index, std::size_t largest_table = ReportEndpoints::kLargestTable)
      : report_(index, clock_), export_(store_, log_), endpoints_({report_, export_}, largest_table) {
    endpoints_.add_routes(router_);
  }

  Result<HttpReply> get(std::string_view path, std::string_view query = {}) {
    const HttpRequest request{.method = "GET", .path = std::string(path), .query = std::string(query)};
    const Router::Match match = router_.match("GET", path);
    auto parameters = QueryParameters::parse(query, match.route->query);
    return match.route->answer({.request = request,
                                .query = parameters.value(),
                                .argument = {},
                                .caller = curfew::test::World::person("mia", true),
                                .now = clock_.now()});
  }

 private:
  curfew::test::FakeClock clock_;
  MemoryStore store_;
  curfew::test::RecordingLog log_;
  ReportMonth report_;
  ExportAudit export_;
  ReportEndpoints endpoints_;
  Router router_;
};

// While it is read, it is asked for again.
class NestedIndex final : public RequestIndex {
 public:
  [[nodiscard]] Result<std::vector<Request>> page(const RequestFilter&, std::size_t,
                                                  const std::optional<PagePosition>&) override {
    answers.push_back(calls->get("/reports/monthly"));
    return std::vector<Request>{};
  }
  Bare* calls = nullptr;
  std::vector<Result<HttpReply>> answers;
};

TEST(ReportEndpointsTest, OnlySoManyMonthsAreReadAtTheSameTime) {
  NestedIndex index;
  Bare calls(index);
  index.calls = &calls;
  ASSERT_TRUE(calls.get("/reports/monthly").has_value());
  ASSERT_EQ(index.answers.size(), static_cast<std::size_t>(ReportEndpoints::kMostAtOnce));
  ASSERT_FALSE(index.answers.front().has_value()) << "the innermost one";
  EXPECT_EQ(index.answers.front().error().code, ErrorCode::kTooManyRequests);
  EXPECT_TRUE(index.answers.back().has_value());
  ASSERT_TRUE(calls.get("/reports/monthly").has_value()) << "those that have ended let others in";
}

TEST(ReportEndpointsTest, ATableThatIsTooLargeIsRefusedAndNotCutOff) {
  MemoryStore store;
  store.tamper([](MemoryStore::Tables& tables) {
    for (const char* id : {"a", "b", "c"}) {
      Request request = curfew::test::new_request(id, Risk::kHigh);
      request.requested_at = curfew::test::kTestStartSecond;
      tables.requests[request.id] = request;
    }
  });
  Bare calls(store);
  const auto whole = calls.get("/reports/monthly", "format=csv");
  ASSERT_TRUE(whole.has_value());
  const std::size_t size = whole->now.body.size();
  EXPECT_TRUE(Bare(store, size).get("/reports/monthly", "format=csv").has_value());
  const auto refused = Bare(store, size - 1).get("/reports/monthly", "format=csv");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::kTooLarge);
}

}  // namespace
}  // namespace curfew::http::test
