#include "architecture/call_rules.h"

#include <algorithm>
#include <regex>
#include <string>
#include <string_view>

namespace curfew::architecture {
namespace {

struct CallRule {
  std::regex call;
  std::vector<std::string_view> banned_in;   // folders, from the root of the tree
  std::vector<std::string_view> allowed_in;  // exceptions to these
  std::string_view instead;
};

const std::vector<CallRule>& call_rules() {
  static const std::vector<CallRule> kRules = {
      {std::regex(
           R"(\b(system_clock|utc_clock|file_clock)\s*::\s*now\b|\b(gettimeofday|clock_gettime)\s*\(|\btime\s*\(\s*(nullptr|NULL|0)\s*\))"),
       {"src"},
       {"src/adapters/system"},
       "the wall clock is read by the Clock port only; pass the time as an argument"},
      {std::regex(R"(\b(steady_clock|high_resolution_clock)\s*::\s*now\b)"),
       {"src"},
       {"src/adapters/system", "src/entry/http"},
       "time is measured by the Clock port, and by the HTTP server's timers"},
      {std::regex(R"(\brandom_device\b|(^|[^.>\w])(s?rand|s?random|[dlm]rand48|arc4random)\s*\()"),
       {"src"},
       {},
       "randomness comes from the Entropy port"},
      {std::regex(R"(\b(secure_)?getenv\s*\()"), {"src"}, {"src/main"}, "the environment is read in src/main only"},
      {std::regex(R"(\b(setenv|putenv|unsetenv)\s*\()"), {"src"}, {}, "the environment is never changed"},
      {std::regex(R"(\b(sleep_for|sleep_until)\b|\b(sleep|usleep|nanosleep)\s*\()"),
       {"src/base", "src/domain", "src/ports", "src/app", "tests/unit"},
       {},
       "nothing sleeps here: what is to happen later is stored with its due time, and tests turn a clock of their own"},
  };
  return kRules;
}

bool any_holds(const std::vector<std::string_view>& folders, std::string_view path) {
  return std::ranges::any_of(folders, [&](std::string_view folder) { return lies_in(path, folder); });
}

void check_file(const SourceFile& file, const CallRule& rule, Violations& violations) {
  int number = 0;
  for (const std::string& line : file.code) {
    ++number;
    std::smatch match;
    if (!std::regex_search(line, match, rule.call)) continue;
    violations.push_back({file.path, number, "'" + match.str() + "' is banned: " + std::string(rule.instead)});
  }
}

}  // namespace

Violations check_calls(const std::vector<SourceFile>& files) {
  Violations violations;
  for (const SourceFile& file : files) {
    for (const CallRule& rule : call_rules()) {
      if (any_holds(rule.banned_in, file.path) && !any_holds(rule.allowed_in, file.path)) {
        check_file(file, rule, violations);
      }
    }
  }
  return violations;
}

}  // namespace curfew::architecture
