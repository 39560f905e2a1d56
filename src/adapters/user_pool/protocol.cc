#include "adapters/user_pool/protocol.h"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <utility>

namespace curfew::user_pool {
namespace {

namespace json = boost::json;

std::unexpected<ProtocolError> wrong_type() { return refuse("SerializationException", ""); }

// The member, unless it is absent, which null is too.
const json::value* present(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

// AWS names members in such messages with a small first letter: "clientId".
std::string small_first(std::string_view name) {
  std::string text(name);
  if (!text.empty() && text.front() >= 'A' && text.front() <= 'Z') text.front() = static_cast<char>(text.front() + 32);
  return text;
}

}  // namespace

ProtocolError::ProtocolError(const Error& error) : message(error.public_text) {
  switch (error.code) {
    case ErrorCode::kUnauthenticated: type = "NotAuthorizedException"; return;
    case ErrorCode::kTooManyRequests: type = "TooManyRequestsException"; return;
    case ErrorCode::kInvalid: type = "InvalidParameterException"; return;
    default: break;
  }
  type = "InternalErrorException";
  message = "The server could not do this; try again later.";
  status = 500;
  log_text = error.log_text.empty() ? error.public_text : error.log_text;
}

std::unexpected<ProtocolError> not_authorized(std::string message) {
  return refuse("NotAuthorizedException", std::move(message));
}

Outcome<std::optional<std::string>> Members::text(std::string_view name) const {
  const json::value* value = present(object_, name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) return wrong_type();
  return std::string(value->get_string());
}

Outcome<std::string> Members::required_text(std::string_view name) const {
  auto value = text(name);
  if (!value) return std::unexpected(std::move(value.error()));
  if (!*value || (*value)->empty()) {
    return refuse("InvalidParameterException", "1 validation error detected: Value at '" + small_first(name) +
                                                   "' failed to satisfy constraint: Member must not be null");
  }
  return **std::move(value);
}

Outcome<std::optional<bool>> Members::truth(std::string_view name) const {
  const json::value* value = present(object_, name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_bool()) return wrong_type();
  return value->get_bool();
}

Outcome<std::optional<Members>> Members::object(std::string_view name) const {
  const json::value* value = present(object_, name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_object()) return wrong_type();
  return Members(value->get_object());
}

Outcome<Members> Members::map(std::string_view name) const {
  static const json::object kNone;
  auto found = object(name);
  if (!found) return std::unexpected(std::move(found.error()));
  return found->value_or(Members(kNone));
}

Outcome<std::string> Members::parameter(std::string_view name) const {
  auto value = text(name);
  if (!value) return std::unexpected(std::move(value.error()));
  if (!*value || (*value)->empty()) {
    return refuse("InvalidParameterException", "Missing required parameter " + std::string(name));
  }
  return **std::move(value);
}

std::vector<std::string> Members::names() const {
  std::vector<std::string> names;
  for (const auto& member : object_) names.emplace_back(member.key());
  return names;
}

SignInAnswer to_answer(const json::object& body) {
  return {.status = 200, .body = json::serialize(body), .error_type = {}};
}

SignInAnswer to_answer(const ProtocolError& error) {
  json::object body = {{"__type", error.type}};
  if (!error.message.empty()) body["message"] = error.message;
  return {.status = error.status, .body = json::serialize(body), .error_type = error.type};
}

}  // namespace curfew::user_pool
