// Metrics kept in memory and shown in the Prometheus text format.
//
// Safe for use by many threads; a measurement costs one short lock and no system call. Never throws for a bad
// measurement (wrong kind for its name, impossible name, more than kMostSeries label sets for one name): it is counted
// in curfew_metrics_dropped_total instead, so that a fault in the bookkeeping harms nothing but the bookkeeping.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/telemetry/metric_table.h"
#include "ports/telemetry.h"

namespace curfew::telemetry {

inline constexpr std::size_t kMostSeries = 1000;

class PrometheusMetrics final : public Metrics, public MetricsReader {
 public:
  PrometheusMetrics();

  void count(std::string_view name, MetricLabels labels = {}, double by = 1) override;
  void set(std::string_view name, double value, MetricLabels labels = {}) override;
  void observe(std::string_view name, double value, MetricLabels labels = {}) override;

  // Families and series in alphabetical order.
  [[nodiscard]] std::string render() const override;

 private:
  struct Series {
    double value = 0;                    // of a counter or gauge; the sum of a histogram
    std::vector<std::uint64_t> buckets;  // histograms: one for each bound and one for what is above all of them
  };
  struct Family {
    MetricKind kind = MetricKind::kCounter;
    std::string_view help;
    std::span<const double> bounds;
    std::map<std::string, Series, std::less<>> series;  // by label text, without braces: `route="/me",status="200"`
  };

  Series* find(std::string_view name, MetricKind kind, const std::string& labels);
  Family* family(std::string_view name, MetricKind kind);
  void drop();

  static void render_family(std::string& out, const std::string& name, const Family& family);
  static void render_histogram(std::string& out, const std::string& name, const std::string& labels,
                               const Family& family, const Series& series);

  mutable std::mutex mutex_;
  std::map<std::string, Family, std::less<>> families_;  // guarded by mutex_
};

}  // namespace curfew::telemetry
