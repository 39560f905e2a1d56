// Where stories are played while things go wrong.
#pragma once

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "support/promises.h"
#include "support/world.h"

namespace curfew::test {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// Claims of the dead lapse after two minutes at most, and settling takes five: what is late by more is lost.
inline constexpr Millis kPatience = minutes(8);

// What a story does, in a world where things go wrong.
class Stage {
 public:
  explicit Stage(World& world) : world_(world) {
    world_.after_step = [this] { look(); };
  }

  // Somebody calls, and calls again with the same idempotency key until there is an answer. Promise 3 is about it.
  template <class UseCase, class Call>
  RequestId call(UseCase Process::* use_case, Call what) {
    what.idempotency = IdempotencyKey{.path = "/story", .key = "call " + std::to_string(++calls_), .body_hash = "body"};
    for (int i = 0; i < 10; ++i) {
      const auto answered = survive([&] { return (world_.app().*use_case)(what); });
      if (answered) return acknowledge(*answered);
      last_refusal_ = answered.error().code;
      if (last_refusal_ != ErrorCode::kUnavailable) return {};
      world_.clock.advance(seconds(1));
    }
    complain("somebody never got an answer");
    return {};
  }
  // The refusal of the last call that was refused; kInternal when none was.
  [[nodiscard]] ErrorCode last_refusal() const { return last_refusal_; }

  void wait(Millis time) {
    const Instant until = world_.clock.now() + time;
    while (world_.clock.now() < until) {
      survive([&] {
        world_.run_until(until);
        return true;
      });
    }
  }

  // Everything that has begun comes to its end, and the safety net has nothing left to find.
  void come_to_rest() {
    for (int i = 0; i < 3; ++i) {
      survive([&] { return world_.app().sweep().has_value(); });
      const bool quiet = survive([&] { return world_.run_until_quiet(); });
      if (!quiet) complain("the world does not become quiet");
    }
  }

  void complain(const std::string& what) {
    if (complaints_.size() < 5) complaints_.push_back(what);
  }
  void check_acknowledged() {
    for (const auto& [id, status] : acknowledged_) {
      const std::string to(word(status));
      const auto events = *world_.ledger().events("request/" + id.str(), 0, 100);
      if (std::ranges::none_of(events, [&](const AuditEvent& event) { return event.to == to; })) {
        complain("the answer " + to + " for " + id.str() + " was not kept");
      }
    }
  }
  [[nodiscard]] const std::vector<std::string>& complaints() const { return complaints_; }

 private:
  // Runs `step` again in a new process as long as it dies.
  template <class Step>
  auto survive(Step step) -> decltype(step()) {
    while (true) {
      try {
        return step();
      } catch (const ProcessDied&) {
        world_.restart();
      }
    }
  }

  RequestId acknowledge(const Request& request) {
    acknowledged_.emplace_back(request.id, request.status);
    return request.id;
  }

  void look() {
    for (const std::string& sentence : broken_promises_now(world_, kPatience)) complain(sentence);
  }

  World& world_;
  int calls_ = 0;
  ErrorCode last_refusal_ = ErrorCode::kInternal;
  std::vector<std::pair<RequestId, RequestStatus>> acknowledged_;
  std::vector<std::string> complaints_;
};

}  // namespace curfew::test
