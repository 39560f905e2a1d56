// One thing at a time, on a clock of its own: the tasks of a simulated world.
//
// A task runs until it sleeps; then the task with the earliest wake-up goes on, and where several are due at the same
// instant the dice choose. Time passes only by sleeping. Everything is decided by the dice, so that the same seed gives
// the same order of everything.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/time.h"
#include "simulation/engine/dice.h"
#include "simulation/engine/fiber.h"

namespace curfew::simulation {

// Whose task it is: when an owner is killed, so are all its tasks.
using Owner = int;
inline constexpr Owner kWorldItself = -1;

// Thrown out of a sleep: the task's owner is gone, and so is everything the task had not stored. Caught by the
// scheduler, and by a person whose call was answered by a process that died.
struct Killed {};

// For one thread.
class Scheduler {
 public:
  Scheduler(Instant start, Dice& dice, FiberStacks& stacks) : now_(start), dice_(dice), stacks_(stacks) {}
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;
  ~Scheduler() { end(); }

  // Kills all tasks that are left. What they use must still be there.
  void end();

  [[nodiscard]] Instant now() const { return now_; }
  [[nodiscard]] std::uint64_t steps() const { return steps_; }

  // `body` begins at this instant, as a task of its own.
  void spawn(Owner owner, std::string name, std::function<void()> body);

  // Of the running task. Throw Killed when its owner was killed before or meanwhile.
  void sleep(Millis time) { sleep_until(now_ + time); }
  void sleep_until(Instant at);
  // The same, but false where the others throw.
  [[nodiscard]] bool try_sleep(Millis time);
  // The same as sleep_until, but for a wake() that comes first.
  void doze_until(Instant at);
  [[nodiscard]] const std::string& name() const { return running_->name; }
  // Lets `owner` have the running task, or the world have it back and live: a person's call while it is served.
  void hand_to(Owner owner);
  [[nodiscard]] bool is_ending() const { return ending_; }

  // Every task of `owner` finds itself killed at its next sleep, or at once where it sleeps.
  void kill(Owner owner);
  // A task of this name that dozes wakes at `at` instead, if that is earlier.
  void wake(const std::string& name, Instant at);

  // Runs tasks until nothing is left to do before `limit`, then it is `limit`. False when more than `most_steps` were
  // taken since the beginning: something spins.
  [[nodiscard]] bool run_until(Instant limit, std::uint64_t most_steps);

  // Called whenever time has passed.
  void on_time(std::function<void()> observer) { on_time_ = std::move(observer); }

 private:
  struct Task {
    Owner owner = kWorldItself;
    std::string name;
    Instant wake;
    bool dozes = false;
    bool killed = false;
    std::unique_ptr<Fiber> fiber;
  };

  void wait(Instant at);
  [[nodiscard]] bool is_next(Instant at) const;
  [[nodiscard]] Task* choose(Instant limit);
  void run(Task& task);
  void pass_to(Instant at);

  Instant now_;
  Instant limit_;
  Dice& dice_;
  FiberStacks& stacks_;
  std::vector<std::unique_ptr<Task>> tasks_;
  Task* running_ = nullptr;
  std::uint64_t steps_ = 0;
  bool ending_ = false;
  std::function<void()> on_time_ = [] {};
};

}  // namespace curfew::simulation
