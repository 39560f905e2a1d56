#include "support/fake_identity_center.h"

#include <algorithm>

#include "domain/identity.h"

namespace curfew::test {
namespace {

constexpr auto kInProgress = OperationStatus::Kind::kInProgress;

// A call that was signed longer ago is refused, and nothing happens.
constexpr Millis kSignatureLife = std::chrono::minutes(5);

// The answer to an ask that goes no further; empty when it does.
std::optional<AskError> stopped_by(const std::optional<AskPlan>& plan) {
  if (!plan) return std::nullopt;
  switch (plan->kind) {
    case AskPlan::Kind::kThrottled: return AskError{.failure = AskFailure::kThrottled, .cause = "ThrottlingException"};
    case AskPlan::Kind::kConflict: return AskError{.failure = AskFailure::kConflict, .cause = "ConflictException"};
    case AskPlan::Kind::kRefused: return AskError{.failure = AskFailure::kRefused, .cause = plan->reason};
    case AskPlan::Kind::kLostBefore: return AskError{.failure = AskFailure::kLost, .cause = "the call timed out"};
    case AskPlan::Kind::kLostAfter:
    case AskPlan::Kind::kFails:
    case AskPlan::Kind::kFailsInTruth:
    case AskPlan::Kind::kTakes: return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

UserId FakeIdentityCenter::add_user(const std::string& email) {
  const std::scoped_lock lock(mutex_);
  return users_.try_emplace(email, "user-" + std::to_string(users_.size() + 1)).first->second;
}

void FakeIdentityCenter::rename_user(const std::string& from, const std::string& to) {
  const std::scoped_lock lock(mutex_);
  auto user = users_.extract(from);
  user.key() = to;
  users_.insert(std::move(user));
}

void FakeIdentityCenter::remove_user(const UserId& user) {
  const std::scoped_lock lock(mutex_);
  std::erase_if(users_, [&](const auto& entry) { return entry.second == user; });
  removed_.insert(user);
}

void FakeIdentityCenter::add_standing(const AssignmentKey& key) {
  const std::scoped_lock lock(mutex_);
  standing_.insert(key);
  assigned_.insert(key);
}

void FakeIdentityCenter::add_stray(const AssignmentKey& key) {
  const std::scoped_lock lock(mutex_);
  assigned_.insert(key);
}

void FakeIdentityCenter::add_group_standing(const AssignmentKey& key) {
  const std::scoped_lock lock(mutex_);
  through_group_.insert(key);
}

void FakeIdentityCenter::take_by_hand(const AssignmentKey& key) {
  const std::scoped_lock lock(mutex_);
  catch_up();
  standing_.erase(key);
  assigned_.erase(key);
  note_taken(key, clock_.now());
}

void FakeIdentityCenter::plan(OperationKind kind, const AskPlan& plan, int times) {
  const std::scoped_lock lock(mutex_);
  for (int i = 0; i < times; ++i) plans_[kind].push_back(plan);
}

void FakeIdentityCenter::unplan(OperationKind kind) {
  const std::scoped_lock lock(mutex_);
  plans_.erase(kind);
}

void FakeIdentityCenter::set_session_length(std::chrono::minutes length) {
  const std::scoped_lock lock(mutex_);
  session_length_ = length;
}

void FakeIdentityCenter::fail_reads(int times) {
  const std::scoped_lock lock(mutex_);
  failing_reads_ = times;
}

void FakeIdentityCenter::plan_listings(const std::set<AssignmentKey>& seen, int times) {
  const std::scoped_lock lock(mutex_);
  for (int i = 0; i < times; ++i) listings_.push_back(seen);
}

void FakeIdentityCenter::forget_operations() {
  const std::scoped_lock lock(mutex_);
  for (RunningOperation& operation : operations_) operation.id = OperationId{};
}

bool FakeIdentityCenter::is_assigned(const AssignmentKey& key) { return assigned().contains(key); }

std::vector<MadeAccess> FakeIdentityCenter::made() {
  const std::scoped_lock lock(mutex_);
  catch_up();
  return made_;
}

std::vector<SeenAsk> FakeIdentityCenter::asks() {
  const std::scoped_lock lock(mutex_);
  return asks_;
}

int FakeIdentityCenter::asks_of(OperationKind kind) {
  const std::scoped_lock lock(mutex_);
  return static_cast<int>(std::ranges::count(asks_, kind, &SeenAsk::kind));
}

std::set<AssignmentKey> FakeIdentityCenter::standing() {
  const std::scoped_lock lock(mutex_);
  return standing_;
}

std::set<AssignmentKey> FakeIdentityCenter::assigned() {
  const std::scoped_lock lock(mutex_);
  catch_up();
  return assigned_;
}

Result<UserId> FakeIdentityCenter::find_user(const std::string& email) {
  const std::scoped_lock lock(mutex_);
  if (auto ok = admit_read(); !ok) return fail(ok.error());
  for (const auto& [known, user] : users_) {
    if (same_email(known, email)) return user;
  }
  return fail(ErrorCode::kUnknownUser, "Identity Center does not know " + email + ".");
}

Result<Presence> FakeIdentityCenter::look(const AssignmentKey& key) {
  const std::scoped_lock lock(mutex_);
  if (auto ok = admit_read(); !ok) return fail(ok.error());
  if (assigned_.contains(key)) return Presence::kDirect;
  return through_group_.contains(key) ? Presence::kThroughGroup : Presence::kAbsent;
}

Result<std::chrono::minutes> FakeIdentityCenter::session_length(const PermissionSetArn& /*permission_set*/) {
  const std::scoped_lock lock(mutex_);
  if (auto ok = admit_read(); !ok) return fail(ok.error());
  return session_length_;
}

Result<std::vector<UserId>> FakeIdentityCenter::assigned_users(const AccountId& account,
                                                               const PermissionSetArn& permission_set) {
  const std::scoped_lock lock(mutex_);
  if (auto ok = admit_read(); !ok) return fail(ok.error());
  std::set<AssignmentKey> seen = assigned_;
  if (!listings_.empty()) {
    seen = std::move(listings_.front());
    listings_.pop_front();
  }
  std::vector<UserId> users;
  for (const AssignmentKey& key : seen) {
    if (key.account_id == account && key.permission_set_arn == permission_set) users.push_back(key.user_id);
  }
  return users;
}

AskResult FakeIdentityCenter::ask(OperationKind kind, const AssignmentKey& key, Instant claimed_at) {
  const std::scoped_lock lock(mutex_);
  catch_up();
  asks_.push_back({.kind = kind, .key = key, .at = clock_.now(), .claimed_at = claimed_at});
  if (clock_.now() - claimed_at > kSignatureLife) {
    return std::unexpected(AskError{.failure = AskFailure::kThrottled, .cause = "Signature expired"});
  }
  const auto plan = next_plan(kind);
  if (auto stopped = stopped_by(plan)) return std::unexpected(*std::move(stopped));
  if (auto refused = objection(kind, key)) return std::unexpected(*std::move(refused));
  const OperationId id = start(kind, key, plan);
  if (plan && plan->kind == AskPlan::Kind::kLostAfter) {
    return std::unexpected(AskError{.failure = AskFailure::kLost, .cause = "the answer was lost"});
  }
  return id;
}

Result<OperationStatus> FakeIdentityCenter::check(OperationKind kind, const OperationId& id) {
  const std::scoped_lock lock(mutex_);
  if (auto ok = admit_read(); !ok) return fail(ok.error());
  for (const RunningOperation& operation : operations_) {
    if (operation.id == id && operation.kind == kind) return operation.status;
  }
  return OperationStatus{};
}

Result<bool> FakeIdentityCenter::anything_in_progress(const AssignmentKey& key) {
  const std::scoped_lock lock(mutex_);
  if (auto ok = admit_read(); !ok) return fail(ok.error());
  return is_busy(key.account_id);
}

std::optional<AskPlan> FakeIdentityCenter::next_plan(OperationKind kind) {
  auto& plans = plans_[kind];
  if (plans.empty()) return std::nullopt;
  AskPlan next = std::move(plans.front());
  plans.pop_front();
  return next;
}

std::optional<AskError> FakeIdentityCenter::objection(OperationKind kind, const AssignmentKey& key) const {
  if (is_busy(key.account_id)) {
    return AskError{.failure = AskFailure::kConflict, .cause = "ConflictException: another operation is in process"};
  }
  if (kind == OperationKind::kDelete && !assigned_.contains(key)) {
    return AskError{.failure = AskFailure::kMissing, .cause = "ResourceNotFoundException"};
  }
  return std::nullopt;
}

OperationId FakeIdentityCenter::start(OperationKind kind, const AssignmentKey& key,
                                      const std::optional<AskPlan>& plan) {
  const bool fails = plan && (plan->kind == AskPlan::Kind::kFails || plan->kind == AskPlan::Kind::kFailsInTruth);
  const bool unknown_user = kind == OperationKind::kCreate && removed_.contains(key.user_id);
  RunningOperation operation{.id = OperationId("operation-" + std::to_string(operations_.size() + 1)),
                             .kind = kind,
                             .key = key,
                             .due = clock_.now() + (plan && plan->kind == AskPlan::Kind::kTakes ? plan->time : delay_)};
  if (fails) operation.fails_with = plan->reason;
  if (unknown_user) operation.fails_with = "the USER assignee was not found";
  operation.has_effect = operation.fails_with.empty() || (plan && plan->kind == AskPlan::Kind::kFailsInTruth);
  operations_.push_back(operation);
  catch_up();
  return operation.id;
}

Status FakeIdentityCenter::admit_read() {
  catch_up();
  if (failing_reads_ == 0) return {};
  --failing_reads_;
  return fail(ErrorCode::kUnavailable, "Identity Center does not answer. Try again in a moment.", "a planned fault");
}

bool FakeIdentityCenter::is_busy(const AccountId& account) const {
  return std::ranges::any_of(operations_, [&](const RunningOperation& operation) {
    return operation.key.account_id == account && operation.status.kind == kInProgress;
  });
}

void FakeIdentityCenter::catch_up() {
  for (RunningOperation& operation : operations_) {
    if (operation.status.kind == kInProgress && operation.due <= clock_.now()) end(operation);
  }
}

void FakeIdentityCenter::end(RunningOperation& operation) {
  operation.status = operation.fails_with.empty()
                         ? OperationStatus{.kind = OperationStatus::Kind::kSucceeded, .reason = {}}
                         : OperationStatus{.kind = OperationStatus::Kind::kFailed, .reason = operation.fails_with};
  if (!operation.has_effect) return;
  if (operation.kind == OperationKind::kCreate) {
    if (assigned_.insert(operation.key).second) made_.push_back({.key = operation.key, .from = operation.due});
    return;
  }
  assigned_.erase(operation.key);
  note_taken(operation.key, operation.due);
}

void FakeIdentityCenter::note_taken(const AssignmentKey& key, Instant at) {
  for (MadeAccess& access : made_) {
    if (access.key == key && !access.until) access.until = at;
  }
}

}  // namespace curfew::test
