// Takes a mail apart as its reader's program would: headers unfolded and decoded, parts decoded. Throws
// std::runtime_error for what a strict reader would not accept (bare CR or LF, over-long lines, bytes beyond ASCII).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace curfew::test {

struct ReadMail {
  std::vector<std::string> header_names;       // in order, as spelled
  std::map<std::string, std::string> headers;  // the last of each name; unfolded, encoded-words decoded
  std::string text;                            // decoded, LF line ends
  std::string html;
};

[[nodiscard]] ReadMail read_mail(std::string_view message);

}  // namespace curfew::test
