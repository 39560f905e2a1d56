#include <chrono>
#include <string>

#include "main/config/section_parts.h"
#include "main/config/sections.h"

namespace curfew::config {

using namespace std::chrono_literals;

PolicyConfig read_policy(SectionReader& section) {
  PolicyConfig policy;
  const auto seconds = [&](const std::string& key, Range<Millis> range, std::chrono::seconds otherwise) {
    const Millis length = section.duration(key, range).value_or(otherwise);
    if (length % 1s != 0ms) section.report(key, "must be whole seconds.");
    return std::chrono::duration_cast<std::chrono::seconds>(length);
  };
  policy.pending_lapse = seconds("pending_lapse", {.least = 1min, .most = 7 * 24h}, policy.pending_lapse);
  policy.granting_limit = seconds("granting_limit", {.least = 1min, .most = 1h}, policy.granting_limit);
  section.report_unknown();
  return policy;
}

LimitsConfig read_limits(SectionReader& section) {
  LimitsConfig limits;
  constexpr Range<std::int64_t> kPerSecond{.least = 1, .most = kMostPerSecond};
  limits.requests_per_second = whole(section, "requests_per_second", kPerSecond, limits.requests_per_second);
  limits.caller_per_second = whole(section, "caller_per_second", kPerSecond, limits.caller_per_second);
  limits.caller_burst = whole(section, "caller_burst", kPerSecond, limits.caller_burst);
  limits.body_bytes =
      static_cast<std::size_t>(section.integer("body_bytes", {.least = 1024, .most = std::int64_t{1024} * 1024})
                                   .value_or(static_cast<std::int64_t>(limits.body_bytes)));
  section.report_unknown();
  return limits;
}

ReconcileConfig read_reconcile(SectionReader& section) {
  ReconcileConfig reconcile;
  if (const auto mode = section.choice("mode", {"off", "report", "notify", "enforce"})) {
    reconcile.mode = reconcile_mode_from(*mode);
  }
  constexpr std::int64_t kDay = 24 * 60;
  reconcile.period = std::chrono::minutes(whole(section, "every_minutes", {.least = 5, .most = kDay}, 60));
  section.report_unknown();
  return reconcile;
}

}  // namespace curfew::config
