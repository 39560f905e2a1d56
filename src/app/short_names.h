// Names by which accounts and permission sets may be asked for, made of names that people typed.
//
// A short name is a letter and then letters, digits, - _ or . , 64 at most. Not for sharing between threads.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace curfew {

inline constexpr std::size_t kLongestShortName = 64;

class ShortNames {
 public:
  // Somebody has this name already.
  void take(std::string_view name);

  // A name that nobody has, and takes it: "Log Archive" is LogArchive, or LogArchive-2 where that is taken. Names that
  // differ in case only count as the same, for people do. `otherwise`, a short name itself, is used where nothing is
  // left of `title`, and put before what does not begin with a letter.
  [[nodiscard]] std::string give(std::string_view title, std::string_view otherwise);

 private:
  std::set<std::string> taken_;  // in lower case
};

}  // namespace curfew
