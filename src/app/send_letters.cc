#include "app/send_letters.h"

#include <algorithm>
#include <utility>

namespace curfew {
namespace {

// With the pauses of do_owed_work this is about five days, as mail servers keep trying (RFC 5321 section 4.5.4.1).
constexpr std::int64_t kMostAttempts = 500;

// Whether waiting can help: a recipient, message or template that is refused stays refused.
bool is_final_refusal(const Error& error) {
  return error.code == ErrorCode::kRefusedOutside || error.code == ErrorCode::kInvalid;
}

}  // namespace

Status SendLetters::send(const OwedWork& letter, const Claim& claim) {
  const auto request = request_of(letter);
  if (!request) return fail(request.error());
  const bool overtaken = letter.letter == LetterKind::kApprovalRequired && request->status != RequestStatus::kPending;
  if (overtaken) return settle(letter, {}, claim);
  const auto mail = letters_.write(
      {.kind = *letter.letter, .recipient = letter.recipient, .request = *request, .written_at = writer_.now()});
  const Status sent = mail ? mailer_.send(*mail) : fail(mail.error());
  metrics_.count("curfew_mail_total", {{"result", sent ? "sent" : "failed"}});
  if (!sent) {
    if (!is_final_refusal(sent.error()) && letter.attempts < kMostAttempts) return sent;
    give_up(letter, sent.error());
  }
  return settle(letter, {}, claim);
}

Status SendLetters::address_notice(const OwedWork& notice, const Claim& claim) {
  const auto request = request_of(notice);
  if (!request) return fail(request.error());
  if (request->status != RequestStatus::kPending) return settle(notice, {}, claim);
  const auto approvers = approvers_.approvers();
  if (!approvers) return fail(approvers.error());
  std::vector<OwedWork> letters;
  for (const std::string& approver : *approvers) {
    if (same_email(approver, request->user_email)) continue;
    letters.push_back(letter_work(request->id, LetterKind::kApprovalRequired, approver, writer_.now()));
  }
  if (letters.empty() && !writer_.rules().notice_topic) {
    return fail(ErrorCode::kUnavailable, "There is nobody who could be told that a request waits for approval.",
                "no approver but the requester is known; add one to the group Managers");
  }
  return settle(notice, std::move(letters), claim);
}

Result<Request> SendLetters::request_of(const OwedWork& work) {
  auto request = writer_.request(work.request_id);
  if (!request) return fail(request.error());
  if (!*request) return fail(ErrorCode::kDamaged, "A stored record is missing.", "no request for owed work " + work.id);
  return std::move(**request);
}

Status SendLetters::settle(const OwedWork& work, std::vector<OwedWork> instead, const Claim& claim) {
  const auto outcome = writer_.ledger().commit({.owed = std::move(instead), .settled = {work.id}, .under = claim});
  if (!outcome) return fail(outcome.error());
  // A conflict means that the claim is stale: somebody else has the letter now, and a mail may come twice.
  return {};
}

void SendLetters::give_up(const OwedWork& letter, const Error& error) {
  metrics_.count("curfew_mail_total", {{"result", "given_up"}});
  log_.error("mail_given_up", {{"request_id", letter.request_id.str()},
                               {"letter", std::string(word(*letter.letter))},
                               {"recipient", letter.recipient},
                               {"attempts", letter.attempts},
                               {"cause", error.log_text.empty() ? error.public_text : error.log_text}});
}

}  // namespace curfew
