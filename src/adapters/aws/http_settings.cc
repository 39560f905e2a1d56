#include <array>
#include <string_view>

#include "adapters/aws/http_client.h"

namespace curfew::aws {
namespace {

using Environment = std::map<std::string, std::string>;

// The lower-case spelling first, as curl and botocore do. An empty variable is none.
std::optional<std::string> variable(const Environment& environment, std::string_view lower, std::string_view upper) {
  for (const std::string_view name : {lower, upper}) {
    const auto found = environment.find(std::string(name));
    if (found != environment.end() && !found->second.empty()) return found->second;
  }
  return std::nullopt;
}

std::vector<std::string> list_in(std::string_view text) {
  std::vector<std::string> entries;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of(", \t");
    if (end != 0) entries.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return entries;
}

}  // namespace

HttpSettings http_settings_from(const Environment& environment) {
  HttpSettings settings;
  settings.ca_bundle = variable(environment, "AWS_CA_BUNDLE", "AWS_CA_BUNDLE");
  settings.http_proxy = variable(environment, "http_proxy", "HTTP_PROXY");
  settings.https_proxy = variable(environment, "https_proxy", "HTTPS_PROXY");
  settings.no_proxy = list_in(variable(environment, "no_proxy", "NO_PROXY").value_or(""));
  return settings;
}

}  // namespace curfew::aws
