#include "app/sweep.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "domain/earlier_request.h"

namespace curfew {
namespace {

constexpr std::size_t kPage = 200;
constexpr Millis kLateAfter = std::chrono::seconds(120);
// Timers get this long to fire by themselves before the sweep does their work.
constexpr Millis kTimersFirst = std::chrono::seconds(5);

constexpr std::array<RequestStatus, 4> kLiveStatuses{RequestStatus::kRevoking, RequestStatus::kActive,
                                                     RequestStatus::kGranting, RequestStatus::kPending};

}  // namespace

Result<SweepReport> Sweep::operator()() {
  SweepReport report;
  adopt(report);
  for (const RequestStatus status : kLiveStatuses) {
    if (auto ok = sweep_status(status, report); !ok) return fail(ok.error());
  }
  publish(report);
  return report;
}

// What stops this must not stop the rest: it goes on with the next sweep.
void Sweep::adopt(SweepReport& report) {
  const auto adopted = writer_.adopt_all();
  if (adopted) {
    report.adopted = adopted->adopted;
    report.failed += adopted->failed + adopted->damaged;
    return;
  }
  ++report.failed;
  log_.error("adoption_failed", {{"cause", adopted.error().log_text}});
}

Status Sweep::sweep_status(RequestStatus status, SweepReport& report) {
  std::optional<PagePosition> after;
  while (true) {
    const auto page = index_.page({.status = status}, kPage, after);
    if (!page) return fail(page.error());
    for (const Request& request : *page) {
      if (is_to_be_adopted(request)) continue;  // written since, or not adoptable
      ++report.looked_at;
      const auto swept = sweep_one(request, report);
      if (swept) continue;
      ++report.failed;
      log_.error("sweep_failed", {{"request_id", request.id.str()}, {"cause", swept.error().log_text}});
    }
    if (page->size() < kPage) return {};
    after = PagePosition{.requested_at = page->back().requested_at, .id = page->back().id};
  }
}

Status Sweep::sweep_one(const Request& request, SweepReport& report) {
  const auto lapse = timers_.lapse_of(request);
  const auto end = RunTimer::lease_end_of(request);
  const auto due = lapse ? lapse : end;
  if (due && writer_.now() >= *due + kTimersFirst) {
    const auto ran = lapse ? timers_.lapse(request.id) : timers_.end_lease(request.id);
    if (!ran) {
      note_late(request, nullptr, report);
      return fail(ran.error());
    }
    ++report.put_right;
    log_.warning("sweep_found_due", {{"request_id", request.id.str()}, {"status", std::string(word(request.status))}});
    return check_assignment(*ran, report);
  }
  if (lapse) return owe_if_missing(lapse_work(request.id, *lapse), report);
  if (end) {
    if (auto ok = owe_if_missing(end_lease_work(request.id, *end), report); !ok) return ok;
  }
  return check_assignment(request, report);
}

Status Sweep::check_assignment(const Request& request, SweepReport& report) {
  if (is_final(request.status)) return {};
  const auto scene = writer_.load(request.access);
  note_late(request, scene ? &scene->assignment : nullptr, report);
  if (!scene) return fail(scene.error());
  if (const auto work = next_work(scene->assignment)) {
    if (auto ok = owe_if_missing(*scene, *work, report); !ok) return ok;
  }
  const Lease* lease = find_lease(scene->assignment, request.id);
  if (lease == nullptr || lease->over || !lease->awaits_timer) return {};
  return owe_if_missing(*scene, timer_work(request.id, writer_.now()), report);
}

Status Sweep::owe_if_missing(const Scene& scene, const OwedWork& work, SweepReport& report) {
  const auto owed = queue_.work(work.id);
  if (!owed) return fail(owed.error());
  if (*owed) return {};
  ++report.put_right;
  log_.warning("sweep_found_lost_work", {{"work", work.id}});
  const auto stored = writer_.store(scene, {.after = scene, .owed = {work}}, {});
  return stored ? Status{} : fail(stored.error());
}

Status Sweep::owe_if_missing(const OwedWork& work, SweepReport& report) {
  const auto stored = queue_.work(work.id);
  if (!stored) return fail(stored.error());
  if (*stored) return {};
  ++report.put_right;
  log_.warning("sweep_found_lost_work", {{"work", work.id}});
  const auto outcome = writer_.ledger().commit({.owed = {work}});
  return outcome ? Status{} : fail(outcome.error());
}

// When the access should have been gone: at its end, or when somebody ended it before, which the last event tells.
std::optional<Instant> Sweep::end_of(const Request& request) {
  if (!request.expires_at) return std::nullopt;
  const Instant end(*request.expires_at);
  if (request.status != RequestStatus::kRevoking) return end;
  const auto last = writer_.ledger().last_event("request/" + request.id.str());
  return last && *last ? std::min(end, (*last)->at) : end;
}

void Sweep::note_late(const Request& request, const Assignment* assignment, SweepReport& report) {
  const auto end = end_of(request);
  if (is_final(request.status) || !end || writer_.now() < *end + kLateAfter) return;
  ++report.late;
  const bool blocked = assignment != nullptr && assignment->state == AssignmentState::kBlocked;
  if (blocked) ++report.blocked;
  const bool has_cause = assignment != nullptr && assignment->operation;
  log_.error("revocation_late", {{"request_id", request.id.str()},
                                 {"assignment", request.access.str()},
                                 {"state", std::string(assignment == nullptr ? "" : word(assignment->state))},
                                 {"end", iso8601(*end)},
                                 {"cause", has_cause ? assignment->operation->cause : std::string{}}});
}

void Sweep::publish(const SweepReport& report) {
  metrics_.set("curfew_revocations_late", static_cast<double>(report.late));
  metrics_.set("curfew_assignments_blocked", static_cast<double>(report.blocked));
  for (const WorkClass work_class : kWorkClasses) {
    if (const auto backlog = queue_.backlog(work_class, writer_.now())) {
      metrics_.set("curfew_work_backlog", static_cast<double>(*backlog), {{"class", word(work_class)}});
    }
  }
}

}  // namespace curfew
