// Attributes as JSON text, the shape in which records lie in a column: strings, integers and lists of strings.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "domain/attributes.h"

namespace curfew::sqlite_file {

[[nodiscard]] std::string to_json(const Attributes& attributes);
// kDamaged for anything that to_json does not write.
[[nodiscard]] Result<Attributes> from_json(std::string_view text);

}  // namespace curfew::sqlite_file
