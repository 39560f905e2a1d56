// The Cognito user-pool protocol as bytes: AWS JSON 1.1, its errors, and its way of reading members. Internal to this
// folder. What each operation takes and answers is the API reference's:
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/Welcome.html
#pragma once

#include <boost/json/object.hpp>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/secret.h"
#include "base/time.h"
#include "ports/sign_in.h"

namespace curfew::user_pool {

// A refusal in Cognito's words. Made from an Error where the store or a check refuses: kUnauthenticated becomes
// NotAuthorizedException with its public text, and so on; what is our fault becomes InternalErrorException and tells
// the caller nothing.
struct ProtocolError {
  ProtocolError(std::string_view error_type, std::string error_message)
      : type(error_type), message(std::move(error_message)) {}
  ProtocolError(const Error& error);  // NOLINT(google-explicit-constructor): so that `return fail(...)` converts

  std::string type;
  std::string message;
  int status = 400;
  std::string log_text;  // only for our own faults
};

template <class T>
using Outcome = std::expected<T, ProtocolError>;

using Answer = Outcome<boost::json::object>;

[[nodiscard]] inline std::unexpected<ProtocolError> refuse(std::string_view type, std::string message) {
  return std::unexpected(ProtocolError(type, std::move(message)));
}

// NotAuthorizedException, the most frequent one.
[[nodiscard]] std::unexpected<ProtocolError> not_authorized(std::string message);

// Members of a request. As in AWS: unknown ones are ignored, null is absent, another type is a SerializationException.
class Members {
 public:
  explicit Members(const boost::json::object& object) : object_(object) {}

  [[nodiscard]] Outcome<std::optional<std::string>> text(std::string_view name) const;
  // InvalidParameterException when it is missing or empty.
  [[nodiscard]] Outcome<std::string> required_text(std::string_view name) const;
  [[nodiscard]] Outcome<std::optional<bool>> truth(std::string_view name) const;
  // A nested object; empty when it is missing.
  [[nodiscard]] Outcome<std::optional<Members>> object(std::string_view name) const;
  // A map of texts, AuthParameters or ChallengeResponses; none when it is missing.
  [[nodiscard]] Outcome<Members> map(std::string_view name) const;

  // A parameter in such a map: "Missing required parameter USERNAME".
  [[nodiscard]] Outcome<std::string> parameter(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  const boost::json::object& object_;
};

// One call on its way through an operation.
struct Call {
  Members members;
  std::string address;
  Instant now;
};

[[nodiscard]] SignInAnswer to_answer(const boost::json::object& body);
[[nodiscard]] SignInAnswer to_answer(const ProtocolError& error);

}  // namespace curfew::user_pool
