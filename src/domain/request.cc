#include "domain/request.h"

#include <algorithm>

#include "base/digest.h"
#include "base/words.h"

namespace curfew {
namespace {

constexpr Words<RequestStatus, 9> kStatusWords{{
    {RequestStatus::kPending, "PENDING"},
    {RequestStatus::kGranting, "GRANTING"},
    {RequestStatus::kActive, "ACTIVE"},
    {RequestStatus::kRevoking, "REVOKING"},
    {RequestStatus::kRevoked, "REVOKED"},
    {RequestStatus::kDenied, "DENIED"},
    {RequestStatus::kCancelled, "CANCELLED"},
    {RequestStatus::kExpired, "EXPIRED"},
    {RequestStatus::kFailed, "FAILED"},
}};

void put_decision(Attributes& out, const Decision& decision) {
  out.emplace("ApprovalTimestamp", unix_seconds(decision.at));
  out.emplace("DecisionType", std::string(decision.automatic ? "AUTO" : "MANUAL"));
  put(out, "ApproverEmail", decision.approver_email);
  put(out, "ApproverSubject", decision.approver.str());
  put(out, "ApproverUserId", decision.approver_user_id ? decision.approver_user_id->str() : std::string{});
  put(out, "ApprovalComments", decision.comments);
}

std::optional<Decision> read_decision(AttributeReader& in) {
  if (!in.has("ApprovalTimestamp")) return std::nullopt;
  const std::string type = in.text("DecisionType");
  if (type != "AUTO" && type != "MANUAL") in.reject("DecisionType", "is neither AUTO nor MANUAL");
  Decision decision{.automatic = type == "AUTO",
                    .approver = Subject(in.text_or_empty("ApproverSubject")),
                    .approver_user_id = std::nullopt,
                    .approver_email = in.text_or_empty("ApproverEmail"),
                    .comments = in.text_or_empty("ApprovalComments"),
                    .at = from_unix_seconds(in.number("ApprovalTimestamp"))};
  if (in.has("ApproverUserId")) decision.approver_user_id = UserId(in.text("ApproverUserId"));
  return decision;
}

std::optional<Revocation> read_revocation(AttributeReader& in) {
  if (!in.has("RevocationType")) return std::nullopt;
  const std::string type = in.text("RevocationType");
  if (type != "AUTO" && type != "MANUAL") in.reject("RevocationType", "is neither AUTO nor MANUAL");
  return Revocation{.type = type == "MANUAL" ? RevocationType::kManual : RevocationType::kAuto,
                    .by = in.text_or_empty("RevokedBy")};
}

// The final states other than REVOKED have no name of their own for their time in the manual's table.
std::string_view ended_name(RequestStatus status) {
  return status == RequestStatus::kRevoked ? "RevokedTimestamp" : "EndedTimestamp";
}

}  // namespace

std::string_view word(RequestStatus status) { return word_in(kStatusWords, status); }

std::optional<RequestStatus> request_status_from(std::string_view text) { return value_in(kStatusWords, text); }

std::string_view word(Risk risk) { return risk == Risk::kLow ? "LOW" : "HIGH"; }

std::string_view word(RevocationType type) { return type == RevocationType::kManual ? "MANUAL" : "AUTO"; }

bool is_final(RequestStatus status) {
  switch (status) {
    case RequestStatus::kPending:
    case RequestStatus::kGranting:
    case RequestStatus::kActive:
    case RequestStatus::kRevoking: return false;
    case RequestStatus::kRevoked:
    case RequestStatus::kDenied:
    case RequestStatus::kCancelled:
    case RequestStatus::kExpired:
    case RequestStatus::kFailed: return true;
  }
  return false;
}

// Whoever decides here has a subject.
bool was_given_before(const Request& request) {
  return request.adopted_at && request.decision && request.decision->approver.empty();
}

std::optional<AssignmentKey> assignment_key_from(std::string_view text) {
  const std::size_t first = text.find('/');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = text.find('/', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  AssignmentKey key{.user_id = UserId(std::string(text.substr(0, first))),
                    .account_id = AccountId(std::string(text.substr(first + 1, second - first - 1))),
                    .permission_set_arn = PermissionSetArn(std::string(text.substr(second + 1)))};
  if (key.user_id.empty() || key.account_id.empty() || key.permission_set_arn.empty()) return std::nullopt;
  return key;
}

std::optional<RequestId> request_id_from(std::string_view text) {
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  const bool fits = std::ranges::equal(text, kForm, [](char c, char wanted) {
    return wanted == '-' ? c == '-' : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  });
  return fits ? std::optional(RequestId(std::string(text))) : std::nullopt;
}

Attributes to_attributes(const Request& request) {
  Attributes out{{"RequestId", request.id.str()},
                 {"Version", request.version},
                 {"Status", std::string(word(request.status))},
                 {"Subject", request.subject.str()},
                 {"UserId", request.access.user_id.str()},
                 {"UserEmail", request.user_email},
                 {"AccountId", request.access.account_id.str()},
                 {"AccountName", request.account_name},
                 {"PermissionSet", request.permission_set_name},
                 {"PermissionSetKey", request.permission_set},
                 {"PermissionSetArn", request.access.permission_set_arn.str()},
                 {"RiskLevel", std::string(word(request.risk))},
                 {"Reason", request.reason},
                 {"DurationMinutes", static_cast<std::int64_t>(request.duration.count())},
                 {"RequestTimestamp", unix_seconds(request.requested_at)}};
  if (request.decision) put_decision(out, *request.decision);
  put(out, "ExpirationTimestamp", request.expires_at);
  put(out, "GrantedTimestamp", request.granted_at);
  put(out, ended_name(request.status), request.ended_at);
  if (request.revocation) {
    out.emplace("RevocationType", std::string(word(request.revocation->type)));
    put(out, "RevokedBy", request.revocation->by);
  }
  put(out, "FailureReason", request.failure);
  put(out, "RevocationTrouble", request.trouble);
  put(out, "AccessUntil", request.access_until);
  put(out, "HeldBy", request.held_by.str());
  put(out, "RevocationScheduleArn", request.schedule_arn);
  put(out, "AdoptedTimestamp", request.adopted_at);
  put(out, "EventHash", request.event_hash);
  out.insert(request.further.begin(), request.further.end());
  return out;
}

Result<Request> request_from(const Attributes& attributes) {
  AttributeReader in("request", attributes);
  Request request;
  request.id = RequestId(in.text("RequestId"));
  request.version = in.number("Version");
  const auto status = request_status_from(in.text("Status"));
  if (!status) in.reject("Status", "is unknown");
  request.status = status.value_or(RequestStatus::kPending);
  request.subject = Subject(in.text("Subject"));
  request.user_email = in.text("UserEmail");
  request.account_name = in.text("AccountName");
  request.permission_set = in.text("PermissionSetKey");
  request.permission_set_name = in.text("PermissionSet");
  request.access = {.user_id = UserId(in.text("UserId")),
                    .account_id = AccountId(in.text("AccountId")),
                    .permission_set_arn = PermissionSetArn(in.text("PermissionSetArn"))};
  const std::string risk = in.text("RiskLevel");
  if (risk != "LOW" && risk != "HIGH") in.reject("RiskLevel", "is neither LOW nor HIGH");
  request.risk = risk == "LOW" ? Risk::kLow : Risk::kHigh;
  request.reason = in.text("Reason");
  request.duration = std::chrono::minutes(in.number("DurationMinutes"));
  request.requested_at = from_unix_seconds(in.number("RequestTimestamp"));
  request.decision = read_decision(in);
  request.expires_at = in.seconds("ExpirationTimestamp");
  request.granted_at = in.seconds("GrantedTimestamp");
  request.ended_at = in.seconds(ended_name(request.status));
  request.revocation = read_revocation(in);
  request.failure = in.text_or_empty("FailureReason");
  request.trouble = in.text_or_empty("RevocationTrouble");
  request.access_until = in.seconds("AccessUntil");
  request.held_by = RequestId(in.text_or_empty("HeldBy"));
  request.schedule_arn = in.text_or_empty("RevocationScheduleArn");
  request.adopted_at = in.seconds("AdoptedTimestamp");
  request.event_hash = in.text_or_empty("EventHash");
  if (auto ok = in.check(); !ok) return fail(ok.error());
  request.further = in.others();
  return request;
}

std::string record_digest(const Request& request) {
  Attributes attributes = to_attributes(request);
  attributes.erase("EventHash");
  return hex(sha256(canonical(attributes)));
}

}  // namespace curfew
