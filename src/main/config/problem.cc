#include "main/config/problem.h"

#include <algorithm>
#include <tuple>

namespace curfew::config {

std::string to_text(const Problem& problem) {
  std::string text = to_text(problem.place) + ": ";
  if (!problem.key.empty()) text += problem.key + ": ";
  return text + problem.text;
}

std::string to_text(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems) text += to_text(problem) + "\n";
  return text;
}

Error error_of(const Problems& problems) {
  std::string text = to_text(problems);
  if (text.ends_with('\n')) text.pop_back();
  return {.code = ErrorCode::kConfiguration, .public_text = "The configuration is not good.\n" + text};
}

void sort_by_place(Problems& problems) {
  std::ranges::sort(problems, {}, [](const Problem& problem) {
    return std::tuple(problem.place.line == 0, problem.place.line, problem.key, problem.text);
  });
}

}  // namespace curfew::config
