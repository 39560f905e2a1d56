// What runs beside the HTTP server: workers for owed work, the sweep, the audit checkpoints, and, where the
// configuration says so, reconcile. The list stands in the .cc.
#pragma once

#include <functional>
#include <string_view>
#include <thread>
#include <vector>

#include "base/time.h"
#include "main/config/configuration.h"
#include "ports/clock.h"
#include "ports/telemetry.h"

namespace curfew {
class DoOwedWork;
class Reconcile;
class SealAudit;
class Sweep;
}  // namespace curfew

namespace curfew::wiring {

// Owns the threads. Made, started and stopped by one thread.
class Background {
 public:
  // All must outlive this. `timer_outside`: whether grants wait for a timer outside.
  Background(DoOwedWork& owed_work, Sweep& sweep, SealAudit& seal_audit, Reconcile& reconcile,
             const config::ReconcileConfig& reconcile_as, bool timer_outside, const Clock& clock, Log& log);
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;
  ~Background();

  void start();
  // Lets every thread finish the piece of work it is at, and waits for that. Nothing is lost: what is owed stays owed.
  void stop();

 private:
  // Runs `work` again and again: at once while it says that there is more, after `pause` of real time when not.
  void repeat(std::string_view name, Millis pause, std::function<bool()> work);
  // Runs `work` every `period` of Clock time.
  void every(std::string_view name, Millis period, std::function<void()> work);

  DoOwedWork& owed_work_;
  Sweep& sweep_;
  SealAudit& seal_audit_;
  Reconcile& reconcile_;
  const config::ReconcileConfig reconcile_as_;
  const bool timer_outside_;
  const Clock& clock_;
  Log& log_;
  std::vector<std::jthread> threads_;
};

}  // namespace curfew::wiring
