// Whether a text from AWS is an id: what becomes part of a record is not taken on trust. The patterns are those of the
// API reference.
#pragma once

#include <string_view>

namespace curfew::identity_center {

// A user or group: a UUID, after ten hexadecimal digits and a dash in older directories.
[[nodiscard]] bool is_principal_id(std::string_view text);
// Of an asynchronous operation: a UUID.
[[nodiscard]] bool is_operation_id(std::string_view text);

}  // namespace curfew::identity_center
