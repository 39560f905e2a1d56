#include "simulation/outside/identity_center.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "domain/identity.h"

namespace curfew::simulation {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
constexpr Millis kSignatureLife = minutes(5);

constexpr const char* kUserNotFound = "Received a 404 status error: the USER assignee was not found in the directory";

}  // namespace

// ---- Administrators ----------------------------------------------------------------------------------------------

UserId SimulatedIdentityCenter::add_user(const std::string& email) {
  return users_.try_emplace(email, "user-" + std::to_string(users_.size() + 1)).first->second;
}

void SimulatedIdentityCenter::delete_user(const UserId& user, bool access_stays) {
  std::erase_if(users_, [&](const auto& entry) { return entry.second == user; });
  deleted_users_.insert(user);
  if (access_stays) stuck_users_.insert(user);
}

void SimulatedIdentityCenter::add_by_hand(const AssignmentKey& key, bool excused) {
  if (!present_.contains(key)) appear(key, false, excused, scheduler_.now());
}

void SimulatedIdentityCenter::take_by_hand(const AssignmentKey& key) {
  if (present_.contains(key)) vanish(key, true, scheduler_.now());
}

void SimulatedIdentityCenter::excuse(const AssignmentKey& key) {
  if (const auto place = present_.find(key); place != present_.end()) accesses_.at(place->second).excused = true;
}

void SimulatedIdentityCenter::record_names(const AssignmentKey& key) {
  excuse(key);
  if (const auto place = present_.find(key); place != present_.end()) accesses_.at(place->second).named = true;
}

void SimulatedIdentityCenter::set_through_group(const AssignmentKey& key, bool there) {
  if (there) {
    through_group_.insert(key);
  } else if (through_group_.erase(key) > 0) {
    group_times_.emplace_back(key, scheduler_.now());
  }
}

// ---- Calls -------------------------------------------------------------------------------------------------------

Result<UserId> SimulatedIdentityCenter::find_user(const std::string& email) const {
  for (const auto& [known, user] : users_) {
    if (same_email(known, email)) return user;
  }
  return fail(ErrorCode::kUnknownUser, "Identity Center does not know " + email + ".");
}

Presence SimulatedIdentityCenter::look(const AssignmentKey& key) {
  if (shown(key, moment_of_listing())) return Presence::kDirect;
  return through_group_.contains(key) ? Presence::kThroughGroup : Presence::kAbsent;
}

std::vector<UserId> SimulatedIdentityCenter::list(const AccountId& account, const PermissionSetArn& permission_set) {
  const Instant moment = moment_of_listing();
  std::vector<UserId> users;
  for (const auto& [key, changes] : changes_) {
    const bool asked_for = key.account_id == account && key.permission_set_arn == permission_set;
    if (asked_for && shown(key, moment)) users.push_back(key.user_id);
  }
  return users;
}

AskResult SimulatedIdentityCenter::ask(OperationKind kind, const AssignmentKey& key, Instant signed_at) {
  if (auto error = stopped(signed_at)) return std::unexpected(*std::move(error));
  if (auto error = objection(kind, key)) return std::unexpected(*std::move(error));
  running_.push_back(begin(kind, key));
  return running_.back().id;
}

OperationStatus SimulatedIdentityCenter::check(OperationKind kind, const OperationId& id) {
  if (faults_.strikes(Fault::kOperationForgotten)) {
    std::erase_if(ended_, [&](const auto& entry) { return entry.first == id; });
  }
  const auto runs = std::ranges::any_of(
      running_, [&](const Operation& operation) { return operation.id == id && operation.kind == kind; });
  if (runs) return {.kind = OperationStatus::Kind::kInProgress, .reason = {}};
  const auto found = ended_.find(id);
  return found == ended_.end() ? OperationStatus{} : found->second;
}

bool SimulatedIdentityCenter::anything_in_progress(const AssignmentKey& key) const {
  return running_on(key.account_id) != nullptr;
}

std::optional<AskError> SimulatedIdentityCenter::stopped(Instant signed_at) {
  const Millis age = std::chrono::abs(scheduler_.now() - signed_at);
  if (age > kSignatureLife) {
    marks_.reach("rare: AWS refuses a call signed too long ago");
    return AskError{.failure = AskFailure::kThrottled, .cause = "Signature expired"};
  }
  if (faults_.strikes(Fault::kThrottled)) {
    return AskError{.failure = AskFailure::kThrottled, .cause = "ThrottlingException"};
  }
  if (faults_.strikes(Fault::kConflict)) {
    return AskError{.failure = AskFailure::kConflict, .cause = "ConflictException"};
  }
  if (faults_.strikes(Fault::kRefused)) {
    return AskError{.failure = AskFailure::kRefused, .cause = "ValidationException"};
  }
  return std::nullopt;
}

