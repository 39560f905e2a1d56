// The ports as a process sees them: every call passes a CallGate on its way to the stand-in behind it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ports/audit_log.h"
#include "ports/earlier_records.h"
#include "ports/identity_center.h"
#include "ports/ledger.h"
#include "ports/mail.h"
#include "ports/request_index.h"
#include "ports/revocation_timer.h"
#include "ports/work_queue.h"
#include "support/call_gate.h"

namespace curfew::test {

// Makes `call` of `method` ("Ledger::request") and answers as the gate's fault has it: `failed(Effect)` where the call
// fails.
template <class Call, class Failed>
auto through(CallGate& gate, CallKind kind, std::string_view method, Call call, Failed failed) -> decltype(call()) {
  switch (gate.pass(kind, method)) {
    case Fault::kNone:
    case Fault::kRival:
    case Fault::kRivalBefore:
    case Fault::kStall:
    case Fault::kRivalAndFails: return call();
    case Fault::kFailsBefore:
    case Fault::kUnknown: return failed(Effect::kNone);
    case Fault::kFailsAfter: {
      const auto lost = call();
      static_cast<void>(lost);
      return failed(Effect::kMaybe);
    }
    case Fault::kDiesBefore: throw ProcessDied{};
    case Fault::kDiesAfter: {
      const auto unseen = call();
      static_cast<void>(unseen);
      throw ProcessDied{};
    }
  }
  return failed(Effect::kMaybe);
}

template <class Call>
auto through(CallGate& gate, CallKind kind, std::string_view method, Call call) -> decltype(call()) {
  return through(gate, kind, method, call, [](Effect effect) {
    return fail({.code = ErrorCode::kUnavailable,
                 .public_text = "That does not answer. Try again in a moment.",
                 .log_text = "a fault of the test",
                 .effect = effect});
  });
}

class GatedLedger final : public Ledger {
 public:
  GatedLedger(CallGate& gate, Ledger& behind) : gate_(gate), behind_(behind) {}

  [[nodiscard]] Result<CommitOutcome> commit(const Step& step) override {
    // A commit that fails after its effect, or in the dark, says that it does not know.
    const auto commit_behind = [&]() -> Result<CommitOutcome> { return behind_.commit(step); };
    switch (gate_.pass(CallKind::kCommits, "Ledger::commit")) {
      case Fault::kFailsAfter:
        if (const auto lost = commit_behind(); !lost) return fail(lost.error());
        return CommitOutcome::kUnknown;
      case Fault::kUnknown: return CommitOutcome::kUnknown;
      case Fault::kFailsBefore: return fail(ErrorCode::kUnavailable, "The store does not answer.", "a test's fault");
      case Fault::kDiesBefore: throw ProcessDied{};
      case Fault::kDiesAfter: static_cast<void>(commit_behind()); throw ProcessDied{};
      case Fault::kNone:
      case Fault::kRival:
      case Fault::kRivalBefore:
      case Fault::kStall:
      case Fault::kRivalAndFails: return commit_behind();
    }
    return commit_behind();
  }
  [[nodiscard]] Result<std::optional<Request>> request(const RequestId& id) override {
    return through(gate_, CallKind::kReads, "Ledger::request", [&] { return behind_.request(id); });
  }
  [[nodiscard]] Result<std::optional<Assignment>> assignment(const AssignmentKey& key) override {
    return through(gate_, CallKind::kReads, "Ledger::assignment", [&] { return behind_.assignment(key); });
  }
  [[nodiscard]] Result<std::optional<Binding>> binding_of(const Subject& subject) override {
    return through(gate_, CallKind::kReads, "Ledger::binding_of", [&] { return behind_.binding_of(subject); });
  }
  [[nodiscard]] Result<std::optional<Binding>> binding_of(const UserId& user) override {
    return through(gate_, CallKind::kReads, "Ledger::binding_of", [&] { return behind_.binding_of(user); });
  }
  [[nodiscard]] Result<std::optional<IdempotencyRecord>> idempotency(const std::string& key) override {
    return through(gate_, CallKind::kReads, "Ledger::idempotency", [&] { return behind_.idempotency(key); });
  }
  [[nodiscard]] Result<std::vector<AuditEvent>> events(const std::string& chain, std::int64_t after_sequence,
                                                       std::size_t limit) override {
    return through(gate_, CallKind::kReads, "Ledger::events",
                   [&] { return behind_.events(chain, after_sequence, limit); });
  }
  [[nodiscard]] Result<std::optional<AuditEvent>> last_event(const std::string& chain) override {
    return through(gate_, CallKind::kReads, "Ledger::last_event", [&] { return behind_.last_event(chain); });
  }
  [[nodiscard]] Result<bool> has_event(const AuditEvent& event) override {
    return through(gate_, CallKind::kReads, "Ledger::has_event", [&] { return behind_.has_event(event); });
  }

