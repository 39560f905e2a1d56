// The log as one JSON object a line: {"time":"2025-12-06T14:30:00.123Z","level":"info","event":"…", fields …}.
//
// Safe for use by many threads: lines never mix. Each is handed to the stream whole and flushed, so that a process that
// dies loses none that was written. Every line is valid UTF-8 and valid JSON whatever the fields hold, and at most
// kLongestLine bytes long: long values are cut and end in "…", and when fields still do not fit, `"cut":true` stands in
// their place. Never throws. Blocks for as long as the stream does.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <mutex>
#include <ostream>
#include <string_view>

#include "ports/clock.h"
#include "ports/telemetry.h"

namespace curfew::telemetry {

inline constexpr std::size_t kLongestValue = 4096;
inline constexpr std::size_t kLongestLine = 16384;  // with its newline

class JsonLog final : public Log {
 public:
  // Both must outlive the log.
  JsonLog(std::ostream& out, const Clock& clock) : out_(out), clock_(clock) {}

  void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) override;

 private:
  std::mutex mutex_;
  std::ostream& out_;  // guarded by mutex_
  const Clock& clock_;
};

}  // namespace curfew::telemetry