std::optional<AskError> SimulatedIdentityCenter::objection(OperationKind kind, const AssignmentKey& key) {
  const bool deletes = kind == OperationKind::kDelete;
  if (const Operation* running = running_on(key.account_id)) {
    const bool overtakes = deletes && running->kind == OperationKind::kCreate && running->key == key &&
                           !present_.contains(key) && faults_.strikes(Fault::kDeleteOvertakes);
    if (overtakes) return AskError{.failure = AskFailure::kMissing, .cause = "ResourceNotFoundException"};
    return AskError{.failure = AskFailure::kConflict, .cause = "ConflictException: another operation is in process"};
  }
  if (deletes && !present_.contains(key)) {
    return AskError{.failure = AskFailure::kMissing, .cause = "ResourceNotFoundException"};
  }
  return std::nullopt;
}

SimulatedIdentityCenter::Operation SimulatedIdentityCenter::begin(OperationKind kind, const AssignmentKey& key) {
  using Kind = OperationStatus::Kind;
  Operation operation{.id = OperationId("operation-" + std::to_string(++operations_)),
                      .kind = kind,
                      .key = key,
                      .due = scheduler_.now() + dice_.between(seconds(1), settings_.usual_time),
                      .outcome = {.kind = Kind::kSucceeded, .reason = {}}};
  if (faults_.strikes(Fault::kOperationSlow)) operation.due = scheduler_.now() + dice_.between(minutes(1), minutes(8));
  if (faults_.strikes(Fault::kOperationFails))
    operation.outcome = {.kind = Kind::kFailed, .reason = "internal failure"};
  if (faults_.strikes(Fault::kOperationFailsLate)) {
    operation.due = scheduler_.now() + dice_.between(minutes(1), minutes(6));
    operation.outcome = {.kind = Kind::kFailed, .reason = "role quota exceeded in the account"};
  }
  const bool no_user =
      kind == OperationKind::kCreate ? deleted_users_.contains(key.user_id) : stuck_users_.contains(key.user_id);
  if (no_user) operation.outcome = {.kind = Kind::kFailed, .reason = kUserNotFound};
  return operation;
}

// ---- What happens ------------------------------------------------------------------------------------------------

void SimulatedIdentityCenter::catch_up() {
  while (true) {
    const auto next = std::ranges::min_element(running_, {}, &Operation::due);
    if (next == running_.end() || next->due > scheduler_.now()) return;
    const Operation operation = *next;
    running_.erase(next);
    end(operation);
  }
}

void SimulatedIdentityCenter::end(const Operation& operation) {
  ended_.emplace(operation.id, operation.outcome);
  if (operation.outcome.kind != OperationStatus::Kind::kSucceeded) return;
  const bool there = present_.contains(operation.key);
  if (operation.kind == OperationKind::kCreate && !there) appear(operation.key, true, false, operation.due);
  if (operation.kind == OperationKind::kDelete && there) vanish(operation.key, false, operation.due);
}

void SimulatedIdentityCenter::appear(const AssignmentKey& key, bool ours, bool excused, Instant at) {
  present_[key] = accesses_.size();
  accesses_.push_back({.key = key, .ours = ours, .excused = excused, .from = at});
  changes_[key].push_back({.at = at, .there = true});
  observers_.made(accesses_.back());
}

void SimulatedIdentityCenter::vanish(const AssignmentKey& key, bool by_hand, Instant at) {
  Access& access = accesses_.at(present_.at(key));
  access.until = at;
  access.by_hand = by_hand;
  present_.erase(key);
  changes_[key].push_back({.at = at, .there = false});
  observers_.gone(access);
}

// ---- The truth ---------------------------------------------------------------------------------------------------

const Access* SimulatedIdentityCenter::present(const AssignmentKey& key) const {
  const auto place = present_.find(key);
  return place == present_.end() ? nullptr : &accesses_.at(place->second);
}

bool SimulatedIdentityCenter::others_gave(const AssignmentKey& key, Instant from) const {
  const Instant earliest = from - settings_.longest_lag;
  const bool directly = std::ranges::any_of(accesses_, [&](const Access& access) {
    return access.key == key && !access.ours && access.until.value_or(scheduler_.now()) >= earliest;
  });
  const bool by_group = through_group_.contains(key) || std::ranges::any_of(group_times_, [&](const auto& ended) {
                          return ended.first == key && ended.second >= earliest;
                        });
  return directly || by_group;
}

bool SimulatedIdentityCenter::shown(const AssignmentKey& key, Instant at) const {
  const auto found = changes_.find(key);
  if (found == changes_.end()) return false;
  const auto after = std::ranges::upper_bound(found->second, at, {}, &Change::at);
  return after != found->second.begin() && std::prev(after)->there;
}

Instant SimulatedIdentityCenter::moment_of_listing() {
  const bool behind = settings_.longest_lag > Millis::zero() && faults_.strikes(Fault::kListingBehind);
  return behind ? scheduler_.now() - dice_.between(Millis(1), settings_.longest_lag) : scheduler_.now();
}

const SimulatedIdentityCenter::Operation* SimulatedIdentityCenter::running_on(const AccountId& account) const {
  const auto found = std::ranges::find(running_, account, [](const Operation& each) { return each.key.account_id; });
  return found == running_.end() ? nullptr : &*found;
}

}  // namespace curfew::simulation
