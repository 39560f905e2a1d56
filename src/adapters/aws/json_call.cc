#include "adapters/aws/json_call.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <exception>
#include <utility>

namespace curfew::aws {
namespace {

namespace json = boost::json;

const json::value* present(const json::object& object, std::string_view name) {
  const json::value* const value = object.if_contains({name.data(), name.size()});
  return value == nullptr || value->is_null() ? nullptr : value;
}

CallFailure no_answer(const Answer& answer) {
  CallFailure failure;
  failure.kind = FailureKind::kServerError;
  failure.message = "the answer is no JSON object";
  failure.status = answer.status;
  failure.request_id = answer.request_id;
  return failure;
}

std::expected<json::object, CallFailure> object_of(const Answer& answer) {
  if (answer.body.empty()) return json::object();
  json::error_code error;
  json::value value = json::parse(answer.body, error);
  if (error || !value.is_object()) return std::unexpected(no_answer(answer));
  return std::move(value.as_object());
}

}  // namespace

std::expected<json::object, CallFailure> call_json(Caller& caller, Call call, const json::object& body) {
  try {
    const bool has_no_body = call.service.protocol == Protocol::kRestJson && body.empty();
    if (!has_no_body) call.body = json::serialize(body);
    const CallResult result = caller.call(call);
    if (!result) return std::unexpected(result.error());
    return object_of(*result);
  } catch (const std::exception& failure) {  // memory
    CallFailure lost;
    lost.message = failure.what();
    return std::unexpected(std::move(lost));
  }
}

std::optional<std::string> text_in(const json::object& object, std::string_view name) {
  const json::value* const value = present(object, name);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string(value->get_string().data(), value->get_string().size());
}

const json::object* object_in(const json::object& object, std::string_view name) {
  const json::value* const value = present(object, name);
  return value == nullptr ? nullptr : value->if_object();
}

const json::array* array_in(const json::object& object, std::string_view name) {
  const json::value* const value = present(object, name);
  return value == nullptr ? nullptr : value->if_array();
}

std::optional<Instant> instant_in(const json::object& object, std::string_view name) {
  const json::value* const value = present(object, name);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  const auto seconds = value->to_number<double>();
  constexpr double kMost = 1e11;  // the year 5138, in seconds
  if (!std::isfinite(seconds) || std::abs(seconds) > kMost) return std::nullopt;
  return Instant(Millis(std::llround(seconds * 1000)));
}

}  // namespace curfew::aws
