#include "main/background.h"

#include <chrono>
#include <exception>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "app/do_owed_work.h"
#include "app/reconcile.h"
#include "app/seal_audit.h"
#include "app/sweep.h"
#include "domain/owed_work.h"
#include "main/pause.h"

namespace curfew::wiring {
namespace {

constexpr int kAccessWorkers = 4;
constexpr int kMailWorkers = 2;
constexpr int kTimerWorkers = 4;
constexpr Millis kLeftTimersPeriod = std::chrono::minutes(1);
constexpr Millis kSweepPeriod = std::chrono::minutes(1);
constexpr Millis kSealPeriod = std::chrono::minutes(1);
constexpr Millis kPeriodicPause{100};

}  // namespace

Background::Background(DoOwedWork& owed_work, WorkPaces& paces, Sweep& sweep, SealAudit& seal_audit,
                       Reconcile& reconcile, const config::ReconcileConfig& reconcile_as, bool timer_outside,
                       const Clock& clock, Log& log)
    : owed_work_(owed_work),
      paces_(paces),
      sweep_(sweep),
      seal_audit_(seal_audit),
      reconcile_(reconcile),
      reconcile_as_(reconcile_as),
      timer_outside_(timer_outside),
      clock_(clock),
      log_(log) {}

Background::~Background() { stop(); }

void Background::start() {
  work(WorkClass::kAccess, kAccessWorkers);
  work(WorkClass::kMail, kMailWorkers);
  if (timer_outside_) {
    work(WorkClass::kTimer, kTimerWorkers);
  } else {  // nothing comes to be owed; what an earlier configuration has left is waived
    every("timer", kLeftTimersPeriod, [this] { (void)do_owed(WorkClass::kTimer, {}); });
  }
  every("sweep", kSweepPeriod, [this] {
    if (const auto swept = sweep_(); !swept) log_.error("sweep_unavailable", {{"cause", swept.error().log_text}});
  });
  every("seal", kSealPeriod, [this] {
    if (const auto sealed = seal_audit_(); !sealed)
      log_.error("seal_unavailable", {{"cause", sealed.error().log_text}});
  });
  if (!reconcile_as_.mode) return;
  every("reconcile", reconcile_as_.period, [this] {
    if (const auto reconciled = reconcile_({.mode = *reconcile_as_.mode}); !reconciled)
      log_.error("reconcile_unavailable", {{"cause", reconciled.error().log_text}});
  });
}

void Background::stop() {
  for (std::jthread& thread : threads_) thread.request_stop();
  threads_.clear();
}

bool Background::do_owed(WorkClass work_class, const std::stop_token& stop) {
  std::size_t done = do_found(work_class, stop);
  const auto lanes = owed_work_.due_lanes(work_class);
  if (lanes) {
    lanes_.found(work_class, *lanes);
    done += do_found(work_class, stop);
  } else {
    log_.error("owed_work_unavailable", {{"cause", lanes.error().log_text}});
  }
  return done > 0;
}

std::size_t Background::do_found(WorkClass work_class, const std::stop_token& stop) {
  std::size_t done = 0;
  while (!stop.stop_requested()) {
    const auto lane = lanes_.take(work_class, clock_.now());
    if (!lane) break;
    done += owed_work_.run_lane(work_class, lane->name());
  }
  return done;
}

void Background::work(WorkClass work_class, int threads) {
  WorkPace& pace = paces_.of(work_class);
  for (int i = 0; i < threads; ++i) {
    threads_.emplace_back([this, work_class, &pace](const std::stop_token& stop) {
      while (pace.wait_for_turn(stop)) {
        while (!stop.stop_requested() && guarded(word(work_class), [&] { return do_owed(work_class, stop); }))
          pace.found();
      }
    });
  }
}

void Background::every(std::string_view name, Millis period, std::function<void()> work) {
  threads_.emplace_back([this, name = std::string(name), period, work = std::move(work)](const std::stop_token& stop) {
    std::optional<Instant> last;
    while (!stop.stop_requested()) {
      const Instant now = clock_.now();
      // A clock that was set back must not silence the sweep until it has caught up.
      if (!last || now >= *last + period || now < *last) {
        last = now;
        guarded(name, [&] { return work(), true; });
      }
      pause_for(stop, kPeriodicPause);
    }
  });
}

bool Background::guarded(std::string_view name, const std::function<bool()>& work) {
  try {
    return work();
  } catch (const std::exception& fault) {  // out of memory, for one: the next round may do better
    log_.error("background_fault", {{"thread", std::string(name)}, {"cause", std::string(fault.what())}});
    return false;
  }
}

}  // namespace curfew::wiring
