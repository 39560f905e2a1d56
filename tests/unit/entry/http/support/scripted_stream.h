// A stream that says what a test lets it say.
#pragma once

#include <chrono>
#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <utility>

#include "entry/http/message.h"

namespace curfew::http::test {

// The test keeps it beside the stream, which is gone when nobody listens any more. Safe for use by many threads, once
// its members are set.
class Script {
 public:
  void say(const std::string& bytes) {
    change([&] { bytes_ += bytes; });
  }
  void end() {
    change([&] { ended_ = true; });
  }
  // Whether the transport has let go of the stream.
  [[nodiscard]] bool is_gone() {
    return gone_.get_future().wait_for(std::chrono::minutes(1)) == std::future_status::ready;
  }

  std::function<void()> on_check = [] {};
  bool endless = false;  // there is always more to send

 private:
  friend class ScriptedStream;

  void change(const std::function<void()>& what) {
    const std::scoped_lock lock(mutex_);
    what();
    if (wake_) wake_();
  }

  std::mutex mutex_;
  std::function<void()> wake_;
  std::string bytes_;
  bool ended_ = false;
  std::promise<void> gone_;
};

class ScriptedStream final : public BodyStream {
 public:
  explicit ScriptedStream(Script& script) : script_(script) {}
  ScriptedStream(const ScriptedStream&) = delete;
  ScriptedStream& operator=(const ScriptedStream&) = delete;
  ~ScriptedStream() override { script_.gone_.set_value(); }

  [[nodiscard]] Piece take() override {
    const std::scoped_lock lock(script_.mutex_);
    if (script_.endless) return {.bytes = std::string(std::size_t{64} * 1024, 'x')};
    return {.bytes = std::exchange(script_.bytes_, {}), .last = script_.ended_};
  }
  void on_more(std::function<void()> wake) override {
    const std::scoped_lock lock(script_.mutex_);
    script_.wake_ = std::move(wake);
  }
  void check() override { script_.on_check(); }

 private:
  Script& script_;
};

}  // namespace curfew::http::test
