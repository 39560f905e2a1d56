#include "support/promises.h"

#include <algorithm>
#include <map>

#include "support/everything.h"

namespace curfew::test {
namespace {

using RS = RequestStatus;
using Sentences = std::vector<std::string>;
using Requests = std::map<RequestId, Request>;

Requests requests_by_id(World& world) {
  Requests found;
  for (Request& request : all_requests(world.index())) found.emplace(request.id, std::move(request));
  return found;
}

// Until when a request entitles to its access; empty when it never did.
std::optional<Instant> entitled_until(const Request& request) {
  if (!request.decision || !request.expires_at) return std::nullopt;
  return Instant(*request.expires_at);
}

bool is_rightly_decided(const Request& request) {
  if (!request.decision) return false;
  return request.decision->automatic ? request.risk == Risk::kLow : request.decision->approver != request.subject;
}

// Promises 1 and 2: what was made belongs to a decided request, and is gone when the last of them has ended.
void check_made(World& world, const Requests& requests, Millis patience, Sentences& broken) {
  for (const MadeAccess& access : world.center.made()) {
    std::optional<Instant> end;
    bool decided = false;
    for (const auto& [id, request] : requests) {
      if (request.access != access.key) continue;
      const auto until = entitled_until(request);
      if (until) end = std::max(end.value_or(*until), *until);
      decided = decided || (is_rightly_decided(request) && access.from >= Instant(request.decision->at));
    }
    if (!decided) broken.push_back("an assignment without a decided request: " + access.key.str());
    const Instant gone = access.until.value_or(world.clock.now());
    if (end && gone > *end + patience) {
      broken.push_back("an assignment outlived its end by " + std::to_string((gone - *end).count()) + " ms");
    }
  }
}

// Promise 4, as of now.
void check_status(World& world, const Requests& requests, Sentences& broken) {
  const auto assigned = world.center.assigned();
  for (const auto& [id, request] : requests) {
    const bool there = assigned.contains(request.access);
    const bool standing = world.center.standing().contains(request.access);
    const bool ended = request.status == RS::kRevoked || request.status == RS::kFailed;
    const bool held_by_another = std::ranges::any_of(requests, [&](const auto& entry) {
      const Request& other = entry.second;
      return other.id != id && other.access == request.access && !is_final(other.status) && other.decision;
    });
    if (request.status == RS::kActive && !there) broken.push_back(id.str() + " is ACTIVE, but nothing is there");
    if (ended && there && !standing && !held_by_another) {
      broken.push_back(id.str() + " is " + std::string(word(request.status)) + ", but the access is there");
    }
  }
}

// Promise 1, where a timer outside watches each end: it stood before anything was made.
void check_timers(World& world, const Requests& requests, Sentences& broken) {
  if (!world.keeps_time_outside()) return;
  for (const MadeAccess& access : world.center.made()) {
    const bool timed = std::ranges::any_of(requests, [&](const auto& entry) {
      const auto set = world.timer.first_set(entry.first);
      return entry.second.access == access.key && set && *set <= access.from;
    });
    if (!timed) broken.push_back("an assignment was made before its timer was set: " + access.key.str());
  }
  for (const auto& [id, request] : requests) {
    const bool timed = world.timer.first_set(id) && request.schedule_arn == FakeRevocationTimer::arn_of(id);
    if (request.status == RS::kActive && !timed) broken.push_back(id.str() + " is ACTIVE without a timer");
  }
}

// Promise 5.
void check_standing(World& world, Sentences& broken) {
  const auto assigned = world.center.assigned();
  for (const AssignmentKey& key : world.center.standing()) {
    if (!assigned.contains(key)) broken.push_back("standing access was taken: " + key.str());
  }
}

// Promise 7.
void check_audit(World& world, Sentences& broken) {
  if (const auto sealed = world.rival().seal(); !sealed) broken.push_back("the trail cannot be sealed");
  VerifyAudit verify(world.audit_log(), world.ledger(), world.index(), world.signer);
  const auto report = verify(std::nullopt);
  if (!report) {
    broken.push_back("the trail cannot be verified: " + report.error().log_text);
    return;
  }
  broken.insert(broken.end(), report->findings.begin(), report->findings.end());
}

std::optional<LetterKind> letter_of(const Request& request, const std::string& to) {
  static const std::map<std::string, LetterKind> kLetters{{"PENDING", LetterKind::kApprovalPending},
                                                          {"DENIED", LetterKind::kRequestDenied},
                                                          {"EXPIRED", LetterKind::kRequestExpired},
                                                          {"FAILED", LetterKind::kAccessFailed}};
  if (to == "ACTIVE") {
    return request.decision->automatic ? LetterKind::kAccessGranted : LetterKind::kRequestApproved;
  }
  if (to == "REVOKED") {
    return request.revocation->type == RevocationType::kAuto ? LetterKind::kAccessAutoRevoked
                                                             : LetterKind::kAccessManuallyRevoked;
  }
  const auto found = kLetters.find(to);
  return found == kLetters.end() ? std::nullopt : std::optional(found->second);
}

// Promise 8.
void check_letters(World& world, const Requests& requests, Sentences& broken) {
  for (const PlacedEvent& placed : all_events(world.audit_log())) {
    const bool is_told = placed.event.chain.starts_with("request/") && placed.event.action != "request.adopted";
    if (!is_told) continue;
    const Request& request = requests.at(RequestId(placed.event.chain.substr(8)));
    const auto letter = letter_of(request, placed.event.to);
    if (!letter || world.mailer.count(*letter, request.user_email, request.id) > 0) continue;
    broken.push_back(request.user_email + " never got the letter " + std::string(word(*letter)));
  }
}

}  // namespace

std::vector<std::string> broken_promises_now(World& world, Millis patience) {
  const Requests requests = requests_by_id(world);
  Sentences broken;
  check_made(world, requests, patience, broken);
  check_status(world, requests, broken);
  check_timers(world, requests, broken);
  check_standing(world, broken);
  return broken;
}

std::vector<std::string> broken_promises_at_rest(World& world) {
  const Requests requests = requests_by_id(world);
  Sentences broken;
  check_standing(world, broken);
  check_status(world, requests, broken);
  check_audit(world, broken);
  check_letters(world, requests, broken);
  for (const OwedWork& work : all_work(world.queue())) {
    broken.push_back("still owed: " + work.id + " (" + work.last_error + ")");
  }
  for (const auto& [id, request] : requests) {
    if (!is_final(request.status)) broken.push_back(id.str() + " is still " + std::string(word(request.status)));
  }
  for (const auto& [id, timer] : world.timer.all_standing()) broken.push_back("a timer is left behind: " + timer.arn);
  for (const AssignmentKey& key : world.center.assigned()) {
    if (!world.center.standing().contains(key)) broken.push_back("left behind: " + key.str());
  }
  return broken;
}

}  // namespace curfew::test
