// The C++ files of a tree as the architecture rules see them, and what a rule reports.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace curfew::architecture {

struct Include {
  int line = 0;
  std::string target;   // what stands between the brackets or quotes
  bool quoted = false;  // "…" is ours, <…> is the standard library's or another library's
};

struct SourceFile {
  std::string path;               // from the root of the tree: "src/domain/request.h"
  std::vector<std::string> code;  // its lines, with comments and the insides of literals left out
  std::vector<Include> includes;
};

struct Violation {
  std::string file;
  int line = 0;
  std::string rule;

  friend bool operator==(const Violation&, const Violation&) = default;
};

using Violations = std::vector<Violation>;

// "src/domain/request.h:12: the rule", as compilers print it.
std::ostream& operator<<(std::ostream& out, const Violation& violation);

// A line each, for a test's message.
std::string report(const Violations& violations);

// Every .h and .cc file below root/folder, sorted by path. Throws std::filesystem::filesystem_error.
std::vector<SourceFile> read_sources(const std::filesystem::path& root, std::string_view folder);

// One file from its text.
SourceFile parse_source(std::string path, std::string_view text);

// The unit that the rules speak of: the layer ("domain"), or for adapters and entry the folder in it
// ("adapters/sqlite", "entry/http"). Empty for a file that lies in none.
std::string module_of(std::string_view path);

// Whether `module` is `place` or lies in it: "adapters/smtp" lies in "adapters".
bool lies_in(std::string_view module, std::string_view place);

}  // namespace curfew::architecture
