// JSON objects as they must be read where a signature or a decision depends on them: Boost.JSON keeps the last of two
// equal keys in silence, which another reader may not. Pure.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace curfew::jwt {

// Empty unless `text` is exactly one JSON object in valid UTF-8, at most 32 levels deep, in which no object has a key
// twice. The caller bounds the size.
[[nodiscard]] std::optional<boost::json::object> parse_object(std::string_view text);

// A member of that type; empty when it is missing or of another type.
[[nodiscard]] std::optional<std::string> text_member(const boost::json::object& object, std::string_view name);
[[nodiscard]] std::optional<std::int64_t> number_member(const boost::json::object& object, std::string_view name);
[[nodiscard]] std::optional<bool> truth_member(const boost::json::object& object, std::string_view name);
// A list of texts and of nothing else.
[[nodiscard]] std::optional<std::vector<std::string>> texts_member(const boost::json::object& object,
                                                                   std::string_view name);

}  // namespace curfew::jwt
