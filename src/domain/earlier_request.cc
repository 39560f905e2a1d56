#include "domain/earlier_request.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>

#include "base/digest.h"
#include "base/words.h"

namespace curfew {
namespace {

using RS = RequestStatus;
using std::chrono::minutes;

constexpr Words<RS, 5> kStatusWords{{
    {RS::kPending, "PENDING"},
    {RS::kActive, "ACTIVE"},
    {RS::kRevoking, "ERROR"},
    {RS::kRevoked, "REVOKED"},
    {RS::kDenied, "DENIED"},
}};

// All that is read below: what else there is stays on the record as it is.
constexpr std::array<std::string_view, 21> kRead{"AccountId",
                                                 "AccountName",
                                                 "ApprovalComments",
                                                 "ApprovalTimestamp",
                                                 "ApproverEmail",
                                                 "DurationMinutes",
                                                 "ExpirationTimestamp",
                                                 "GrantedTimestamp",
                                                 "PermissionSet",
                                                 "PermissionSetArn",
                                                 "Reason",
                                                 "RequestId",
                                                 "RequestTimestamp",
                                                 "RevocationType",
                                                 "RevocationScheduleArn",
                                                 "RevokedTimestamp",
                                                 "RevokedBy",
                                                 "RiskLevel",
                                                 "Status",
                                                 "UserEmail",
                                                 "UserId"};

// A later second is no second: somebody wrote milliseconds.
constexpr std::int64_t kLatestSecond = 99'999'999'999;

bool is_request_id(std::string_view text) {
  // What EventBridge takes in the name of a rule or schedule, and what stands between no separators of ours.
  constexpr std::size_t kLongest = 128;
  return !text.empty() && text.size() <= kLongest && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  });
}

bool is_account_id(std::string_view text) {
  return text.size() == 12 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_user_id(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~' && c != '/' && c != '|'; });
}

class Reader {
 public:
  explicit Reader(const Attributes& attributes) : attributes_(attributes) {}

  [[nodiscard]] std::string text(std::string_view name) const {
    const auto found = attributes_.find(name);
    if (found == attributes_.end()) return {};
    if (const auto* number = std::get_if<std::int64_t>(&found->second)) return std::to_string(*number);
    const auto* text = std::get_if<std::string>(&found->second);
    return text == nullptr ? std::string{} : *text;
  }

  // Without its fraction; empty for what is no number, or less than zero.
  [[nodiscard]] std::optional<std::int64_t> number(std::string_view name) const {
    const std::string digits = text(name);
    std::int64_t whole = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stopped, error] = std::from_chars(digits.data(), end, whole);
    if (error != std::errc{} || whole < 0 || digits.starts_with('-')) return std::nullopt;
    const std::string_view rest(stopped, end);
    const bool fraction = rest.starts_with('.') && rest.find_first_not_of("0123456789", 1) == std::string_view::npos;
    if (!rest.empty() && !fraction) return std::nullopt;
    return whole;
  }

  // The second in which it was: access ends at it, and never later.
  [[nodiscard]] std::optional<Seconds> time(std::string_view name) const {
    const auto seconds = number(name);
    if (!seconds || *seconds == 0 || *seconds > kLatestSecond) return std::nullopt;
    return from_unix_seconds(*seconds);
  }

  [[nodiscard]] Attributes others() const {
    Attributes others;
    for (const auto& [name, value] : attributes_) {
      if (std::ranges::find(kRead, name) == kRead.end()) others.emplace(name, value);
    }
    return others;
  }

 private:
  const Attributes& attributes_;
};

// Whose access to what it is about, in which state, and since when. The first thing that is not known.
std::optional<std::string> fault_in(const Reader& in) {
  const auto fault = [](std::string_view name) { return std::string(name) + " is missing or is none"; };
  if (!is_request_id(in.text("RequestId"))) return fault("RequestId");
  if (!value_in(kStatusWords, in.text("Status"))) return fault("Status");
  if (!in.time("RequestTimestamp")) return fault("RequestTimestamp");
  if (!is_user_id(in.text("UserId"))) return fault("UserId");
  if (!is_account_id(in.text("AccountId"))) return fault("AccountId");
  if (!in.text("PermissionSetArn").starts_with("arn:")) return fault("PermissionSetArn");
  return std::nullopt;
}

