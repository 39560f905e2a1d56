#include "adapters/eventbridge/timer_place.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace curfew::eventbridge {
namespace {

constexpr std::size_t kLongestName = 64;

// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html: [0-9a-zA-Z-_.]+; a rule's is
// alike.
bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kLongestName && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
           c == '.';
  });
}

// The part of an ARN after its account, where it is of this service: "arn:<partition>:<service>:<region>:<account>:…".
std::optional<std::string_view> resource_of(std::string_view arn, std::string_view service) {
  std::array<std::string_view, 5> parts;
  for (std::string_view& part : parts) {
    const std::size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    part = arn.substr(0, colon);
    arn.remove_prefix(colon + 1);
  }
  if (parts[0] != "arn" || parts[2] != service) return std::nullopt;
  return arn;
}

struct Path {
  std::string first;  // empty where there is only the last
  std::string last;
};

// "schedule/<first>/<last>" without its kind.
std::optional<Path> path_of(std::string_view resource, std::string_view kind) {
  if (!resource.starts_with(kind) || !resource.substr(kind.size()).starts_with('/')) return std::nullopt;
  resource.remove_prefix(kind.size() + 1);
  const std::size_t slash = resource.rfind('/');
  const auto first = slash == std::string_view::npos ? std::string_view{} : resource.substr(0, slash);
  const auto last = slash == std::string_view::npos ? resource : resource.substr(slash + 1);
  if (!is_name(last)) return std::nullopt;
  return Path{.first = std::string(first), .last = std::string(last)};
}

}  // namespace

std::string timer_name(const RequestId& request) { return "revoke-" + request.str(); }

TimerPlace timer_place(std::string_view arn, const RequestId& request, const std::string& group) {
  if (const auto resource = resource_of(arn, "scheduler")) {
    const auto path = path_of(*resource, "schedule");
    if (path && is_name(path->first)) return Schedule{.group = path->first, .name = path->last};
  }
  if (const auto resource = resource_of(arn, "events")) {
    if (const auto path = path_of(*resource, "rule")) return Rule{.bus = path->first, .name = path->last};
  }
  return Schedule{.group = group, .name = timer_name(request)};
}

}  // namespace curfew::eventbridge
