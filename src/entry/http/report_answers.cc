#include "entry/http/report_answers.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <optional>
#include <utility>
#include <vector>

#include "entry/http/answers.h"
#include "entry/http/csv.h"

namespace curfew::http {
namespace {

namespace json = boost::json;

std::int64_t whole_minutes(std::chrono::seconds time) {
  return std::chrono::duration_cast<std::chrono::minutes>(time).count();
}

json::object totals_json(const Tally& tally) {
  return {{"requests", tally.requests},
          {"auto_approved", tally.auto_approved},
          {"approved", tally.approved},
          {"denied", tally.denied},
          {"cancelled", tally.cancelled},
          {"expired", tally.expired},
          {"pending", tally.pending},
          {"failed", tally.failed},
          {"active", tally.active},
          {"revoked_early", tally.revoked_early},
          {"ended_on_time", tally.ended_on_time},
          {"minutes_requested", tally.asked_for.count()},
          {"minutes_held", whole_minutes(tally.held)}};
}

json::object latency_json(const Latency& latency) {
  return {{"count", latency.count},
          {"median", latency.median.count()},
          {"p90", latency.p90.count()},
          {"longest", latency.longest.count()},
          {"mean", latency.mean.count()}};
}

// `row` begins with what the row is about.
json::object with_counts(json::object row, const Tally& tally) {
  row.emplace("requests", tally.requests);
  row.emplace("auto_approved", tally.auto_approved);
  row.emplace("approved", tally.approved);
  row.emplace("denied", tally.denied);
  row.emplace("failed", tally.failed);
  row.emplace("revoked_early", tally.revoked_early);
  row.emplace("minutes_requested", tally.asked_for.count());
  row.emplace("minutes_held", whole_minutes(tally.held));
  return row;
}

json::object row_json(const PersonTally& row) {
  return with_counts({{"user_id", row.user_id.str()}, {"user_email", row.user_email}}, row.tally);
}
json::object row_json(const AccountTally& row) {
  return with_counts({{"account_id", row.account_id.str()}, {"account_name", row.account_name}}, row.tally);
}
json::object row_json(const PermissionSetTally& row) {
  return with_counts({{"permission_set_arn", row.permission_set_arn.str()}, {"permission_set", row.permission_set}},
                     row.tally);
}
json::object row_json(const DayTally& row) {
  return with_counts({{"date", iso8601(Seconds(row.day)).substr(0, 10)}}, row.tally);
}
json::object row_json(const ApproverTally& row) {
  json::object object{{"approver_email", row.approver_email},
                      {"approved", row.approved},
                      {"denied", row.denied},
                      {"median_latency_seconds", row.median_latency.count()}};
  if (row.approver_user_id) object.emplace("approver_user_id", row.approver_user_id->str());
  return object;
}

template <class Row>
json::array rows_json(const std::vector<Row>& rows) {
  json::array array;
  array.reserve(rows.size());
  for (const Row& row : rows) array.push_back(row_json(row));
  return array;
}

json::object event_json(const PlacedEvent& placed) {
  json::object object{{"position", placed.position}};
  for (auto& [name, value] : to_json(to_attributes(placed.event))) object.emplace(name, std::move(value));
  return object;
}

std::string time_cell(const std::optional<Seconds>& at) { return at ? iso8601(*at) : std::string{}; }

}  // namespace

json::object to_json(const MonthReport& report) {
  json::object object{{"month", to_text(report.month)},
                      {"from", iso8601(begin_of(report.month))},
                      {"until", iso8601(begin_of(report.month + std::chrono::months(1)))},
                      {"generated_at", iso8601(report.generated_at)},
                      {"totals", totals_json(report.totals)}};
  if (report.approval_latency) object.emplace("approval_latency_seconds", latency_json(*report.approval_latency));
  object.emplace("by_person", rows_json(report.by_person));
  object.emplace("by_account", rows_json(report.by_account));
  object.emplace("by_permission_set", rows_json(report.by_permission_set));
  object.emplace("by_approver", rows_json(report.by_approver));
  object.emplace("by_day", rows_json(report.by_day));
  return object;
}

void append_table_head(std::string& out) {
  append_row(out, {"request_id", "requested_at", "user_email", "account_id", "account_name", "permission_set", "risk",
                   "status", "duration_minutes", "reason", "decided_at", "approver_email", "comments", "granted_at",
                   "expires_at", "ended_at", "revocation", "ended_by"});
}

void append_table_row(std::string& out, const Request& request) {
  const Decision decision = request.decision.value_or(Decision{});
  append_row(out, {request.id.str(), iso8601(request.requested_at), request.user_email, request.access.account_id.str(),
                   request.account_name, request.permission_set, word(request.risk), word(request.status),
                   std::to_string(request.duration.count()), request.reason,
                   request.decision ? iso8601(decision.at) : std::string{}, decision.approver_email, decision.comments,
                   time_cell(request.granted_at), time_cell(request.expires_at), time_cell(request.ended_at),
                   request.revocation ? word(request.revocation->type) : std::string_view{},
                   request.revocation ? std::string_view(request.revocation->by) : std::string_view{}});
}

json::object to_json(const AuditExport& exported) {
  json::array events;
  events.reserve(exported.events.size());
  for (const PlacedEvent& placed : exported.events) events.push_back(event_json(placed));
  json::object object{{"count", events.size()}};
  object.emplace("events", std::move(events));
  if (exported.next_after) object.emplace("next_after", *exported.next_after);
  if (exported.last_checkpoint) {
    object.emplace("last_checkpoint", to_json(to_attributes(*exported.last_checkpoint)));
  }
  return object;
}

std::string to_lines(const AuditExport& exported) {
  std::string lines;
  for (const PlacedEvent& placed : exported.events) lines += json::serialize(event_json(placed)) + "\n";
  return lines;
}

}  // namespace curfew::http