minutes duration_in(const Reader& in) {
  const auto stored = in.number("DurationMinutes");
  if (!stored) return kDefaultDuration;
  return minutes(std::clamp<std::int64_t>(*stored, kShortestDuration.count(), kLongestDuration.count()));
}

Decision decision_in(const Reader& in, const Request& request) {
  const auto at = in.time("ApprovalTimestamp");
  return {.automatic = request.risk == Risk::kLow && in.text("ApproverEmail").empty(),
          .approver = {},
          .approver_user_id = std::nullopt,
          .approver_email = in.text("ApproverEmail"),
          .comments = in.text("ApprovalComments"),
          .at = at ? *at : in.time("GrantedTimestamp").value_or(request.requested_at)};
}

Revocation revocation_in(const Reader& in) {
  const bool manual = in.text("RevocationType") == "MANUAL";
  return {.type = manual ? RevocationType::kManual : RevocationType::kAuto, .by = in.text("RevokedBy")};
}

// What was given, and until when. The clock ran from the request there; where no end is known it runs from the
// decision.
void read_grant(const Reader& in, Request& request) {
  request.decision = decision_in(in, request);
  request.granted_at = in.time("GrantedTimestamp").value_or(request.decision->at);
  request.expires_at = in.time("ExpirationTimestamp").value_or(request.decision->at + request.duration);
}

void read_course(const Reader& in, Request& request) {
  switch (request.status) {
    case RS::kActive: read_grant(in, request); return;
    case RS::kRevoking:
      read_grant(in, request);
      request.revocation = revocation_in(in);
      request.trouble = "The earlier deployment could not take the access away: " +
                        (in.text("ErrorMessage").empty() ? "it did not say why." : in.text("ErrorMessage"));
      return;
    case RS::kRevoked:
      read_grant(in, request);
      request.revocation = revocation_in(in);
      request.ended_at = in.time("RevokedTimestamp");
      return;
    case RS::kDenied:
      request.decision = decision_in(in, request);
      request.decision->automatic = false;
      request.ended_at = in.time("ApprovalTimestamp");
      return;
    default: return;  // PENDING: whatever end stands on it means nothing
  }
}

}  // namespace

bool is_of_earlier_deployment(const Attributes& attributes) { return !attributes.contains("Version"); }

Result<EarlierRequest> earlier_request_from(const Attributes& attributes) {
  const Reader in(attributes);
  if (const auto fault = fault_in(in)) {
    return damaged_record("request " + in.text("RequestId") + " of the earlier deployment: " + *fault);
  }
  EarlierRequest earlier{.status = in.text("Status"),
                         .request_timestamp = in.text("RequestTimestamp"),
                         .digest = hex(sha256(canonical(attributes))),
                         .request = {}};
  Request& request = earlier.request;
  request.id = RequestId(in.text("RequestId"));
  request.status = *value_in(kStatusWords, earlier.status);
  request.user_email = in.text("UserEmail");
  request.account_name = in.text("AccountName");
  request.permission_set = in.text("PermissionSet");
  request.permission_set_name = in.text("PermissionSet");
  request.access = {.user_id = UserId(in.text("UserId")),
                    .account_id = AccountId(in.text("AccountId")),
                    .permission_set_arn = PermissionSetArn(in.text("PermissionSetArn"))};
  request.risk = in.text("RiskLevel") == "LOW" ? Risk::kLow : Risk::kHigh;
  request.reason = in.text("Reason");
  request.duration = duration_in(in);
  request.requested_at = *in.time("RequestTimestamp");
  request.schedule_arn = in.text("RevocationScheduleArn");
  request.further = in.others();
  read_course(in, request);
  return earlier;
}

bool is_to_be_adopted(const Request& request) { return request.version == 0 && !is_final(request.status); }

void name_by_catalog(Request& request, const Catalog& catalog) {
  const auto account = std::ranges::find(catalog.accounts, request.access.account_id, &CatalogAccount::id);
  if (account != catalog.accounts.end()) request.account_name = account->name;
  const auto set =
      std::ranges::find(catalog.permission_sets, request.access.permission_set_arn, &CatalogPermissionSet::arn);
  if (set == catalog.permission_sets.end()) return;
  request.permission_set = set->name;
  request.permission_set_name = set->aws_name;
}

}  // namespace curfew
