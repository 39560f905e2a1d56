#include "simulation/inside/ports.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace curfew::simulation {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

// An earlier version of the program does not know how to address a notice, nor of timers and topics outside.
bool is_new(WorkKind kind) {
  return kind == WorkKind::kNotice || kind == WorkKind::kTimer || kind == WorkKind::kTopicNotice;
}

std::string_view words_of(Presence presence) {
  switch (presence) {
    case Presence::kAbsent: return "nothing";
    case Presence::kDirect: return "an assignment";
    case Presence::kThroughGroup: return "access through a group";
  }
  return "nothing";
}

}  // namespace

// ---- Ledger ------------------------------------------------------------------------------------------------------

Result<CommitOutcome> WiredLedger::commit(const Step& step) {
  if (wire_.strikes(Fault::kStoreStalls)) wire_.air().scheduler.sleep(wire_.air().dice.between(seconds(1), minutes(2)));
  return wire_.act("ledger.commit", wire_.air().store_latency, [&] { return arrived(step); });
}

Result<CommitOutcome> WiredLedger::arrived(const Step& step) {
  if (wire_.strikes(Fault::kStoreFails)) return wire_.unavailable("ledger.commit", Effect::kNone);
  if (wire_.strikes(Fault::kStoreLosesCommit)) {
    wire_.note("ledger.commit", "not stored, and nobody can tell");
    return CommitOutcome::kUnknown;
  }
  if (late_commits_ && wire_.strikes(Fault::kStoreCommitsLate)) {
    commit_later(step);
    return CommitOutcome::kUnknown;
  }
  auto outcome = store_.commit(step);
  if (outcome && wire_.strikes(Fault::kStoreLosesAnswer)) {
    wire_.note("ledger.commit",
               *outcome == CommitOutcome::kCommitted ? "stored, and nobody can tell" : "conflict, and nobody can tell");
    return CommitOutcome::kUnknown;
  }
  const bool stored = outcome && *outcome == CommitOutcome::kCommitted;
  wire_.note("ledger.commit", stored ? "stored" : "conflict");
  return outcome;
}

void WiredLedger::commit_later(const Step& step) {
  Air& air = wire_.air();
  wire_.note("ledger.commit", "stored later, if it then still fits");
  air.scheduler.spawn(kWorldItself, "late commit", [&air, &store = store_, step] {
    air.scheduler.sleep(air.dice.between(Millis(1), seconds(20)));
    const auto outcome = store.commit(step);
    const bool stored = outcome && *outcome == CommitOutcome::kCommitted;
    air.trace.note(air.scheduler.now(), "the store", "late commit", stored ? "stored" : "conflict");
  });
}

Result<std::optional<Request>> WiredLedger::request(const RequestId& id) {
  return wire_.read("ledger.request", Fault::kStoreFailsToRead, wire_.air().store_latency,
                    [&] { return store_.memory().request(id); });
}

Result<std::optional<Assignment>> WiredLedger::assignment(const AssignmentKey& key) {
  return wire_.read("ledger.assignment", Fault::kStoreFailsToRead, wire_.air().store_latency,
                    [&] { return store_.memory().assignment(key); });
}

Result<std::optional<Binding>> WiredLedger::binding_of(const Subject& subject) {
  return wire_.read("ledger.binding_of", Fault::kStoreFailsToRead, wire_.air().store_latency,
                    [&] { return store_.memory().binding_of(subject); });
}

Result<std::optional<Binding>> WiredLedger::binding_of(const UserId& user) {
  return wire_.read("ledger.binding_of", Fault::kStoreFailsToRead, wire_.air().store_latency,
                    [&] { return store_.memory().binding_of(user); });
}

Result<std::optional<IdempotencyRecord>> WiredLedger::idempotency(const std::string& key) {
  return wire_.read("ledger.idempotency", Fault::kStoreFailsToRead, wire_.air().store_latency,
                    [&] { return store_.memory().idempotency(key); });
}

Result<std::vector<AuditEvent>> WiredLedger::events(const std::string& chain, std::int64_t after_sequence,
                                                    std::size_t limit) {
  return wire_.read("ledger.events", Fault::kStoreFailsToRead, wire_.air().store_latency,
                    [&] { return store_.memory().events(chain, after_sequence, limit); });
}

Result<std::optional<AuditEvent>> WiredLedger::last_event(const std::string& chain) {
  return wire_.read("ledger.last_event", Fault::kStoreFailsToRead, wire_.air().store_latency,
                    [&] { return store_.memory().last_event(chain); });
}

Result<bool> WiredLedger::has_event(const AuditEvent& event) {
  return wire_.read("ledger.has_event", Fault::kStoreFailsToRead, wire_.air().store_latency,
                    [&] { return store_.memory().has_event(event); });
}

// ---- Work queue --------------------------------------------------------------------------------------------------

