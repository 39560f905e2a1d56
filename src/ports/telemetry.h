// Logs and metrics. Implementations: adapters/telemetry (JSON lines, Prometheus text). All methods may be called at
// the same time; they never fail and never block for long. Nothing secret is ever passed to them.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace curfew {

enum class LogLevel : std::uint8_t { kInfo, kWarning, kError };

struct LogField {
  std::string_view name;  // snake_case
  std::variant<std::string, std::int64_t, double, bool> value;
};

class Log {
 public:
  virtual ~Log() = default;

  // `event` is a stable word an alarm can match: "revocation_late".
  virtual void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) = 0;

  void info(std::string_view event, std::initializer_list<LogField> fields = {}) {
    write(LogLevel::kInfo, event, fields);
  }
  void warning(std::string_view event, std::initializer_list<LogField> fields = {}) {
    write(LogLevel::kWarning, event, fields);
  }
  void error(std::string_view event, std::initializer_list<LogField> fields = {}) {
    write(LogLevel::kError, event, fields);
  }
};

// Names follow the Prometheus conventions ("curfew_revocations_total"); labels have few values, never an id.
using MetricLabels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

class Metrics {
 public:
  virtual ~Metrics() = default;

  virtual void count(std::string_view name, MetricLabels labels = {}, double by = 1) = 0;
  virtual void set(std::string_view name, double value, MetricLabels labels = {}) = 0;      // gauges
  virtual void observe(std::string_view name, double value, MetricLabels labels = {}) = 0;  // seconds, as histograms
};

// What has been counted so far, for whoever scrapes it.
class MetricsReader {
 public:
  virtual ~MetricsReader() = default;

  // The Prometheus text exposition format, version 0.0.4 (content type "text/plain; version=0.0.4; charset=utf-8").
  [[nodiscard]] virtual std::string render() const = 0;
};

}  // namespace curfew
