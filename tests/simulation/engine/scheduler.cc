#include "simulation/engine/scheduler.h"

#include <algorithm>
#include <utility>

namespace curfew::simulation {

void Scheduler::end() {
  ending_ = true;
  while (!tasks_.empty()) {
    tasks_.back()->killed = true;
    run(*tasks_.back());
  }
}

void Scheduler::spawn(Owner owner, std::string name, std::function<void()> body) {
  auto task = std::make_unique<Task>(Task{.owner = owner, .name = std::move(name), .wake = now_});
  task->fiber = std::make_unique<Fiber>(stacks_, [this, task = task.get(), body = std::move(body)] {
    if (task->killed) return;
    try {
      body();
    } catch (const Killed&) {  // what it had not stored is lost, as it would be
      static_cast<void>(this);
    }
  });
  tasks_.push_back(std::move(task));
}

void Scheduler::sleep_until(Instant at) {
  wait(at);
  if (running_->killed) throw Killed{};
}

void Scheduler::doze_until(Instant at) {
  running_->dozes = true;
  wait(at);
  running_->dozes = false;
  if (running_->killed) throw Killed{};
}

bool Scheduler::try_sleep(Millis time) {
  wait(now_ + time);
  return !running_->killed;
}

void Scheduler::wait(Instant at) {
  if (running_->killed) return;
  ++steps_;
  Task* self = running_;
  self->wake = std::max(at, now_);
  if (is_next(self->wake)) {  // nobody else comes first: no need to switch
    pass_to(self->wake);
    return;
  }
  self->fiber->suspend();
}

bool Scheduler::is_next(Instant at) const {
  return at <= limit_ &&
         std::ranges::none_of(tasks_, [&](const auto& task) { return task.get() != running_ && task->wake <= at; });
}

void Scheduler::hand_to(Owner owner) {
  running_->owner = owner;
  if (owner == kWorldItself && !ending_) running_->killed = false;
}

void Scheduler::kill(Owner owner) {
  for (const auto& task : tasks_) {
    if (task->owner != owner) continue;
    task->killed = true;
    task->wake = now_;
  }
}

void Scheduler::wake(const std::string& name, Instant at) {
  for (const auto& task : tasks_) {
    if (task->dozes && task->name == name) task->wake = std::max(now_, std::min(task->wake, at));
  }
}

bool Scheduler::run_until(Instant limit, std::uint64_t most_steps) {
  limit_ = limit;
  while (Task* next = choose(limit)) {
    if (++steps_ > most_steps) return false;
    pass_to(next->wake);
    run(*next);
  }
  pass_to(limit);
  return true;
}

Scheduler::Task* Scheduler::choose(Instant limit) {
  Task* chosen = nullptr;
  std::uint64_t due = 0;
  for (const auto& task : tasks_) {
    if (task->wake > limit) continue;
    if (chosen != nullptr && task->wake > chosen->wake) continue;
    if (chosen == nullptr || task->wake < chosen->wake) due = 0;
    // Each of those that are due first is chosen with the same chance.
    ++due;
    if (due == 1 || dice_.below(due) == 0) chosen = task.get();
  }
  return chosen;
}

void Scheduler::run(Task& task) {
  Task* before = std::exchange(running_, &task);
  task.fiber->resume();
  running_ = before;
  if (task.fiber->ended()) std::erase_if(tasks_, [&](const auto& each) { return each.get() == &task; });
}

void Scheduler::pass_to(Instant at) {
  if (at <= now_) return;
  now_ = at;
  on_time_();
}

}  // namespace curfew::simulation
