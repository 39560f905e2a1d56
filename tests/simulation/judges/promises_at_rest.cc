// What has to hold when a world has come to rest, and what may be said in a mail at any time.
#include <algorithm>
#include <chrono>

#include "app/verify_audit.h"
#include "domain/earlier_request.h"
#include "simulation/judges/promises.h"

namespace curfew::simulation {
namespace {

// A notice is out by then.
constexpr Millis kNoticed = std::chrono::minutes(1);

std::string chain_of(const RequestId& id) { return "request/" + id.str(); }

std::optional<LetterKind> letter_of(const Request& request, const std::string& to) {
  const bool automatic = request.decision && request.decision->automatic;
  const bool by_time = request.revocation && request.revocation->type == RevocationType::kAuto;
  if (to == "PENDING") return LetterKind::kApprovalPending;
  if (to == "DENIED") return LetterKind::kRequestDenied;
  if (to == "EXPIRED") return LetterKind::kRequestExpired;
  if (to == "FAILED") return LetterKind::kAccessFailed;
  if (to == "ACTIVE") return automatic ? LetterKind::kAccessGranted : LetterKind::kRequestApproved;
  if (to == "REVOKED") return by_time ? LetterKind::kAccessAutoRevoked : LetterKind::kAccessManuallyRevoked;
  return std::nullopt;
}

}  // namespace

void Promises::at_rest(const Tables& tables, CheckpointSigner& signer) {
  for (const auto& [id, work] : tables.work) {
    check(Promise::kTheWorldComesToRest, false, "still owed: " + id + " (" + work.last_error + ")");
  }
  for (const auto& [id, request] : tables.requests) {
    check(Promise::kTheWorldComesToRest, is_final(request.status),
          id.str() + " is still " + std::string(word(request.status)));
  }
  for (const auto& [id, record] : tables.earlier) {
    const auto earlier = earlier_request_from(record);
    check(Promise::kTheWorldComesToRest, earlier && !is_to_be_adopted(earlier->request),
          id.str() + " of the deployment before was never taken over");
  }
  for (const Access& access : center_.accesses()) {
    const bool to_be_ended = access.ours || access.named;
    check(Promise::kNoAccessIsLeft, access.until || !to_be_ended || released_.contains(access.key),
          "access to " + access.key.str() + " is left behind");
  }
  const auto timers = timer_.standing();
  check(Promise::kNoTimerIsLeft, timers.empty(),
        timers.empty() ? std::string{} : "the timer of " + timers.begin()->str() + " is left behind");
  check_answers(tables);
  check_trail(tables, signer);
  check_letters(tables);
  if (latest_) check_notices(tables);
  check_that_edits_are_seen(signer);
}

// What anybody was told is on record, whatever died since.
void Promises::check_answers(const Tables& tables) {
  for (const auto& [id, status] : told_) {
    const bool kept = std::ranges::any_of(tables.events, [&](const PlacedEvent& placed) {
      return placed.event.chain == chain_of(id) && placed.event.to == word(status);
    });
    check(Promise::kAnswersAreKept, kept && tables.requests.contains(id),
          "the answer " + std::string(word(status)) + " for " + id.str() + " was not kept");
  }
}

void Promises::check_trail(const Tables& tables, CheckpointSigner& signer) {
  test::MemoryStore& memory = store_.memory();
  VerifyAudit verify(memory, memory, memory, signer);
  const auto report = verify(std::nullopt);
  check(Promise::kTheTrailIsWhole, report.has_value(), "the audit trail cannot be verified");
  if (!report) return;
  check(Promise::kTheTrailIsWhole, report->events == static_cast<std::int64_t>(tables.events.size()),
        "events are missing from the trail");
  for (const std::string& finding : report->findings) check(Promise::kTheTrailIsWhole, false, finding);
}

// Whoever edits an event in the store is found out.
void Promises::check_that_edits_are_seen(CheckpointSigner& signer) {
  test::MemoryStore& memory = store_.memory();
  bool edited = false;
  memory.tamper([&](Tables& tables) {
    if (tables.events.empty()) return;
    tables.events.at(tables.events.size() / 2).event.detail += " (edited)";
    edited = true;
  });
  VerifyAudit verify(memory, memory, memory, signer);
  const auto report = verify(std::nullopt);
  check(Promise::kTheTrailIsWhole, !edited || (report && !report->findings.empty()), "an edited event is not seen");
}

// A letter tells what has happened.
void Promises::sent(const Mail& mail) {
  const std::string kind = mail.message.substr(0, mail.message.find(' '));
  const std::string id = mail.message.substr(kind.size() + 1, mail.message.rfind(' ') - kind.size() - 1);
  store_.memory().inspect([&](const Tables& tables) {
    const auto request = tables.requests.find(RequestId(id));
    if (request == tables.requests.end()) return;  // a letter about findings
    const bool happened = std::ranges::any_of(tables.events, [&](const PlacedEvent& placed) {
      if (placed.event.chain != chain_of(request->first)) return false;
      const auto letter = letter_of(request->second, placed.event.to);
      const bool notice = kind == word(LetterKind::kApprovalRequired) && placed.event.to == "PENDING";
      return notice || (letter && word(*letter) == kind);
    });
    check(Promise::kEverybodyIsTold, happened, mail.recipient + " was sent " + kind + ", which has not happened");
  });
}

// Where nothing goes wrong, every manager hears of a request that waits, but for who asks, and so does the topic.
void Promises::check_notices(const Tables& tables) {
  for (const auto& [id, request] : tables.requests) {
    std::optional<Instant> waits_from;
    std::optional<Instant> until;
    for (const PlacedEvent& placed : tables.events) {
      if (placed.event.chain != chain_of(id)) continue;
      if (placed.event.to == "PENDING") waits_from = placed.event.at;
      if (placed.event.from == "PENDING") until = placed.event.at;
    }
    if (!waits_from || !until || *until - *waits_from < kNoticed) continue;
    check(Promise::kEverybodyIsTold, topic_.count(id) > 0, "the topic never heard of " + id.str());
    for (const auto& [subject, email] : managers_) {
      const bool told = mailer_.count(LetterKind::kApprovalRequired, email, id) > 0;
      check(Promise::kEverybodyIsTold, told || subject == request.subject, email + " never heard of " + id.str());
    }
  }
}

void Promises::check_letters(const Tables& tables) {
  if (mail_may_be_lost_) return;
  for (const PlacedEvent& placed : tables.events) {
    if (!placed.event.chain.starts_with("request/") || placed.event.action == "request.adopted") continue;
    const Request& request = tables.requests.at(RequestId(placed.event.chain.substr(8)));
    const auto letter = letter_of(request, placed.event.to);
    const Instant about(request.expires_at.value_or(request.requested_at));
    const bool old_news = request.adopted_at && placed.event.at > about + std::chrono::days(1);
    if (!letter || old_news) continue;
    check(Promise::kEverybodyIsTold, mailer_.count(*letter, request.user_email, request.id) > 0,
          request.user_email + " never got the letter " + std::string(word(*letter)) + " on " + request.id.str());
  }
}

}  // namespace curfew::simulation
