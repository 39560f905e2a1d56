// What Curfew takes for a mail address: the plain form of RFC 5321 section 4.1.2 (Dot-string "@" Domain), ASCII. Quoted
// local parts, comments, lists, address literals and display names are refused: nobody has such an address in
// Identity Center, and each of them is a way to smuggle something into a header or a second recipient into an envelope.
#pragma once

#include <string_view>

namespace curfew {

[[nodiscard]] bool is_email_address(std::string_view text);

}  // namespace curfew
