#include "adapters/mail_templates/letter_variables.h"

#include <optional>
#include <utility>

#include "base/utf8.h"

namespace curfew::mail_templates {
namespace {

using Kind = LetterKind;

std::string time_text(const std::optional<Seconds>& at) { return at ? for_people(*at) : ""; }

std::string duration_text(std::chrono::minutes duration) {
  const auto minutes = duration.count();
  if (minutes == 1) return "1 minute";
  if (minutes <= 60 || minutes % 60 != 0) return std::to_string(minutes) + " minutes";
  return std::to_string(minutes / 60) + " hours";
}

// The status that a letter announces, where a mail that was held up could tell of one long past.
std::optional<RequestStatus> announced(Kind kind) {
  switch (kind) {
    case Kind::kAccessGranted:
    case Kind::kRequestApproved: return RequestStatus::kActive;
    case Kind::kApprovalPending:
    case Kind::kApprovalRequired: return RequestStatus::kPending;
    case Kind::kRequestDenied:
    case Kind::kAccessAutoRevoked:
    case Kind::kAccessManuallyRevoked:
    case Kind::kAccessFailed:
    case Kind::kRequestExpired: return std::nullopt;  // these are final
  }
  return std::nullopt;
}

// The colour of the news.
std::string_view tone(Kind kind) {
  switch (kind) {
    case Kind::kAccessGranted:
    case Kind::kRequestApproved: return "good";
    case Kind::kApprovalPending:
    case Kind::kApprovalRequired: return "waiting";
    case Kind::kRequestDenied:
    case Kind::kAccessFailed: return "bad";
    case Kind::kAccessAutoRevoked:
    case Kind::kAccessManuallyRevoked:
    case Kind::kRequestExpired: return "over";
  }
  return "over";
}

void add_request(Variables& all, const Letter& letter) {
  const Request& request = letter.request;
  all["request_id"] = request.id.str();
  all["account"] = request.account_name;
  all["permission_set"] = request.permission_set;
  all["permission_set_name"] = request.permission_set_name;
  all["duration"] = duration_text(request.duration);
  const bool for_managers = letter.kind == Kind::kApprovalRequired;
  if (for_managers) all["user_email"] = request.user_email;
  if (for_managers || letter.kind == Kind::kApprovalPending) all["reason"] = request.reason;
  if (for_managers || letter.kind == Kind::kRequestExpired) all["requested"] = for_people(request.requested_at);
  if (const auto status = announced(letter.kind); status && *status != request.status) {
    all["status_now"] = word(request.status);
  }
}

void add_decision(Variables& all, const Letter& letter) {
  const auto& decision = letter.request.decision;
  const bool granted = letter.kind == Kind::kAccessGranted || letter.kind == Kind::kRequestApproved;
  if (granted) all["expires"] = time_text(letter.request.expires_at);
  if (!decision) return;
  if (letter.kind == Kind::kRequestApproved) {
    all["approver"] = decision->approver_email;
    all["comments"] = decision->comments;
  }
  if (letter.kind == Kind::kRequestDenied) {
    all["denier"] = decision->approver_email;
    all["denial_reason"] = decision->comments;
  }
}

void add_end(Variables& all, const Letter& letter) {
  const Request& request = letter.request;
  if (letter.kind == Kind::kAccessFailed) all["failure"] = request.failure;
  const bool manual = letter.kind == Kind::kAccessManuallyRevoked;
  if (!manual && letter.kind != Kind::kAccessAutoRevoked) return;
  if (manual && request.revocation) all["revoker"] = request.revocation->by;
  all["revoked"] = time_text(request.ended_at);
  // While another lease holds the access, nothing was taken away: the letter must not say that it was.
  if (!request.access_until) return;
  all["revoked"].clear();
  all["access_until"] = for_people(*request.access_until);
  all["held_by"] = request.held_by.str();
}

// Every name, with what all letters share.
Variables empty_variables(const LetterSurroundings& surroundings) {
  Variables all;
  for (const std::string& name : letter_variable_names()) all[name];
  all["portal_url"] = surroundings.portal_url;
  all["start_url"] = surroundings.start_url;
  all["longest_session"] = duration_text(surroundings.longest_session);
  return all;
}

// UTF-8 without control characters, tabs as spaces; only newlines stay.
std::string printable(std::string_view value) {
  std::string out;
  for (const char c : to_utf8(value)) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\r') continue;
    out += (byte < 0x20 && c != '\n') || byte == 0x7F ? ' ' : c;
  }
  return out;
}

}  // namespace

const std::set<std::string, std::less<>>& letter_variable_names() {
  static const std::set<std::string, std::less<>> kNames = {"access_until",
                                                            "account",
                                                            "approver",
                                                            "bad",
                                                            "comments",
                                                            "denial_reason",
                                                            "denier",
                                                            "duration",
                                                            "expires",
                                                            "failure",
                                                            "findings",
                                                            "good",
                                                            "held_by",
                                                            "longest_session",
                                                            "over",
                                                            "permission_set",
                                                            "permission_set_name",
                                                            "portal_url",
                                                            "reason",
                                                            "request_id",
                                                            "requested",
                                                            "revoked",
                                                            "revoker",
                                                            "start_url",
                                                            "status_now",
                                                            "user_email",
                                                            "waiting"};
  return kNames;
}

Variables letter_variables(const Letter& letter, const LetterSurroundings& surroundings) {
  Variables all = empty_variables(surroundings);
  all[std::string(tone(letter.kind))] = "yes";
  add_request(all, letter);
  add_decision(all, letter);
  add_end(all, letter);
  for (auto& [name, value] : all) value = printable(value);
  return all;
}

Variables findings_variables(const FindingsLetter& letter, const LetterSurroundings& surroundings) {
  Variables all = empty_variables(surroundings);
  all["bad"] = "yes";
  all["findings"] = printable(letter.findings);
  return all;
}

}  // namespace curfew::mail_templates
