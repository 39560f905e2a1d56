// The metrics that Curfew exports: name, kind, what it says, and for histograms the upper bounds of the buckets.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace curfew::telemetry {

enum class MetricKind : std::uint8_t { kCounter, kGauge, kHistogram };

struct KnownMetric {
  std::string_view name;
  MetricKind kind = MetricKind::kCounter;
  bool labelled = false;  // without labels it is exported from the start, as 0
  std::string_view help;
  std::span<const double> bounds = {};  // ascending; histograms only
};

[[nodiscard]] std::span<const KnownMetric> known_metrics();

// For a histogram that is not in the table.
[[nodiscard]] std::span<const double> default_bounds();

}  // namespace curfew::telemetry
