#include "main/signals.h"

#include <csignal>
#include <ctime>
#include <stop_token>
#include <utility>

namespace curfew::wiring {
namespace {

constexpr long kLookEveryNanoseconds = 100'000'000;

sigset_t our_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  return signals;
}

void watch(const std::stop_token& stop, const SignalActions& actions) {
  const sigset_t signals = our_signals();
  bool stopping = false;
  while (!stop.stop_requested()) {
    const timespec patience{.tv_sec = 0, .tv_nsec = kLookEveryNanoseconds};
    const int signal = sigtimedwait(&signals, nullptr, &patience);
    if (signal == SIGHUP) actions.reload();
    if ((signal == SIGTERM || signal == SIGINT) && !std::exchange(stopping, true)) actions.stop();
  }
}

}  // namespace

void block_signals() {
  const sigset_t signals = our_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);  // a client that hangs up is an error of its write, not our end
}

SignalThread::SignalThread(SignalActions actions)
    : thread_([actions = std::move(actions)](const std::stop_token& stop) { watch(stop, actions); }) {}

SignalThread::~SignalThread() = default;

}  // namespace curfew::wiring