 private:
  CallGate& gate_;
  Ledger& behind_;
};

class GatedEarlierRecords final : public EarlierRecords {
 public:
  GatedEarlierRecords(CallGate& gate, EarlierRecords& behind) : gate_(gate), behind_(behind) {}

  [[nodiscard]] Result<EarlierPage> page(EarlierStatus status, std::size_t limit,
                                         const std::optional<std::string>& after) override {
    return through(gate_, CallKind::kReads, "EarlierRecords::page", [&] { return behind_.page(status, limit, after); });
  }
  [[nodiscard]] Result<std::vector<Attributes>> given(const AssignmentKey& key) override {
    return through(gate_, CallKind::kReads, "EarlierRecords::given", [&] { return behind_.given(key); });
  }
  [[nodiscard]] Result<std::optional<Attributes>> record(const RequestId& id) override {
    return through(gate_, CallKind::kReads, "EarlierRecords::record", [&] { return behind_.record(id); });
  }

 private:
  CallGate& gate_;
  EarlierRecords& behind_;
};

class GatedQueue final : public WorkQueue {
 public:
  GatedQueue(CallGate& gate, WorkQueue& behind) : gate_(gate), behind_(behind) {}

  [[nodiscard]] Result<std::vector<std::string>> due_lanes(WorkClass wanted, Instant now, std::size_t limit) override {
    return through(gate_, CallKind::kReads, "WorkQueue::due_lanes",
                   [&] { return behind_.due_lanes(wanted, now, limit); });
  }
  [[nodiscard]] Result<std::optional<Claim>> claim(const std::string& lane, Instant now, Instant until) override {
    return through(gate_, CallKind::kActs, "WorkQueue::claim", [&] { return behind_.claim(lane, now, until); });
  }
  [[nodiscard]] Status release(const Claim& claim) override {
    return through(gate_, CallKind::kActs, "WorkQueue::release", [&] { return behind_.release(claim); });
  }
  [[nodiscard]] Result<std::vector<OwedWork>> in_lane(const std::string& lane, Instant now) override {
    return through(gate_, CallKind::kReads, "WorkQueue::in_lane", [&] { return behind_.in_lane(lane, now); });
  }
  [[nodiscard]] Result<std::optional<OwedWork>> work(const std::string& id) override {
    return through(gate_, CallKind::kReads, "WorkQueue::work", [&] { return behind_.work(id); });
  }
  [[nodiscard]] Result<std::optional<Instant>> next_due(WorkClass wanted, Instant after) override {
    return through(gate_, CallKind::kReads, "WorkQueue::next_due", [&] { return behind_.next_due(wanted, after); });
  }
  [[nodiscard]] Result<std::int64_t> backlog(WorkClass wanted, Instant now) override {
    return through(gate_, CallKind::kReads, "WorkQueue::backlog", [&] { return behind_.backlog(wanted, now); });
  }

 private:
  CallGate& gate_;
  WorkQueue& behind_;
};

class GatedIdentityCenter final : public IdentityCenter {
 public:
  GatedIdentityCenter(CallGate& gate, IdentityCenter& behind) : gate_(gate), behind_(behind) {}

  [[nodiscard]] Result<UserId> find_user(const std::string& email) override {
    return through(gate_, CallKind::kReads, "IdentityCenter::find_user", [&] { return behind_.find_user(email); });
  }
  [[nodiscard]] Result<Presence> look(const AssignmentKey& key) override {
    return through(gate_, CallKind::kReads, "IdentityCenter::look", [&] { return behind_.look(key); });
  }
  [[nodiscard]] Result<std::vector<UserId>> assigned_users(const AccountId& account,
                                                           const PermissionSetArn& permission_set) override {
    return through(gate_, CallKind::kReads, "IdentityCenter::assigned_users",
                   [&] { return behind_.assigned_users(account, permission_set); });
  }
  [[nodiscard]] Result<std::chrono::minutes> session_length(const PermissionSetArn& permission_set) override {
    return through(gate_, CallKind::kReads, "IdentityCenter::session_length",
                   [&] { return behind_.session_length(permission_set); });
  }
  [[nodiscard]] AskResult ask(OperationKind kind, const AssignmentKey& key, Instant claimed_at) override {
    // Whoever asks AWS and gets no answer cannot know whether it happened.
    const auto lost = [](Effect) { return std::unexpected(AskError{AskFailure::kLost, "a test's fault"}); };
    return through(
        gate_, CallKind::kActs, "IdentityCenter::ask", [&] { return behind_.ask(kind, key, claimed_at); }, lost);
  }
  [[nodiscard]] Result<OperationStatus> check(OperationKind kind, const OperationId& id) override {
    return through(gate_, CallKind::kReads, "IdentityCenter::check", [&] { return behind_.check(kind, id); });
  }
  [[nodiscard]] Result<bool> anything_in_progress(const AssignmentKey& key) override {
    return through(gate_, CallKind::kReads, "IdentityCenter::anything_in_progress",
                   [&] { return behind_.anything_in_progress(key); });
  }
  [[nodiscard]] Millis settle() const override { return behind_.settle(); }

