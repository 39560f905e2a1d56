// Logs and metrics kept for a look at them. Thread-safe.
#pragma once

#include <initializer_list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ports/telemetry.h"

namespace curfew::http::test {

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
