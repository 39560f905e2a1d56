#include "architecture/library_rules.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

namespace curfew::architecture {
namespace {

struct LibraryRule {
  std::vector<std::string_view> headers;  // the name of a header, or the beginning of one if it ends in '/'
  std::vector<std::string_view> places;   // modules or layers that may include them; none: nobody
  bool one_source = false;                // and there in one .cc file only, since its headers are slow to compile
};

// The first row that a header fits to decides. What has neither slash nor suffix and is not here is standard and free.
const std::vector<LibraryRule>& library_rules() {
  static const std::vector<LibraryRule> kRules = {
      // Libraries.
      {{"boost/asio.hpp", "boost/asio/", "boost/beast.hpp", "boost/beast/"}, {"entry/http", "adapters/aws"}},
      {{"boost/"}, {"adapters", "entry", "main"}},
      {{"CLI/"}, {"entry/cli"}, true},
      {{"cjose/", "jansson.h"}, {"adapters/jwt", "adapters/user_pool"}},
      {{"curl/"}, {"adapters/smtp"}},
      {{"expat.h"}, {"adapters/aws"}, true},
      {{"fmt/"}, {"base", "domain", "ports", "app", "adapters", "entry", "main"}},
      {{"kainjow/"}, {"adapters/mail_templates"}},
      {{"openssl/"}, {"base", "adapters", "entry/http"}},
      {{"sodium.h", "sodium/"}, {"adapters/keyfile", "adapters/system", "adapters/user_pool"}},
      {{"sqlite3.h"}, {"adapters/sqlite_file"}},
      {{"toml++/"}, {"main"}, true},

      // The operating system.
      {{"dirent.h", "fcntl.h", "grp.h", "netdb.h", "poll.h", "pwd.h", "signal.h", "spawn.h", "termios.h", "unistd.h",
        "arpa/", "netinet/", "sys/"},
       {"adapters", "entry", "main"}},
      {{"csignal", "filesystem", "fstream", "iostream"}, {"adapters", "entry", "main"}},

      // Threads: the domain is pure, a use case runs on the thread that calls it.
      {{"atomic", "barrier", "condition_variable", "future", "latch", "mutex", "semaphore", "shared_mutex",
        "stop_token", "thread"},
       {"adapters", "entry", "main"}},

      // Randomness is a port, and <random> is not secure.
      {{"random"}, {}},
  };
  return kRules;
}

bool fits(std::string_view header, std::string_view pattern) {
  return pattern.ends_with('/') ? header.starts_with(pattern) : header == pattern;
}

const LibraryRule* rule_for(std::string_view header) {
  for (const LibraryRule& rule : library_rules()) {
    if (std::ranges::any_of(rule.headers, [&](std::string_view p) { return fits(header, p); })) return &rule;
  }
  return nullptr;
}

std::string joined(const std::vector<std::string_view>& places) {
  std::string text;
  for (const std::string_view place : places) text += (text.empty() ? "" : ", ") + std::string(place);
  return text.empty() ? "nowhere" : "only in " + text;
}

bool is_standard(std::string_view header) { return header.find_first_of("./") == std::string_view::npos; }

// Remembers which source uses the headers of a rule that allows only one.
class SingleSources {
 public:
  // The source that came first, if it is another one.
  std::string other_than(const LibraryRule& rule, const std::string& path) {
    const auto [entry, added] = first_.try_emplace(&rule, path);
    return added || entry->second == path ? std::string() : entry->second;
  }

 private:
  std::map<const LibraryRule*, std::string> first_;
};

std::string fault_in(const SourceFile& file, std::string_view header, SingleSources& singles) {
  const std::string name = "<" + std::string(header) + ">";
  const LibraryRule* rule = rule_for(header);
  if (rule == nullptr) {
    if (is_standard(header)) return {};
    return name + " is of no known library; see the table in tests/architecture/library_rules.cc";
  }
  const std::string module = module_of(file.path);
  if (std::ranges::none_of(rule->places, [&](std::string_view place) { return lies_in(module, place); })) {
    return name + " may be included " + joined(rule->places);
  }
  if (!rule->one_source) return {};
  if (!file.path.ends_with(".cc")) return name + " may be included in a .cc file only";
  const std::string other = singles.other_than(*rule, file.path);
  return other.empty() ? other : name + " may be included in one file only, and " + other + " does already";
}

}  // namespace

Violations check_libraries(const std::vector<SourceFile>& files) {
  Violations violations;
  SingleSources singles;
  for (const SourceFile& file : files) {
    for (const Include& include : file.includes) {
      if (include.quoted) continue;
      if (auto fault = fault_in(file, include.target, singles); !fault.empty()) {
        violations.push_back({file.path, include.line, fault});
      }
    }
  }
  return violations;
}

}  // namespace curfew::architecture
