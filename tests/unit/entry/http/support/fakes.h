// Stand-ins for the small ports that the edge uses. Thread-safe.
#pragma once

#include <atomic>
#include <initializer_list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.h"
#include "ports/clock.h"
#include "ports/entropy.h"
#include "ports/telemetry.h"

namespace curfew::http::test {

class ManualClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return Instant{Millis{at_.load()}}; }
  void advance(Millis by) { at_ += by.count(); }

 private:
  std::atomic<std::int64_t> at_{1'765'033'200'000};  // 2025-12-06 15:00:00 UTC
};

// Different bytes each time, and the same ones in every run.
class CountingEntropy final : public Entropy {
 public:
  [[nodiscard]] std::string bytes(std::size_t count) override {
    std::string out(count, '\0');
    auto number = ++calls_;
    for (std::size_t i = 0; i < count && i < sizeof number; ++i, number >>= 8U) out[i] = static_cast<char>(number);
    return out;
  }

 private:
  std::atomic<std::uint64_t> calls_{0};
};

class RecordingLog final : public Log {
 public:
  struct Line {
    LogLevel level;
    std::string event;
    std::map<std::string, std::variant<std::string, std::int64_t, double, bool>> fields;

    [[nodiscard]] std::string text(const std::string& name) const {
      const auto found = fields.find(name);
      return found == fields.end() ? "" : std::get<std::string>(found->second);
    }
  };

  void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) override {
    Line line{.level = level, .event = std::string(event), .fields = {}};
    for (const LogField& field : fields) line.fields.emplace(field.name, field.value);
    const std::scoped_lock lock(mutex_);
    lines_.push_back(std::move(line));
  }

  [[nodiscard]] std::vector<Line> lines(std::string_view event) const {
    const std::scoped_lock lock(mutex_);
    std::vector<Line> found;
    for (const Line& line : lines_) {
      if (line.event == event) found.push_back(line);
    }
    return found;
  }

  // All that was written, for searching after secrets.
  [[nodiscard]] std::string everything() const {
    const std::scoped_lock lock(mutex_);
    std::string out;
    for (const Line& line : lines_) {
      out += line.event + "\n";
      for (const auto& [name, value] : line.fields) {
        out += name + "=";
        if (const auto* text = std::get_if<std::string>(&value)) out += *text;
        out += "\n";
      }
    }
    return out;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Line> lines_;
};

// Sums of what was counted and the last of what was set: "name{label=value}".
class RecordingMetrics final : public Metrics {
 public:
  void count(std::string_view name, MetricLabels labels, double by) override {
    const std::scoped_lock lock(mutex_);
    values_[key(name, labels)] += by;
  }
  void set(std::string_view name, double value, MetricLabels labels) override {
    const std::scoped_lock lock(mutex_);
    values_[key(name, labels)] = value;
  }
  void observe(std::string_view name, double, MetricLabels labels) override {
    const std::scoped_lock lock(mutex_);
    values_[key(name, labels)] += 1;
  }
  [[nodiscard]] double value(const std::string& key) const {
    const std::scoped_lock lock(mutex_);
    const auto found = values_.find(key);
    return found == values_.end() ? 0 : found->second;
  }

 private:
  static std::string key(std::string_view name, MetricLabels labels) {
    std::string out(name);
    for (const auto& [label, value] : labels) {
      out += "{" + std::string(label) + "=" + std::string(value) + "}";
    }
    return out;
  }

  mutable std::mutex mutex_;
  std::map<std::string, double> values_;
};

}  // namespace curfew::http::test
