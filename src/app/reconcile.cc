#include "app/reconcile.h"

#include <algorithm>
#include <utility>

#include "base/words.h"
#include "domain/text.h"

namespace curfew {
namespace {

constexpr Words<FindingOutcome, 6> kOutcomeWords{{
    {FindingOutcome::kReported, "reported"},
    {FindingOutcome::kWorkOwed, "work_owed"},
    {FindingOutcome::kLeasesEnded, "leases_ended"},
    {FindingOutcome::kTaken, "taken"},
    {FindingOutcome::kOvertaken, "overtaken"},
    {FindingOutcome::kFailed, "failed"},
}};

std::string_view deed(FindingOutcome outcome) {
  switch (outcome) {
    case FindingOutcome::kReported: return "";
    case FindingOutcome::kWorkOwed: return " Curfew goes on with it.";
    case FindingOutcome::kLeasesEnded: return " Curfew has ended it on record.";
    case FindingOutcome::kTaken: return " Curfew takes it away, as ordered.";
    case FindingOutcome::kOvertaken: return " It has changed since; the next run looks again.";
    case FindingOutcome::kFailed: return " It could not be put right; the next run tries again.";
  }
  return "";
}

FindingOutcome outcome_of(FindingKind kind) {
  switch (kind) {
    case FindingKind::kStanding: return FindingOutcome::kTaken;
    case FindingKind::kLeftBehind: return FindingOutcome::kWorkOwed;
    case FindingKind::kMissing: return FindingOutcome::kLeasesEnded;
  }
  return FindingOutcome::kReported;
}

// What the managers read of each finding: what it is, and what Curfew does about it.
std::vector<std::string> lines_of(const ReconcileReport& report) {
  std::vector<std::string> lines;
  for (const auto& [finding, outcome] : report.findings)
    lines.push_back(sentence(finding) + std::string(deed(outcome)));
  return lines;
}

Result<ReconcileOrder> checked(ReconcileOrder order) {
  if (!order.take_standing) return order;
  if (order.mode != ReconcileMode::kEnforce) {
    return fail(ErrorCode::kInvalid, "Standing access is taken away only in the mode enforce.");
  }
  auto reason = clean_text("reason", *order.take_standing);
  if (!reason) return fail(reason.error());
  order.take_standing = *std::move(reason);
  return order;
}

}  // namespace

std::string_view word(FindingOutcome outcome) { return word_in(kOutcomeWords, outcome); }

Result<ReconcileReport> Reconcile::operator()(const ReconcileOrder& ordered) {
  const auto order = checked(ordered);
  if (!order) return fail(order.error());
  // What the deployment before gave is not standing.
  if (const auto adopted = writer_.adopt_all(); !adopted) return fail(adopted.error());
  auto differences = find_(*catalog_.current());
  if (!differences) return fail(differences.error());
  // What is about to be put right is not found again, so it is noted before: a death in between loses no news.
  const auto news = order->mode == ReconcileMode::kReport ? std::nullopt : tell_.note(*differences);
  ReconcileReport report{.compared = differences->compared, .not_compared = std::move(differences->not_compared)};
  for (const Finding& finding : differences->findings) {
    report.findings.push_back({.finding = finding, .outcome = put_right(finding, *order)});
  }
  publish(report);
  if (news) report.told = tell_.tell(*news, lines_of(report));
  return report;
}

FindingOutcome Reconcile::put_right(const Finding& finding, const ReconcileOrder& order) {
  const bool wanted = finding.kind != FindingKind::kStanding || order.take_standing;
  if (order.mode != ReconcileMode::kEnforce || !wanted) return FindingOutcome::kReported;
  const auto scene = writer_.load(finding.key);
  if (scene && scene->assignment.version != finding.version) return FindingOutcome::kOvertaken;
  const auto transition = scene ? remedy(finding, *scene, order) : fail(scene.error());
  const auto stored = transition ? writer_.store(*scene, *transition, {}) : fail(transition.error());
  if (stored) return *stored == StoreOutcome::kStored ? outcome_of(finding.kind) : FindingOutcome::kOvertaken;
  if (stored.error().code == ErrorCode::kConflict) return FindingOutcome::kOvertaken;
  log_.error("reconcile_failed", {{"assignment", finding.key.str()}, {"cause", stored.error().log_text}});
  return FindingOutcome::kFailed;
}

Result<Transition> Reconcile::remedy(const Finding& finding, const Scene& scene, const ReconcileOrder& order) {
  const auto decide = [&](const Command& command) {
    return apply(scene, command, order.actor, writer_.now(), writer_.rules());
  };
  switch (finding.kind) {
    case FindingKind::kStanding: return decide(command::TakeStanding{*order.take_standing});
    case FindingKind::kMissing: return decide(command::TakenOutside{finding.listed_at});
    case FindingKind::kLeftBehind: break;
  }
  auto lost = find_.lost_work(scene);
  if (!lost) return fail(lost.error());
  return Transition{.after = scene, .owed = *std::move(lost)};
}

void Reconcile::publish(const ReconcileReport& report) {
  for (const auto& [finding, outcome] : report.findings) {
    log_.warning("reconcile_found", {{"kind", std::string(word(finding.kind))},
                                     {"assignment", finding.key.str()},
                                     {"state", std::string(word(finding.state))},
                                     {"outcome", std::string(word(outcome))}});
  }
  for (const NotCompared& missed : report.not_compared) {
    log_.error(
        "reconcile_not_compared",
        {{"what", missed.what}, {"code", std::string(word(missed.error.code))}, {"cause", missed.error.log_text}});
  }
  for (const FindingKind kind : {FindingKind::kStanding, FindingKind::kLeftBehind, FindingKind::kMissing}) {
    const auto found =
        std::ranges::count_if(report.findings, [&](const Reconciled& r) { return r.finding.kind == kind; });
    metrics_.set("curfew_reconcile_findings", static_cast<double>(found), {{"kind", word(kind)}});
  }
  metrics_.set("curfew_reconcile_not_compared", static_cast<double>(report.not_compared.size()));
  log_.info("reconciled", {{"compared", report.compared},
                           {"findings", static_cast<std::int64_t>(report.findings.size())},
                           {"not_compared", static_cast<std::int64_t>(report.not_compared.size())}});
}

}  // namespace curfew
