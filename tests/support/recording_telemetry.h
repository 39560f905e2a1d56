// Log and metrics that remember what they were told. Safe for use by many threads.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ports/telemetry.h"

namespace curfew::test {

class RecordingLog final : public Log {
 public:
  struct Line {
    LogLevel level = LogLevel::kInfo;
    std::string event;
    std::map<std::string, std::string> fields;
  };

  void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) override {
    Line line{.level = level, .event = std::string(event), .fields = {}};
    for (const LogField& field : fields) line.fields.emplace(field.name, text_of(field));
    const std::scoped_lock lock(mutex_);
    lines_.push_back(std::move(line));
  }

  [[nodiscard]] std::vector<Line> lines() const {
    const std::scoped_lock lock(mutex_);
    return lines_;
  }
  [[nodiscard]] int count(std::string_view event) const {
    const std::scoped_lock lock(mutex_);
    return static_cast<int>(std::ranges::count(lines_, event, &Line::event));
  }
  // The first line of this event; an empty one when there is none.
  [[nodiscard]] Line first(std::string_view event) const {
    const std::scoped_lock lock(mutex_);
    const auto found = std::ranges::find(lines_, event, &Line::event);
    return found == lines_.end() ? Line{} : *found;
  }

 private:
  static std::string text_of(const LogField& field) {
    if (const auto* text = std::get_if<std::string>(&field.value)) return *text;
    if (const auto* number = std::get_if<std::int64_t>(&field.value)) return std::to_string(*number);
    if (const auto* real = std::get_if<double>(&field.value)) return std::to_string(*real);
    return std::get<bool>(field.value) ? "true" : "false";
  }

  mutable std::mutex mutex_;
  std::vector<Line> lines_;
};

class RecordingMetrics final : public Metrics {
 public:
  void count(std::string_view name, MetricLabels labels, double by) override { add(name, labels, by); }
  void set(std::string_view name, double value, MetricLabels labels) override {
    const std::scoped_lock lock(mutex_);
    values_[key(name, labels)] = value;
  }
  void observe(std::string_view name, double value, MetricLabels labels) override {
    const std::scoped_lock lock(mutex_);
    observed_[key(name, labels)].push_back(value);
  }

  // "name{label=value,…}"; 0 when it was never told.
  [[nodiscard]] double value(const std::string& series) const {
    const std::scoped_lock lock(mutex_);
    const auto found = values_.find(series);
    return found == values_.end() ? 0 : found->second;
  }
  [[nodiscard]] std::vector<double> observed(const std::string& series) const {
    const std::scoped_lock lock(mutex_);
    const auto found = observed_.find(series);
    return found == observed_.end() ? std::vector<double>{} : found->second;
  }

 private:
  void add(std::string_view name, MetricLabels labels, double by) {
    const std::scoped_lock lock(mutex_);
    values_[key(name, labels)] += by;
  }
  static std::string key(std::string_view name, MetricLabels labels) {
    std::string text(name);
    char before = '{';
    for (const auto& [label, value] : labels) {
      text += before + std::string(label) + "=" + std::string(value);
      before = ',';
    }
    if (labels.size() > 0) text += '}';
    return text;
  }

  mutable std::mutex mutex_;
  std::map<std::string, double> values_;
  std::map<std::string, std::vector<double>> observed_;
};

}  // namespace curfew::test
