// Reads one section of the configuration, key by key, and remembers what was asked for: whatever is left over at the
// end is unknown. Every fault becomes a Problem, and the read gives its default, so that reading goes on and one run
// finds everything. Internal to this folder; not for sharing between threads.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "main/config/problem.h"
#include "main/config/tree.h"

namespace curfew::config {

// An inclusive range.
template <class T>
struct Range {
  T least;
  T most;
};

struct FileNeeds {
  enum class Kind : std::uint8_t { kNothing, kFile, kPrivateFile, kDirectory };
  Kind must_exist = Kind::kNothing;  // kPrivateFile: readable by its owner only
};

class SectionReader {
 public:
  // `name` is "server" or "accounts[2]"; `section` is null when it is missing, and then `place` stands for it. All must
  // outlive the reader; relative paths are taken from `base`.
  SectionReader(std::string name, const ConfigNode* section, Place place, const std::filesystem::path& base,
                Problems& problems);

  [[nodiscard]] bool has(const std::string& key) const;

  // Empty (with a problem, unless the key is simply absent) when there is no good value. Texts are never empty and hold
  // no control characters.
  [[nodiscard]] std::optional<std::string> text(const std::string& key);
  [[nodiscard]] std::optional<std::int64_t> integer(const std::string& key, Range<std::int64_t> range);
  [[nodiscard]] std::optional<bool> boolean(const std::string& key);
  // "1500ms", "30s", "10m", "8h", "2d".
  [[nodiscard]] std::optional<Millis> duration(const std::string& key, Range<Millis> range);
  [[nodiscard]] std::optional<std::filesystem::path> path(const std::string& key, FileNeeds needs);
  // An empty list when absent.
  [[nodiscard]] std::vector<std::string> texts(const std::string& key);
  // One of `words`, spelt exactly.
  [[nodiscard]] std::optional<std::string> choice(const std::string& key, const std::vector<std::string_view>& words);

  // As text(), and a problem when the key is absent. `example` says what to write.
  [[nodiscard]] std::string required_text(const std::string& key, std::string_view example);

  // A problem with the value of `key`, or with the section where that is absent.
  void report(const std::string& key, std::string text);
  [[nodiscard]] Place place_of(const std::string& key) const;
  [[nodiscard]] const std::string& name() const { return name_; }

  // Keys that belong to a later version: they are refused with a sentence that says so.
  void refuse_later(const std::vector<std::string_view>& keys);
  // Reports what nobody asked for. `hint` is added, such as which kind is in force.
  void report_unknown(std::string_view hint = {});
  // Takes everything as asked for: for a section whose kind is wrong already.
  void ignore_rest();

 private:
  // The value, marked as asked for; null when absent.
  const ConfigNode* take(const std::string& key);
  void report_type(const std::string& key, std::string_view wanted);
  [[nodiscard]] bool is_clean(const std::string& key, const std::string& text);
  void check_exists(const std::string& key, const std::filesystem::path& path, FileNeeds needs);

  std::string name_;
  const ConfigNode* section_;
  Place place_;
  const std::filesystem::path& base_;
  Problems& problems_;
  std::vector<std::string> asked_;
  bool ignores_rest_ = false;
};

}  // namespace curfew::config
