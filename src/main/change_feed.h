// The thread that reads on the audit trail for those who listen to GET /events: once for all of them, about once a
// second, at once when this process has stored a step or somebody new has come, and not at all while nobody listens.
// docs/costs.md has the sum.
#pragma once

#include <stop_token>
#include <thread>

#include "app/follow_changes.h"
#include "base/time.h"
#include "entry/http/event_hub.h"
#include "main/work_pace.h"
#include "ports/telemetry.h"

namespace curfew::wiring {

// Of real time. A burst of steps is read in a few rounds, not in one each.
inline constexpr Pauses kFeedPauses{.shortest = Millis{250}, .longest = Millis{1000}};

// Owns the thread. Made, started and stopped by one thread.
class ChangeFeed {
 public:
  // All must outlive this. `pace` is called by whoever has news.
  ChangeFeed(FollowChanges& changes, http::EventHub& hub, WorkPace& pace, Log& log)
      : changes_(changes), hub_(hub), pace_(pace), log_(log) {}
  ChangeFeed(const ChangeFeed&) = delete;
  ChangeFeed& operator=(const ChangeFeed&) = delete;
  ~ChangeFeed() = default;  // stops

  void start();
  void stop();

  // Tells everybody all that there is to tell now. False when the store did not answer.
  [[nodiscard]] bool tell();

 private:
  void run(const std::stop_token& stop);

  FollowChanges& changes_;
  http::EventHub& hub_;
  WorkPace& pace_;
  Log& log_;
  std::jthread thread_;
};

}  // namespace curfew::wiring
