#include "adapters/telemetry/prometheus_metrics.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "base/utf8.h"

namespace curfew::telemetry {
namespace {

constexpr std::size_t kMostFamilies = 200;
constexpr std::size_t kLongestLabel = 128;

// [a-zA-Z_][a-zA-Z0-9_]*: what is valid for labels and, but for the colon that is left to recording rules, for metrics.
bool is_name(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto inner = [&](char c) { return letter(c) || (c >= '0' && c <= '9'); };
  return !text.empty() && letter(text.front()) && std::ranges::all_of(text, inner);
}

// As the format wants label values and help texts: backslash, newline and, in values, the double quote are escaped.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out;
}

// `route="/me",status="200"`, in order of the names; nothing when a name is none.
std::optional<std::string> label_text(MetricLabels labels) {
  std::vector<std::pair<std::string_view, std::string_view>> sorted(labels);
  std::ranges::sort(sorted);
  std::string out;
  for (const auto& [name, value] : sorted) {
    if (!is_name(name)) return std::nullopt;
    if (!out.empty()) out += ',';
    out += name;
    out += "=\"" + escaped(utf8_prefix(to_utf8(value), kLongestLabel)) + '"';
  }
  return out;
}

std::string number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  std::array<char, 64> buffer{};
  char* const end = buffer.data() + buffer.size();
  const bool whole = std::abs(value) < 1e15 && value == std::trunc(value);
  const auto result = whole ? std::to_chars(buffer.data(), end, static_cast<std::int64_t>(value))
                            : std::to_chars(buffer.data(), end, value);
  return {buffer.data(), result.ptr};
}

std::string_view word(MetricKind kind) {
  switch (kind) {
    case MetricKind::kCounter: return "counter";
    case MetricKind::kGauge: return "gauge";
    case MetricKind::kHistogram: return "histogram";
  }
  return "untyped";
}

void append_sample(std::string& out, std::string_view name, std::string_view labels, double value) {
  out += name;
  if (!labels.empty()) {
    out += '{';
    out += labels;
    out += '}';
  }
  out += ' ' + number(value) + '\n';
}

}  // namespace

PrometheusMetrics::PrometheusMetrics() {
  for (const KnownMetric& known : known_metrics()) {
    Family family{.kind = known.kind, .help = known.help, .bounds = known.bounds, .series = {}};
    if (!known.labelled) family.series[""].buckets.resize(known.bounds.size() + 1);
    families_.emplace(known.name, std::move(family));
  }
}

void PrometheusMetrics::count(std::string_view name, MetricLabels labels, double by) {
  const auto text = label_text(labels);
  const std::scoped_lock lock(mutex_);
  Series* const series = text && by >= 0 ? find(name, MetricKind::kCounter, *text) : nullptr;
  if (series == nullptr) return drop();
  series->value += by;
}

void PrometheusMetrics::set(std::string_view name, double value, MetricLabels labels) {
  const auto text = label_text(labels);
  const std::scoped_lock lock(mutex_);
  Series* const series = text ? find(name, MetricKind::kGauge, *text) : nullptr;
  if (series == nullptr) return drop();
  series->value = value;
}

void PrometheusMetrics::observe(std::string_view name, double value, MetricLabels labels) {
  const auto text = label_text(labels);
  const std::scoped_lock lock(mutex_);
  Series* const series = text && std::isfinite(value) ? find(name, MetricKind::kHistogram, *text) : nullptr;
  if (series == nullptr) return drop();
  const auto bounds = families_.find(name)->second.bounds;
  series->value += value;
  ++series->buckets[static_cast<std::size_t>(std::ranges::lower_bound(bounds, value) - bounds.begin())];
}

// Null when the measurement cannot be kept.
PrometheusMetrics::Series* PrometheusMetrics::find(std::string_view name, MetricKind kind, const std::string& labels) {
  Family* const found = family(name, kind);
  if (found == nullptr || found->kind != kind) return nullptr;
  if (const auto at = found->series.find(labels); at != found->series.end()) return &at->second;
  if (found->series.size() >= kMostSeries) return nullptr;
  Series& made = found->series[labels];
  made.buckets.resize(found->bounds.size() + 1);
  return &made;
}

PrometheusMetrics::Family* PrometheusMetrics::family(std::string_view name, MetricKind kind) {
  if (const auto at = families_.find(name); at != families_.end()) return &at->second;
  if (!is_name(name) || families_.size() >= kMostFamilies) return nullptr;
  Family made{.kind = kind, .help = {}, .bounds = {}, .series = {}};
  if (kind == MetricKind::kHistogram) made.bounds = default_bounds();
  return &families_.emplace(name, std::move(made)).first->second;
}

void PrometheusMetrics::drop() { families_.find("curfew_metrics_dropped_total")->second.series[""].value += 1; }

std::string PrometheusMetrics::render() const {
  const std::scoped_lock lock(mutex_);
  std::string out;
  for (const auto& [name, family] : families_) {
    if (!family.series.empty()) render_family(out, name, family);
  }
  return out;
}

void PrometheusMetrics::render_family(std::string& out, const std::string& name, const Family& family) {
  if (!family.help.empty()) out += "# HELP " + name + ' ' + std::string(family.help) + '\n';
  out += "# TYPE " + name + ' ' + std::string(word(family.kind)) + '\n';
  for (const auto& [labels, series] : family.series) {
    if (family.kind == MetricKind::kHistogram) {
      render_histogram(out, name, labels, family, series);
    } else {
      append_sample(out, name, labels, series.value);
    }
  }
}

void PrometheusMetrics::render_histogram(std::string& out, const std::string& name, const std::string& labels,
                                         const Family& family, const Series& series) {
  const std::string bucket = name + "_bucket";
  std::string with_bound = labels.empty() ? "le=\"" : labels + ",le=\"";
  const std::size_t bound_at = with_bound.size();
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < series.buckets.size(); ++i) {
    total += series.buckets[i];
    with_bound.resize(bound_at);
    with_bound.append(i < family.bounds.size() ? number(family.bounds[i]) : "+Inf").append(1, '"');
    append_sample(out, bucket, with_bound, static_cast<double>(total));
  }
  append_sample(out, name + "_sum", labels, series.value);
  append_sample(out, name + "_count", labels, static_cast<double>(total));
}

}  // namespace curfew::telemetry
