#include "main/background.h"

#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "app/do_owed_work.h"
#include "app/reconcile.h"
#include "app/seal_audit.h"
#include "app/sweep.h"

namespace curfew::wiring {
namespace {

constexpr int kAccessWorkers = 4;
constexpr int kMailWorkers = 2;
constexpr int kTimerWorkers = 4;
constexpr Millis kAccessPause{100};  // a lost wake-up cannot happen where nobody has to be woken
constexpr Millis kMailPause{500};
constexpr Millis kTimerPause{100};  // a grant waits for it
constexpr Millis kLeftTimersPeriod = std::chrono::minutes(1);
constexpr Millis kSweepPeriod = std::chrono::minutes(1);
constexpr Millis kSealPeriod = std::chrono::minutes(1);
constexpr Millis kPeriodicPause{100};

void wait(const std::stop_token& stop, Millis pause) {
  std::mutex mutex;
  std::condition_variable_any asleep;
  std::unique_lock lock(mutex);
  asleep.wait_for(lock, stop, pause, [&] { return stop.stop_requested(); });
}

}  // namespace

Background::Background(DoOwedWork& owed_work, Sweep& sweep, SealAudit& seal_audit, Reconcile& reconcile,
                       const config::ReconcileConfig& reconcile_as, bool timer_outside, const Clock& clock, Log& log)
    : owed_work_(owed_work),
      sweep_(sweep),
      seal_audit_(seal_audit),
      reconcile_(reconcile),
      reconcile_as_(reconcile_as),
      timer_outside_(timer_outside),
      clock_(clock),
      log_(log) {}

Background::~Background() { stop(); }

void Background::start() {
  const auto owed = [this](WorkClass work_class) {
    const auto done = owed_work_.run_once(work_class);
    if (!done) log_.error("owed_work_unavailable", {{"cause", done.error().log_text}});
    return done && *done > 0;
  };
  for (int i = 0; i < kAccessWorkers; ++i) repeat("access", kAccessPause, [=] { return owed(WorkClass::kAccess); });
  for (int i = 0; i < kMailWorkers; ++i) repeat("mail", kMailPause, [=] { return owed(WorkClass::kMail); });
  if (timer_outside_) {
    for (int i = 0; i < kTimerWorkers; ++i) repeat("timer", kTimerPause, [=] { return owed(WorkClass::kTimer); });
  } else {  // nothing comes to be owed; what an earlier configuration has left is waived
    every("timer", kLeftTimersPeriod, [=] { owed(WorkClass::kTimer); });
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

void Background::repeat(std::string_view name, Millis pause, std::function<bool()> work) {
  threads_.emplace_back([this, name = std::string(name), pause, work = std::move(work)](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      bool more = false;
      try {
        more = work();
      } catch (const std::exception& fault) {  // out of memory, for one: the next round may do better
        log_.error("background_fault", {{"thread", name}, {"cause", std::string(fault.what())}});
      }
      if (!more) wait(stop, pause);
    }
  });
}

void Background::every(std::string_view name, Millis period, std::function<void()> work) {
  std::optional<Instant> last;
  repeat(name, kPeriodicPause, [this, period, last, work = std::move(work)]() mutable {
    const Instant now = clock_.now();
    // A clock that was set back must not silence the sweep until it has caught up.
    const bool due = !last || now >= *last + period || now < *last;
    if (!due) return false;
    last = now;
    work();
    return false;
  });
}

}  // namespace curfew::wiring