 private:
  CallGate& gate_;
  IdentityCenter& behind_;
};

class GatedTimer final : public RevocationTimer {
 public:
  GatedTimer(CallGate& gate, RevocationTimer& behind) : gate_(gate), behind_(behind) {}

  [[nodiscard]] Result<std::string> set(const LeaseEnd& end, Instant claimed_at) override {
    return through(gate_, CallKind::kActs, "RevocationTimer::set", [&] { return behind_.set(end, claimed_at); });
  }
  [[nodiscard]] Status remove(const RequestId& request, const std::string& arn) override {
    return through(gate_, CallKind::kActs, "RevocationTimer::remove", [&] { return behind_.remove(request, arn); });
  }
  [[nodiscard]] Millis settle() const override { return behind_.settle(); }

 private:
  CallGate& gate_;
  RevocationTimer& behind_;
};

class GatedMailer final : public Mailer {
 public:
  GatedMailer(CallGate& gate, Mailer& behind) : gate_(gate), behind_(behind) {}

  [[nodiscard]] Status send(const Mail& mail) override {
    return through(gate_, CallKind::kActs, "Mailer::send", [&] { return behind_.send(mail); });
  }

 private:
  CallGate& gate_;
  Mailer& behind_;
};

class GatedApprovers final : public ApproverDirectory {
 public:
  GatedApprovers(CallGate& gate, ApproverDirectory& behind) : gate_(gate), behind_(behind) {}

  [[nodiscard]] Result<std::vector<std::string>> approvers() override {
    return through(gate_, CallKind::kReads, "ApproverDirectory::approvers", [&] { return behind_.approvers(); });
  }

 private:
  CallGate& gate_;
  ApproverDirectory& behind_;
};

class GatedIndex final : public RequestIndex {
 public:
  GatedIndex(CallGate& gate, RequestIndex& behind) : gate_(gate), behind_(behind) {}

  [[nodiscard]] Result<std::vector<Request>> page(const RequestFilter& filter, std::size_t limit,
                                                  const std::optional<PagePosition>& after) override {
    return through(gate_, CallKind::kReads, "RequestIndex::page", [&] { return behind_.page(filter, limit, after); });
  }

 private:
  CallGate& gate_;
  RequestIndex& behind_;
};

class GatedAuditLog final : public AuditLog {
 public:
  GatedAuditLog(CallGate& gate, AuditLog& behind) : gate_(gate), behind_(behind) {}

  [[nodiscard]] Result<std::vector<PlacedEvent>> events_after(std::int64_t position, std::size_t limit) override {
    return through(gate_, CallKind::kReads, "AuditLog::events_after",
                   [&] { return behind_.events_after(position, limit); });
  }
  [[nodiscard]] Result<std::optional<Checkpoint>> last_checkpoint() override {
    return through(gate_, CallKind::kReads, "AuditLog::last_checkpoint", [&] { return behind_.last_checkpoint(); });
  }
  [[nodiscard]] Result<std::vector<Checkpoint>> checkpoints_after(std::int64_t number, std::size_t limit) override {
    return through(gate_, CallKind::kReads, "AuditLog::checkpoints_after",
                   [&] { return behind_.checkpoints_after(number, limit); });
  }
  [[nodiscard]] Result<bool> append(const Checkpoint& checkpoint) override {
    return through(gate_, CallKind::kActs, "AuditLog::append", [&] { return behind_.append(checkpoint); });
  }

 private:
  CallGate& gate_;
  AuditLog& behind_;
};

class GatedSigner final : public CheckpointSigner {
 public:
  GatedSigner(CallGate& gate, CheckpointSigner& behind) : gate_(gate), behind_(behind) {}

  [[nodiscard]] Result<std::string> sign(const std::string& bytes) override {
    return through(gate_, CallKind::kReads, "CheckpointSigner::sign", [&] { return behind_.sign(bytes); });
  }
  [[nodiscard]] Result<std::string> public_key() override {
    return through(gate_, CallKind::kReads, "CheckpointSigner::public_key", [&] { return behind_.public_key(); });
  }
  [[nodiscard]] bool verify(const std::string& bytes, const std::string& signature,
                            const std::string& public_key) const override {
    return behind_.verify(bytes, signature, public_key);
  }

 private:
  CallGate& gate_;
  CheckpointSigner& behind_;
};

}  // namespace curfew::test
