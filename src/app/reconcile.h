// Use case: holds Identity Center against the record, and tells or puts right where they differ.
//
// Finishes what a crash or a restore left behind, and ends on record what somebody took away by hand. What Curfew did
// not give it only reports, unless an administrator's order takes it. Every change is one conditional write: whoever
// gets in between wins, and the next run looks again. Several servers may run it at the same time, and at any moment it
// may die: what was stored goes on by itself, the rest is found again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/find_differences.h"
#include "app/tell_findings.h"
#include "app/transition_writer.h"
#include "base/error.h"
#include "domain/identity.h"
#include "domain/reconcile_mode.h"
#include "ports/catalog_source.h"
#include "ports/telemetry.h"

namespace curfew {

struct ReconcileOrder {
  ReconcileMode mode = ReconcileMode::kReport;
  // Why standing access is taken away, too; goes on record. Only with kEnforce.
  std::optional<std::string> take_standing;
  Actor actor = curfew_itself();
};

// What became of a finding.
enum class FindingOutcome : std::uint8_t {
  kReported,     // nothing was done
  kWorkOwed,     // left behind: its work is owed again
  kLeasesEnded,  // missing: ended on record, and a deletion makes sure
  kTaken,        // standing: is being taken away
  kOvertaken,    // somebody changed the record meanwhile; the next run looks again
  kFailed        // could not be stored; the next run tries again
};

[[nodiscard]] std::string_view word(FindingOutcome outcome);  // "work_owed"

struct Reconciled {
  Finding finding;
  FindingOutcome outcome = FindingOutcome::kReported;
};

struct ReconcileReport {
  std::int64_t compared = 0;
  std::vector<Reconciled> findings;
  std::vector<NotCompared> not_compared;
  bool told = false;  // the managers got a mail
};

// Thread-safe; owned by src/main; lives as long as the ports it was given.
class Reconcile {
 public:
  Reconcile(TransitionWriter& writer, FindDifferences& find, TellFindings& tell, const CatalogSource& catalog, Log& log,
            Metrics& metrics)
      : writer_(writer), find_(find), tell_(tell), catalog_(catalog), log_(log), metrics_(metrics) {}

  // Errors: kInvalid for an order that contradicts itself or a reason against the rules for text; kUnavailable,
  // kDamaged of the index. Faults of single listings and records are in the report and the log, and stop nothing else.
  [[nodiscard]] Result<ReconcileReport> operator()(const ReconcileOrder& order);

 private:
  [[nodiscard]] FindingOutcome put_right(const Finding& finding, const ReconcileOrder& order);
  [[nodiscard]] Result<Transition> remedy(const Finding& finding, const Scene& scene, const ReconcileOrder& order);
  void publish(const ReconcileReport& report);

  TransitionWriter& writer_;
  FindDifferences& find_;
  TellFindings& tell_;
  const CatalogSource& catalog_;
  Log& log_;
  Metrics& metrics_;
};

}  // namespace curfew
