#include "model_aws.h"

#include <algorithm>

namespace curfew::test {
namespace {

constexpr Millis kLongestOperation = std::chrono::seconds(20);

}  // namespace

bool ModelAws::happens(int percent) { return !calm_ && static_cast<int>(chance_() % 100) < percent; }

Millis ModelAws::some_time(Millis most) {
  const auto choices = static_cast<std::uint64_t>(most.count()) + 1;
  return Millis(static_cast<std::int64_t>(chance_() % choices));
}

void ModelAws::advance(Instant now) {
  while (true) {
    Running* next = nullptr;
    for (Running& operation : operations_) {
      if (operation.done || operation.effect > now) continue;
      if (next == nullptr || operation.effect < next->effect) next = &operation;
    }
    if (next == nullptr) return;
    next->done = true;
    if (next->fails) continue;
    took_what_stood_ = took_what_stood_ || (standing_ && next->kind == OperationKind::kDelete);
    there_ = next->kind == OperationKind::kCreate;
  }
}

std::optional<AskError> ModelAws::trouble(OperationKind kind, Instant now) {
  if (happens(10)) return AskError{.failure = AskFailure::kThrottled, .cause = "throttled"};
  if (happens(5) || anything_in_progress(now)) return AskError{.failure = AskFailure::kConflict, .cause = "conflict"};
  if (happens(5)) return AskError{.failure = AskFailure::kRefused, .cause = "refused"};
  if (happens(10)) return AskError{.failure = AskFailure::kLost, .cause = "lost on its way there"};
  if (kind == OperationKind::kDelete && !there_) return AskError{.failure = AskFailure::kMissing, .cause = "missing"};
  return std::nullopt;
}

AskResult ModelAws::ask(OperationKind kind, Instant now) {
  advance(now);
  if (auto failed = trouble(kind, now)) return std::unexpected(*failed);
  if (happens(10)) {  // on its way for as long as a call can be, and no answer ever comes
    operations_.push_back({.kind = kind, .effect = now + some_time(settle_), .fails = false, .accepted = false});
    return std::unexpected(AskError{.failure = AskFailure::kLost, .cause = "lost after it was sent"});
  }
  operations_.push_back({.kind = kind, .effect = now + some_time(kLongestOperation), .fails = happens(15)});
  if (happens(10)) return std::unexpected(AskError{.failure = AskFailure::kLost, .cause = "the answer was lost"});
  return OperationId(std::to_string(operations_.size()));
}

OperationStatus ModelAws::check(const OperationId& id, Instant now) {
  advance(now);
  const Running& operation = operations_.at(std::stoul(id.str()) - 1);
  if (happens(3)) return {.kind = OperationStatus::Kind::kUnknown, .reason = ""};
  if (!operation.done) return {.kind = OperationStatus::Kind::kInProgress, .reason = ""};
  if (operation.fails) return {.kind = OperationStatus::Kind::kFailed, .reason = "AWS failed"};
  return {.kind = OperationStatus::Kind::kSucceeded, .reason = ""};
}

std::optional<Presence> ModelAws::look(Instant now) {
  advance(now);
  if (happens(15)) return std::nullopt;
  if (there_) return Presence::kDirect;
  return group_ ? Presence::kThroughGroup : Presence::kAbsent;
}

bool ModelAws::anything_in_progress(Instant now) {
  advance(now);
  return std::ranges::any_of(operations_, [](const Running& o) { return !o.done && o.accepted; });
}

bool ModelAws::there(Instant now) {
  advance(now);
  return there_;
}

}  // namespace curfew::test