bool WiredQueue::knows(const OwedWork& work) const { return !earlier_version_ || !is_new(work.kind); }

Result<std::vector<std::string>> WiredQueue::due_lanes(WorkClass wanted, Instant now, std::size_t limit) {
  return wire_.read("queue.due_lanes", Fault::kStoreFailsToRead, wire_.air().store_latency,
                    [&]() -> Result<std::vector<std::string>> {
                      auto lanes = store_.memory().due_lanes(wanted, now, limit);
                      if (!lanes || !earlier_version_) return lanes;
                      std::erase_if(*lanes, [&](const std::string& lane) {
                        const auto work = store_.memory().in_lane(lane, now);
                        return work && std::ranges::none_of(*work, [&](const OwedWork& each) { return knows(each); });
                      });
                      return lanes;
                    });
}

Result<std::optional<Claim>> WiredQueue::claim(const std::string& lane, Instant now, Instant until) {
  return wire_.act("queue.claim", wire_.air().store_latency, [&]() -> Result<std::optional<Claim>> {
    const bool fails = wire_.strikes(Fault::kQueueFails);
    if (fails && wire_.air().dice.coin()) return wire_.unavailable("queue.claim", Effect::kNone);
    const bool left_behind =
        store_.memory().inspect([&](const test::MemoryStore::Tables& tables) { return tables.claims.contains(lane); });
    auto claim = store_.memory().claim(lane, now, until);
    if (left_behind && claim && *claim) wire_.air().marks.reach("rare: a dead server's lane is taken over");
    if (fails) return wire_.unavailable("queue.claim", Effect::kMaybe);
    wire_.note("queue.claim", claim && *claim ? "claimed" : "somebody else has it");
    return claim;
  });
}

Status WiredQueue::release(const Claim& claim) {
  return wire_.act("queue.release", wire_.air().store_latency, [&]() -> Status {
    const bool fails = wire_.strikes(Fault::kQueueFails);
    if (fails && wire_.air().dice.coin()) return wire_.unavailable("queue.release", Effect::kNone);
    const Status released = store_.memory().release(claim);
    if (fails) return wire_.unavailable("queue.release", Effect::kMaybe);
    wire_.note("queue.release", "done");
    return released;
  });
}

Result<std::vector<OwedWork>> WiredQueue::in_lane(const std::string& lane, Instant now) {
  return wire_.read("queue.in_lane", Fault::kStoreFailsToRead, wire_.air().store_latency, [&] {
    auto work = store_.memory().in_lane(lane, now);
    if (work) std::erase_if(*work, [&](const OwedWork& each) { return !knows(each); });
    return work;
  });
}

Result<std::optional<OwedWork>> WiredQueue::work(const std::string& id) {
  return wire_.read("queue.work", Fault::kStoreFailsToRead, wire_.air().store_latency, [&] {
    auto work = store_.memory().work(id);
    if (work && *work && !knows(**work)) work->reset();
    return work;
  });
}

Result<std::optional<Instant>> WiredQueue::next_due(WorkClass wanted, Instant after) {
  return wire_.read("queue.next_due", Fault::kStoreFailsToRead, wire_.air().store_latency,
                    [&] { return store_.memory().next_due(wanted, after); });
}

Result<std::int64_t> WiredQueue::backlog(WorkClass wanted, Instant now) {
  return wire_.read("queue.backlog", Fault::kStoreFailsToRead, wire_.air().store_latency,
                    [&] { return store_.memory().backlog(wanted, now); });
}

// ---- Index and audit log -----------------------------------------------------------------------------------------

Result<std::vector<Request>> WiredIndex::page(const RequestFilter& filter, std::size_t limit,
                                              const std::optional<PagePosition>& after) {
  return wire_.read("index.page", Fault::kStoreFailsToRead, wire_.air().store_latency,
                    [&] { return store_.memory().page(filter, limit, after); });
}

Result<std::vector<PlacedEvent>> WiredAuditLog::events_after(std::int64_t position, std::size_t limit) {
  return wire_.read("audit_log.events_after", Fault::kStoreFailsToRead, wire_.air().store_latency,
                    [&] { return store_.memory().events_after(position, limit); });
}

Result<std::optional<Checkpoint>> WiredAuditLog::last_checkpoint() {
  return wire_.read("audit_log.last_checkpoint", Fault::kStoreFailsToRead, wire_.air().store_latency,
                    [&] { return store_.memory().last_checkpoint(); });
}

Result<std::vector<Checkpoint>> WiredAuditLog::checkpoints_after(std::int64_t number, std::size_t limit) {
  return wire_.read("audit_log.checkpoints_after", Fault::kStoreFailsToRead, wire_.air().store_latency,
                    [&] { return store_.memory().checkpoints_after(number, limit); });
}

