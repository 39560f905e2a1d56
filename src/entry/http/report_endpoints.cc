#include "entry/http/report_endpoints.h"

#include <limits>
#include <string>
#include <utility>

#include "entry/http/answers.h"
#include "entry/http/csv.h"
#include "entry/http/report_answers.h"

namespace curfew::http {
namespace {

constexpr std::string_view kLinesType = "application/x-ndjson";

// Whether the format that is not JSON is asked for.
Result<bool> wants(const Call& call, std::string_view other) {
  const auto format = call.query.find("format");
  if (!format || *format == "json") return false;
  if (*format == other) return true;
  return fail(ErrorCode::kInvalid, "The query parameter \"format\" must be json or " + std::string(other) + ".");
}

// Held while a month is read.
class Turn {
 public:
  using Semaphore = std::counting_semaphore<ReportEndpoints::kMostAtOnce>;
  explicit Turn(Semaphore& free) : free_(free), taken_(free.try_acquire()) {}
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() {
    if (taken_) free_.release();
  }
  [[nodiscard]] bool taken() const { return taken_; }

 private:
  Semaphore& free_;
  const bool taken_;
};

}  // namespace

void ReportEndpoints::add_routes(Router& router) {
  router.add({.method = "GET",
              .pattern = "/reports/monthly",
              .query = {"month", "format"},
              .answer = [this](const Call& call) { return monthly(call); }});
  router.add(
      {.method = "GET", .pattern = "/audit", .query = {"after", "limit", "format"}, .answer = [this](const Call& call) {
         return audit(call);
       }});
}

Result<HttpReply> ReportEndpoints::monthly(const Call& call) {
  const auto csv = wants(call, "csv");
  if (!csv) return fail(csv.error());
  const Turn turn(free_);
  if (!turn.taken()) {
    return fail(ErrorCode::kTooManyRequests, "Other reports are being made at the moment. Try again in a few seconds.");
  }
  const MonthCall month_call{.caller = call.caller, .month = call.query.find("month")};
  return *csv ? table(month_call) : report(month_call);
}

Result<HttpReply> ReportEndpoints::report(const MonthCall& call) {
  const auto report = use_cases_.report_month.report(call);
  if (!report) return fail(report.error());
  return HttpReply{.now = json_answer(200, to_json(*report))};
}

Result<HttpReply> ReportEndpoints::table(const MonthCall& call) {
  std::string rows;
  append_table_head(rows);
  const auto month = use_cases_.report_month.list(call, [&](const Request& request) -> Status {
    append_table_row(rows, request);
    if (rows.size() <= largest_table_) return {};
    return fail(ErrorCode::kTooLarge,
                "The table of this month is larger than this server answers. Page through GET /requests with scope=all "
                "instead.");
  });
  if (!month) return fail(month.error());
  HttpResponse response = text_answer(200, kCsvType, std::move(rows));
  response.headers.push_back(
      {.name = "Content-Disposition", .value = "attachment; filename=\"curfew-" + to_text(*month) + ".csv\""});
  return HttpReply{.now = std::move(response)};
}

Result<HttpReply> ReportEndpoints::audit(const Call& call) {
  const auto lines = wants(call, "ndjson");
  if (!lines) return fail(lines.error());
  const auto after = call.query.whole_number("after", 0, std::numeric_limits<std::int64_t>::max(), 0);
  if (!after) return fail(after.error());
  constexpr auto kMost = static_cast<std::int64_t>(ExportAudit::kMostEvents);
  const auto limit = call.query.whole_number("limit", 1, kMost, kMost);
  if (!limit) return fail(limit.error());
  const auto exported =
      use_cases_.export_audit({.caller = call.caller, .after = *after, .limit = static_cast<std::size_t>(*limit)});
  if (!exported) return fail(exported.error());
  if (*lines) return HttpReply{.now = text_answer(200, kLinesType, to_lines(*exported))};
  return HttpReply{.now = json_answer(200, to_json(*exported))};
}

}  // namespace curfew::http
