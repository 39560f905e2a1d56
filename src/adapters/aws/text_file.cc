#include "adapters/aws/text_file.h"

#include <fstream>

namespace curfew::aws {

Result<std::string> read_text_file(const std::filesystem::path& path) {
  constexpr std::size_t kMostBytes = std::size_t{1024} * 1024;
  // One that may not be looked at is there all the same: it must not pass for a missing one.
  std::error_code ignored;
  if (std::filesystem::status(path, ignored).type() == std::filesystem::file_type::not_found) {
    return fail(ErrorCode::kNotFound, "There is no file " + path.string() + ".");
  }
  std::ifstream file(path, std::ios::binary);
  std::string text(kMostBytes + 1, '\0');
  if (!file.read(text.data(), static_cast<std::streamsize>(text.size())) && !file.eof()) {
    return fail(ErrorCode::kConfiguration, "The file " + path.string() + " cannot be read.");
  }
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > kMostBytes) return fail(ErrorCode::kConfiguration, "The file " + path.string() + " is too large.");
  text.erase(text.find_last_not_of(" \t\r\n") + 1);
  return text;
}

}  // namespace curfew::aws
