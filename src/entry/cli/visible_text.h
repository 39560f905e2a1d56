// Text from outside, made fit for a line of output: names in AWS and words of servers hold any characters. Pure.
#pragma once

#include <string>
#include <string_view>

namespace curfew::cli {

// `text` on one line, as UTF-8. What is no UTF-8 becomes U+FFFD. Controls, and what is invisible or turns the direction
// of the text beside it, are written as \uXXXX or \UXXXXXXXX (TOML's escapes, https://toml.io/en/v1.0.0#string), so
// that nothing commands a terminal and a reader sees what stands there. Characters of `escaped` get a backslash before
// them.
[[nodiscard]] std::string visible(std::string_view text, std::string_view escaped = {});

}  // namespace curfew::cli
