// When the workers of one class look for owed work: at once after this process has come to owe some, at once while
// there is more, and less and less often while there is none, for a look is a call to the store, and DynamoDB's are
// paid.
//
// However many the workers are, only one is on watch at a time; so an idle server looks once in every longest pause,
// and a worker that is long busy keeps nobody else from looking. What another server owes is found by looking.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <stop_token>

#include "base/time.h"
#include "domain/owed_work.h"

namespace curfew::wiring {

// Of real time, whatever the speed of the Clock.
struct Pauses {
  Millis shortest;
  Millis longest;
};

// Safe for use by many threads.
class WorkPace {
 public:
  explicit WorkPace(Pauses pauses) : pauses_(pauses), pause_(pauses.shortest) {}

  // Waits until it is this worker's turn to look. False when it is to stop instead.
  [[nodiscard]] bool wait_for_turn(const std::stop_token& stop);
  // A look found work: there may be more, so the next worker looks at once.
  void found();
  // This process came to owe work that is due so long from now; 0 or less: now.
  void expect(Millis due_in);

  // Of the watch that runs, or of the next one.
  [[nodiscard]] Millis pause() const;

 private:
  void look_at_once();

  const Pauses pauses_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  Millis pause_;
  bool watched_ = false;  // somebody is on watch
  bool called_ = false;   // whoever is on watch, or comes next, goes to look without a pause
};

// One pace for each class of work.
class WorkPaces {
 public:
  explicit WorkPaces(Pauses pauses) {
    while (paces_.size() < kWorkClasses.size()) paces_.emplace_back(pauses);
  }

  [[nodiscard]] WorkPace& of(WorkClass work_class) { return paces_.at(static_cast<std::size_t>(work_class)); }

 private:
  std::deque<WorkPace> paces_;  // by class; none is ever moved
};

}  // namespace curfew::wiring
