#include "main/change_feed.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <string>

#include "main/pause.h"

namespace curfew::wiring {
namespace {

constexpr Millis kBetweenRounds{100};
constexpr Millis kFirstBackOff = std::chrono::seconds(1);
constexpr Millis kLongestBackOff = std::chrono::seconds(30);

}  // namespace

void ChangeFeed::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void ChangeFeed::stop() { thread_ = std::jthread(); }

void ChangeFeed::run(const std::stop_token& stop) {
  Millis back_off = kFirstBackOff;
  while (pace_.wait_for_turn(stop)) {
    if (tell()) {
      back_off = kFirstBackOff;
      pause_for(stop, kBetweenRounds);
    } else {
      pause_for(stop, back_off);
      back_off = std::min(2 * back_off, kLongestBackOff);
    }
  }
}

bool ChangeFeed::tell() {
  try {
    while (const auto positions = hub_.positions()) {
      const auto changes = changes_.after(positions->least);
      if (!changes) {
        log_.error("changes_unavailable", {{"cause", changes.error().log_text}});
        return false;
      }
      hub_.tell(*changes);
      if (!changes->more) break;
    }
    return true;
  } catch (const std::exception& fault) {  // out of memory, for one: the next round may do better
    log_.error("background_fault", {{"thread", std::string("feed")}, {"cause", std::string(fault.what())}});
    return false;
  }
}

}  // namespace curfew::wiring
