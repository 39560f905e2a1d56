// Where a test breaks a call of the app to the outside: before its effect, after it, or by the death of the process.
//
// Every port call of a process passes the gate (see gated_ports.h), which counts it and lets the fault hit the n-th.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace curfew::test {

enum class Fault : std::uint8_t {
  kNone,
  kFailsBefore,   // the call fails, and nothing happened
  kFailsAfter,    // it happened, but the answer is lost
  kUnknown,       // a commit whose outcome is unknown, and which did not happen
  kDiesBefore,    // the process dies, and nothing happened
  kDiesAfter,     // it happened, and then the process dies
  kRival,         // somebody else gets in just before a commit
  kRivalBefore,   // … or just before any other call
  kStall,         // time passes just before the call, and others work meanwhile
  kRivalAndFails  // … and then the call fails, and nothing happened
};

// Whether a call changes anything outside.
enum class CallKind : std::uint8_t { kReads, kActs, kCommits };

// Thrown out of a port: the process is gone, and with it all that was not stored.
struct ProcessDied {};

class CallGate {
 public:
  // Lets `fault` hit the n-th call (1, 2, 3 …) from now on that it can hit.
  void arm(std::size_t nth, Fault fault, std::function<void()> rival = {}) {
    const std::scoped_lock lock(mutex_);
    calls_.clear();
    countdown_ = nth;
    fault_ = fault;
    rival_ = std::move(rival);
    fired_ = false;
  }
  // Lets every call from now on meet what `choose` says, as far as that can hit it.
  void arm_each(std::function<Fault(CallKind)> choose, std::function<void()> rival) {
    const std::scoped_lock lock(mutex_);
    countdown_ = 0;
    choose_ = std::move(choose);
    rival_ = std::move(rival);
  }
  // Lets the next commit meet `fault`, a lost answer, besides all that the gate is armed with.
  void lose_commit(Fault fault) {
    const std::scoped_lock lock(mutex_);
    lost_commit_ = fault;
  }
  void disarm() { arm_each({}, {}); }
  [[nodiscard]] bool fired() const {
    const std::scoped_lock lock(mutex_);
    return fired_;
  }

  // The calls since the gate was armed for the n-th, up to the one that was hit, as "Ledger::commit".
  [[nodiscard]] std::vector<std::string> calls() const {
    const std::scoped_lock lock(mutex_);
    return calls_;
  }

  // The fault that hits this call of `method`. Lets the rival in when it is its turn; the rival passes the gate
  // unharmed.
  [[nodiscard]] Fault pass(CallKind kind, std::string_view method) {
    std::function<void()> rival;
    Fault fault = Fault::kNone;
    {
      const std::scoped_lock lock(mutex_);
      if (countdown_ > 0) calls_.emplace_back(method);
      fault = next(kind);
      rival = rival_;
    }
    switch (fault) {
      case Fault::kRival:
      case Fault::kRivalBefore:
      case Fault::kStall: rival(); return Fault::kNone;
      case Fault::kRivalAndFails: rival(); return Fault::kFailsBefore;
      default: return fault;
    }
  }

 private:
  Fault next(CallKind kind) {
    if (choose_) {
      const Fault chosen = choose_(kind);
      if (!can_hit(chosen, kind)) return Fault::kNone;
      fired_ = fired_ || chosen != Fault::kNone;
      return chosen;
    }
    if (fired_ || countdown_ == 0 || !can_hit(fault_, kind) || --countdown_ > 0) return lost_answer(kind);
    fired_ = true;
    return fault_;
  }

  Fault lost_answer(CallKind kind) {
    return kind == CallKind::kCommits ? std::exchange(lost_commit_, Fault::kNone) : Fault::kNone;
  }

  static bool can_hit(Fault fault, CallKind kind) {
    switch (fault) {
      case Fault::kNone: return false;
      case Fault::kFailsBefore:
      case Fault::kDiesBefore:
      case Fault::kRivalBefore:
      case Fault::kStall:
      case Fault::kRivalAndFails: return true;
      case Fault::kFailsAfter:
      case Fault::kDiesAfter: return kind != CallKind::kReads;  // after a read, all is as before it
      case Fault::kUnknown:
      case Fault::kRival: return kind == CallKind::kCommits;
    }
    return false;
  }

  mutable std::mutex mutex_;
  std::size_t countdown_ = 0;
  Fault fault_ = Fault::kNone;
  Fault lost_commit_ = Fault::kNone;
  std::function<Fault(CallKind)> choose_;
  std::function<void()> rival_;
  bool fired_ = false;
  std::vector<std::string> calls_;
};

}  // namespace curfew::test
