// Use case: takes one assignment as far towards what its leases want as can be done now.
//
// An AWS operation is a chain of short steps, each stored with its due time; nothing here waits. What is asked of AWS
// is on record before the call, so that a death in between leaves a question, never a surprise.
#pragma once

#include <optional>

#include "app/transition_writer.h"
#include "base/error.h"
#include "domain/lifecycle.h"
#include "ports/identity_center.h"
#include "ports/telemetry.h"
#include "ports/work_queue.h"

namespace curfew {

// Thread-safe; owned by src/main; lives as long as the ports it was given.
class DriveAssignment {
 public:
  DriveAssignment(TransitionWriter& writer, IdentityCenter& identity_center, Log& log, Metrics& metrics)
      : writer_(writer), identity_center_(identity_center), log_(log), metrics_(metrics) {}

  // Takes steps while they are due, under `claim` of the account's lane. Success: nothing is due any more, and an
  // operation may be in flight. Errors: kConflict when others kept getting in between, or the claim is stale;
  // kUnavailable, kDamaged. Whatever a failed call did is on record or will be looked up.
  [[nodiscard]] Status operator()(const AssignmentKey& key, const Claim& claim);

 private:
  // Takes the step that is due, if any. kConflict: somebody got in between.
  [[nodiscard]] Result<bool> step(const AssignmentKey& key, const Claim& claim);
  [[nodiscard]] Status look(const Scene& scene, const Claim& claim);
  [[nodiscard]] Status ask(const Scene& scene, OperationKind operation, const Claim& claim);
  [[nodiscard]] Status store_answer(const AssignmentKey& key, const AskResult& answer, const Claim& claim);
  [[nodiscard]] Status check(const Scene& scene, OperationKind operation, const Claim& claim);
  [[nodiscard]] Result<Transition> record(const Scene& scene, const Command& command, const Claim& claim);
  // Owed work that came too early, or for nothing, is put right.
  [[nodiscard]] Status owe_again(const AssignmentKey& key, const Claim& claim);
  void report_ask(const AssignmentKey& key, OperationKind operation, const AskResult& answer);
  void report_changes(const Transition& transition);

  TransitionWriter& writer_;
  IdentityCenter& identity_center_;
  Log& log_;
  Metrics& metrics_;
};

}  // namespace curfew
