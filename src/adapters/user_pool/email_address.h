// Which texts the pool takes as an e-mail address. Pure.
#pragma once

#include <string_view>

namespace curfew::user_pool {

// One plain address, "name@host": RFC 5321's Dot-string in ASCII, no quoted names and no address literals, at most 254
// characters. Such an address needs no escaping in a mail header.
[[nodiscard]] bool is_email_address(std::string_view text);

}  // namespace curfew::user_pool
