// Signals as events on an ordinary thread: SIGTERM and SIGINT stop, SIGHUP reloads.
#pragma once

#include <functional>
#include <thread>

namespace curfew::wiring {

struct SignalActions {
  std::function<void()> stop;    // once
  std::function<void()> reload;  // each time
};

// Blocks the signals for the calling thread and all that it starts later: call it before any other thread exists.
void block_signals();

// Waits for the signals on a thread of its own until it goes.
class SignalThread {
 public:
  explicit SignalThread(SignalActions actions);
  SignalThread(const SignalThread&) = delete;
  SignalThread& operator=(const SignalThread&) = delete;
  ~SignalThread();

 private:
  std::jthread thread_;
};

}  // namespace curfew::wiring