Result<bool> WiredAuditLog::append(const Checkpoint& checkpoint) {
  return wire_.act("audit_log.append", wire_.air().store_latency, [&]() -> Result<bool> {
    if (wire_.strikes(Fault::kStoreFails)) return wire_.unavailable("audit_log.append", Effect::kNone);
    auto appended = store_.memory().append(checkpoint);
    if (wire_.strikes(Fault::kStoreLosesAnswer)) return wire_.unavailable("audit_log.append", Effect::kMaybe);
    wire_.note("audit_log.append", appended && *appended ? "stored" : "another server was first");
    return appended;
  });
}

// ---- Identity Center ---------------------------------------------------------------------------------------------

Result<UserId> WiredIdentityCenter::find_user(const std::string& email) {
  return wire_.read("center.find_user", Fault::kIdentityCenterFails, wire_.air().center_latency,
                    [&] { return center_.find_user(email); });
}

Result<Presence> WiredIdentityCenter::look(const AssignmentKey& key) {
  return wire_.read("center.look", Fault::kIdentityCenterFails, wire_.air().center_latency, [&]() -> Result<Presence> {
    const Presence presence = center_.look(key);
    wire_.note("center.look sees", words_of(presence));
    return presence;
  });
}

Result<std::vector<UserId>> WiredIdentityCenter::assigned_users(const AccountId& account,
                                                                const PermissionSetArn& permission_set) {
  return wire_.read("center.assigned_users", Fault::kIdentityCenterFails, wire_.air().center_latency,
                    [&]() -> Result<std::vector<UserId>> { return center_.list(account, permission_set); });
}

Result<std::chrono::minutes> WiredIdentityCenter::session_length(const PermissionSetArn& /*permission_set*/) {
  return wire_.read("center.session_length", Fault::kIdentityCenterFails, wire_.air().center_latency,
                    []() -> Result<std::chrono::minutes> { return std::chrono::hours(1); });
}

AskResult WiredIdentityCenter::ask(OperationKind kind, const AssignmentKey& key, Instant claimed_at) {
  on_ask(kind, key);
  // Longer than a claim lives, and up to beyond the life of a signature.
  if (center_.settle() > Millis::zero() && wire_.strikes(Fault::kServerStalls)) {
    wire_.note("stalls", "before it asks");
    wire_.air().scheduler.sleep(wire_.air().dice.between(seconds(20), seconds(400)));
  }
  return wire_.act("center.ask", wire_.air().center_latency, [&] { return arrived(kind, key, claimed_at); });
}

AskResult WiredIdentityCenter::arrived(OperationKind kind, const AssignmentKey& key, Instant claimed_at) {
  const std::string_view name = kind == OperationKind::kCreate ? "center.create" : "center.delete";
  if (wire_.strikes(Fault::kCallLost)) {
    wire_.note(name, "lost on its way");
    return std::unexpected(AskError{.failure = AskFailure::kLost, .cause = "the call timed out"});
  }
  auto answer = center_.ask(kind, key, claimed_at);
  if (answer && wire_.strikes(Fault::kAnswerLost)) {
    wire_.note(name, "accepted, but its answer is lost");
    return std::unexpected(AskError{.failure = AskFailure::kLost, .cause = "the connection was cut"});
  }
  wire_.note(name, answer ? answer->str() : answer.error().cause);
  return answer;
}

Result<OperationStatus> WiredIdentityCenter::check(OperationKind kind, const OperationId& id) {
  return wire_.read("center.check", Fault::kIdentityCenterFails, wire_.air().center_latency,
                    [&]() -> Result<OperationStatus> { return center_.check(kind, id); });
}

Result<bool> WiredIdentityCenter::anything_in_progress(const AssignmentKey& key) {
  return wire_.read("center.anything_in_progress", Fault::kIdentityCenterFails, wire_.air().center_latency,
                    [&]() -> Result<bool> { return center_.anything_in_progress(key); });
}

// ---- Mail --------------------------------------------------------------------------------------------------------

Status WiredMailer::send(const Mail& mail) {
  return wire_.act("mailer.send", wire_.air().center_latency, [&]() -> Status {
    if (wire_.strikes(Fault::kMailFails)) return wire_.unavailable("mailer.send", Effect::kNone);
    if (wire_.strikes(Fault::kMailRefused)) {
      wire_.note("mailer.send", "refused for good");
      return fail(ErrorCode::kRefusedOutside, "The mail server refuses this mail.", "a fault of the simulation");
    }
    const Status sent = behind_.send(mail);
    if (wire_.strikes(Fault::kMailLosesAnswer)) return wire_.unavailable("mailer.send", Effect::kMaybe);
    wire_.note("mailer.send", mail.message);
    return sent;
  });
}

Result<std::vector<std::string>> WiredApprovers::approvers() {
  return wire_.read("approvers", Fault::kApproversUnreadable, wire_.air().store_latency,
                    [&] { return behind_.approvers(); });
}

}  // namespace curfew::simulation
