// A log that keeps what was written, for tests that look for an event or for a secret that must not be there. Safe for
// use by many threads.
#pragma once

#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ports/telemetry.h"

namespace curfew::test {

class RecordingLog final : public Log {
 public:
  void write(LogLevel, std::string_view event, std::initializer_list<LogField> fields) override {
    std::string line(event);
    for (const LogField& field : fields) {
      line += ' ' + std::string(field.name) + '=';
      if (const auto* text = std::get_if<std::string>(&field.value)) line += *text;
    }
    const std::scoped_lock lock(mutex_);
    events_.emplace_back(event);
    text_ += line + '\n';
  }

  // The events in order.
  [[nodiscard]] std::vector<std::string> events() const {
    const std::scoped_lock lock(mutex_);
    return events_;
  }
  // Everything that was written, one line an event: "event name=text …".
  [[nodiscard]] std::string text() const {
    const std::scoped_lock lock(mutex_);
    return text_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> events_;
  std::string text_;
};

}  // namespace curfew::test
