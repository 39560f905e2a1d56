#include "domain/month_report.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string_view>
#include <tuple>
#include <utility>

namespace curfew {
namespace {

using RS = RequestStatus;
using std::chrono::seconds;

// Clocks of two servers may disagree.
seconds from_to(Seconds from, Seconds to) { return std::max(to - from, seconds(0)); }

seconds time_held(const Request& request, Seconds now) {
  if (!request.granted_at) return seconds(0);
  if (request.ended_at) return from_to(*request.granted_at, *request.ended_at);
  // The deployment before did not always write down when it took the access away.
  const bool over = is_final(request.status);
  return from_to(*request.granted_at, over ? request.expires_at.value_or(*request.granted_at) : now);
}

void count_decision(Tally& tally, const Request& request) {
  if (request.status == RS::kDenied) {
    ++tally.denied;
  } else if (request.decision) {
    ++(request.decision->automatic ? tally.auto_approved : tally.approved);
  }
  tally.cancelled += request.status == RS::kCancelled ? 1 : 0;
  tally.expired += request.status == RS::kExpired ? 1 : 0;
  tally.pending += request.status == RS::kPending ? 1 : 0;
}

void count_course(Tally& tally, const Request& request) {
  tally.failed += request.status == RS::kFailed ? 1 : 0;
  tally.active += request.status == RS::kActive ? 1 : 0;
  const bool over = request.status == RS::kRevoking || request.status == RS::kRevoked;
  if (!over || !request.revocation) return;
  ++(request.revocation->type == RevocationType::kManual ? tally.revoked_early : tally.ended_on_time);
}

void count(Tally& tally, const Request& request, Seconds now) {
  ++tally.requests;
  count_decision(tally, request);
  count_course(tally, request);
  tally.asked_for += request.duration;
  tally.held += time_held(request, now);
}

// The first name wins: requests come newest first. Old records may lack one.
void name(std::string& known, const std::string& more) {
  if (known.empty()) known = more;
}

// The smallest of them that `percent` in 100 do not exceed. `sorted` is not empty.
seconds nearest_rank(const std::vector<seconds>& sorted, std::size_t percent) {
  return sorted[((sorted.size() * percent + 99) / 100) - 1];
}

std::optional<Latency> latency_of(std::vector<seconds> waits) {
  if (waits.empty()) return std::nullopt;
  std::ranges::sort(waits);
  const seconds sum = std::accumulate(waits.begin(), waits.end(), seconds(0));
  const auto count = static_cast<std::int64_t>(waits.size());
  return Latency{.count = count,
                 .median = nearest_rank(waits, 50),
                 .p90 = nearest_rank(waits, 90),
                 .longest = waits.back(),
                 .mean = sum / count};
}

// What comes first: the most requests or decisions, then the names; ids where names are the same.
using Rank = std::tuple<std::int64_t, std::string_view, std::string_view>;

Rank rank(const PersonTally& row) { return {-row.tally.requests, row.user_email, row.user_id.str()}; }
Rank rank(const AccountTally& row) { return {-row.tally.requests, row.account_name, row.account_id.str()}; }
Rank rank(const PermissionSetTally& row) {
  return {-row.tally.requests, row.permission_set, row.permission_set_arn.str()};
}
Rank rank(const ApproverTally& row) {
  const std::string_view id = row.approver_user_id ? std::string_view(row.approver_user_id->str()) : "";
  return {-(row.approved + row.denied), row.approver_email, id};
}

template <class Row>
std::vector<Row> ranked(std::vector<Row> rows) {
  std::ranges::sort(rows, {}, [](const Row& row) { return rank(row); });
  return rows;
}

template <class Key, class Row>
std::vector<Row> rows_of(const std::map<Key, Row>& rows) {
  std::vector<Row> list;
  list.reserve(rows.size());
  for (const auto& [key, row] : rows) list.push_back(row);
  return list;
}

std::string key_of(const Decision& decision) {
  if (decision.approver_user_id) return "user " + decision.approver_user_id->str();
  if (!decision.approver.empty()) return "subject " + decision.approver.str();
  return "address " + decision.approver_email;
}

}  // namespace

void MonthFold::add(const Request& request) {
  count(totals_, request, now_);

  PersonTally& person = people_[request.access.user_id];
  person.user_id = request.access.user_id;
  name(person.user_email, request.user_email);
  count(person.tally, request, now_);

  AccountTally& account = accounts_[request.access.account_id];
  account.account_id = request.access.account_id;
  name(account.account_name, request.account_name);
  count(account.tally, request, now_);

  PermissionSetTally& set = permission_sets_[request.access.permission_set_arn];
  set.permission_set_arn = request.access.permission_set_arn;
  name(set.permission_set, request.permission_set);
  count(set.tally, request, now_);

  DayTally& day = days_[std::chrono::floor<std::chrono::days>(request.requested_at)];
  day.day = std::chrono::floor<std::chrono::days>(request.requested_at);
  count(day.tally, request, now_);

  if (request.decision && !request.decision->automatic) add_decision(request, *request.decision);
}

void MonthFold::add_decision(const Request& request, const Decision& decision) {
  const seconds waited = from_to(request.requested_at, decision.at);
  waits_.push_back(waited);
  Approver& approver = approvers_[key_of(decision)];
  approver.row.approver_user_id = decision.approver_user_id;
  name(approver.row.approver_email, decision.approver_email);
  ++(request.status == RS::kDenied ? approver.row.denied : approver.row.approved);
  approver.waits.push_back(waited);
}

MonthReport MonthFold::report() const {
  MonthReport report{.month = month_,
                     .generated_at = now_,
                     .totals = totals_,
                     .approval_latency = latency_of(waits_),
                     .by_person = ranked(rows_of(people_)),
                     .by_account = ranked(rows_of(accounts_)),
                     .by_permission_set = ranked(rows_of(permission_sets_)),
                     .by_approver = {},
                     .by_day = rows_of(days_)};
  for (const auto& [key, approver] : approvers_) {
    report.by_approver.push_back(approver.row);
    report.by_approver.back().median_latency = latency_of(approver.waits).value_or(Latency{}).median;
  }
  report.by_approver = ranked(std::move(report.by_approver));
  return report;
}

}  // namespace curfew
