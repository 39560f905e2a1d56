#include "architecture/source_tree.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <optional>
#include <ostream>
#include <sstream>
#include <utility>

namespace curfew::architecture {
namespace {

// Walks over C++ text and copies it twice, line by line for line: `code` without comments and without the insides of
// literals, `directives` without comments only (an #include's file name is a literal).
class Stripper {
 public:
  explicit Stripper(std::string_view text) : text_(text) {}

  void run() {
    while (at_ < text_.size()) {
      if (starts("//")) {
        skip_until("\n", 0);
      } else if (starts("/*")) {
        skip_until("*/", 2);
      } else if (starts("R\"") && !in_word()) {
        raw_string();
      } else if (text_[at_] == '"' || (text_[at_] == '\'' && !in_word())) {
        literal(text_[at_]);
      } else {
        keep(text_[at_++]);
      }
    }
  }

  std::string code;
  std::string directives;

 private:
  bool starts(std::string_view token) const { return text_.substr(at_).starts_with(token); }

  // Inside a name or a number, where R" begins no raw string and ' separates digits.
  bool in_word() const {
    if (at_ == 0) return false;
    const char before = text_[at_ - 1];
    return std::isalnum(static_cast<unsigned char>(before)) != 0 || before == '_';
  }

  void keep(char c) {
    code += c;
    directives += c;
  }

  // Leaves the text out up to `end`, of which `length` characters belong to it; lines stay lines.
  void skip_until(std::string_view end, std::size_t length) {
    const std::size_t found = text_.find(end, at_ + length);
    const std::size_t stop = found == std::string_view::npos ? text_.size() : found + length;
    for (; at_ < stop; ++at_) {
      if (text_[at_] == '\n') keep('\n');
    }
  }

  void literal(char quote) {
    keep(text_[at_++]);
    while (at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n') {
      const std::size_t length = text_[at_] == '\\' ? 2 : 1;
      directives += text_.substr(at_, length);
      at_ += length;
    }
    if (at_ < text_.size()) keep(text_[at_++]);
  }

  void raw_string() {
    const std::size_t open = std::min(text_.find('(', at_), text_.size());
    const std::string close = ")" + std::string(text_.substr(at_ + 2, open - at_ - 2)) + "\"";
    skip_until(close, close.size());
    code += "\"\"";
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(std::move(line));
  return lines;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

std::optional<Include> include_of(std::string_view line, int number) {
  line = trimmed(line);
  if (!line.starts_with('#')) return std::nullopt;
  line = trimmed(line.substr(1));
  if (!line.starts_with("include")) return std::nullopt;
  line = trimmed(line.substr(std::string_view("include").size()));
  if (line.empty() || (line.front() != '"' && line.front() != '<')) return std::nullopt;
  const bool quoted = line.front() == '"';
  const std::size_t end = line.find(quoted ? '"' : '>', 1);
  if (end == std::string_view::npos) return std::nullopt;
  return Include{.line = number, .target = std::string(line.substr(1, end - 1)), .quoted = quoted};
}

bool is_source(const std::filesystem::path& path) { return path.extension() == ".h" || path.extension() == ".cc"; }

std::string content(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Violation& violation) {
  return out << violation.file << ':' << violation.line << ": " << violation.rule;
}

std::string report(const Violations& violations) {
  std::ostringstream out;
  for (const Violation& violation : violations) out << violation << '\n';
  return out.str();
}

SourceFile parse_source(std::string path, std::string_view text) {
  Stripper stripper(text);
  stripper.run();
  SourceFile file{.path = std::move(path), .code = lines_of(stripper.code), .includes = {}};
  int number = 0;
  for (const std::string& line : lines_of(stripper.directives)) {
    if (auto include = include_of(line, ++number)) file.includes.push_back(*std::move(include));
  }
  return file;
}

std::vector<SourceFile> read_sources(const std::filesystem::path& root, std::string_view folder) {
  std::vector<SourceFile> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
    if (!entry.is_regular_file() || !is_source(entry.path())) continue;
    files.push_back(parse_source(entry.path().lexically_relative(root).generic_string(), content(entry.path())));
  }
  std::ranges::sort(files, {}, &SourceFile::path);
  return files;
}

std::string module_of(std::string_view path) {
  constexpr std::string_view kRoot = "src/";
  if (!path.starts_with(kRoot)) return {};
  path.remove_prefix(kRoot.size());
  const std::size_t layer_end = path.find('/');
  if (layer_end == std::string_view::npos) return {};
  const std::string_view layer = path.substr(0, layer_end);
  if (layer != "adapters" && layer != "entry") return std::string(layer);
  const std::size_t folder_end = path.find('/', layer_end + 1);
  return folder_end == std::string_view::npos ? std::string() : std::string(path.substr(0, folder_end));
}

bool lies_in(std::string_view module, std::string_view place) {
  return module == place || (module.starts_with(place) && module.substr(place.size()).starts_with('/'));
}

}  // namespace curfew::architecture
