// Calls whose bodies are JSON objects: JSON 1.0, JSON 1.1 and REST-JSON.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/aws/caller.h"

namespace curfew::aws {

// Sends `body` as the call's body (in REST-JSON an empty one is none) and reads the answer as one JSON object; an empty
// answer is an empty object, a member that is null counts as absent, and the content type is not looked at. Anything
// else is kServerError with an unknown effect. Never throws.
[[nodiscard]] std::expected<boost::json::object, CallFailure> call_json(Caller& caller, Call call,
                                                                        const boost::json::object& body);

// A member of that type; empty when it is missing, null, or of another type.
[[nodiscard]] std::optional<std::string> text_in(const boost::json::object& object, std::string_view name);
[[nodiscard]] const boost::json::object* object_in(const boost::json::object& object, std::string_view name);
[[nodiscard]] const boost::json::array* array_in(const boost::json::object& object, std::string_view name);
// Whole or fractional seconds since 1970, as JSON 1.x writes times.
[[nodiscard]] std::optional<Instant> instant_in(const boost::json::object& object, std::string_view name);

}  // namespace curfew::aws
