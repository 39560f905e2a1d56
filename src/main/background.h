// What runs beside the HTTP server: workers for owed work, the sweep, the audit checkpoints, and, where the
// configuration says so, reconcile. The list stands in the .cc.
#pragma once

#include <functional>
#include <string_view>
#include <thread>
#include <vector>

#include "base/time.h"
#include "main/config/configuration.h"
#include "main/lanes_at_hand.h"
#include "main/work_pace.h"
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
  Background(DoOwedWork& owed_work, WorkPaces& paces, Sweep& sweep, SealAudit& seal_audit, Reconcile& reconcile,
             const config::ReconcileConfig& reconcile_as, bool timer_outside, const Clock& clock, Log& log);
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;
  ~Background();

  void start();
  // Lets every thread finish the piece of work it is at, and waits for that. Nothing is lost: what is owed stays owed.
  void stop();

 private:
  // So many threads that do what is owed of a class, at its pace.
  void work(WorkClass work_class, int threads);
  // Whether there may be more of it.
  [[nodiscard]] bool do_owed(WorkClass work_class, const std::stop_token& stop);
  // What a worker of this class has found and no worker is at. How many pieces were done or tried.
  [[nodiscard]] std::size_t do_found(WorkClass work_class, const std::stop_token& stop);
  // Runs `work` every `period` of Clock time.
  void every(std::string_view name, Millis period, std::function<void()> work);
  // What `work` throws, the log gets. False then.
  bool guarded(std::string_view name, const std::function<bool()>& work);

  DoOwedWork& owed_work_;
  WorkPaces& paces_;
  LanesAtHand lanes_;
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
