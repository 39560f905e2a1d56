#include "adapters/aws/credential_document.h"

#include <boost/json/parse.hpp>

#include "adapters/aws/json_call.h"
#include "adapters/aws/timestamps.h"

namespace curfew::aws {
namespace {

std::unexpected<Error> unusable(const std::string& source, const std::string& why) {
  return fail(ErrorCode::kUnavailable, "The AWS credentials from " + source + " cannot be used: " + why + ".");
}

}  // namespace

Result<Credentials> credentials_in(std::string_view document, std::string_view token_member,
                                   const std::string& source) {
  boost::json::error_code error;
  const auto value = boost::json::parse({document.data(), document.size()}, error);
  const boost::json::object* const object = error ? nullptr : value.if_object();
  if (object == nullptr) return unusable(source, "the answer is no JSON object");
  // The instance metadata service says how it fares; the others leave this out.
  if (const auto state = text_in(*object, "Code"); state && *state != "Success") {
    return unusable(source, "it says " + state->substr(0, 100));
  }
  Credentials credentials;
  credentials.source = source;
  credentials.access_key_id = text_in(*object, "AccessKeyId").value_or("");
  credentials.secret_access_key = Secret(text_in(*object, "SecretAccessKey").value_or(""));
  credentials.session_token = Secret(text_in(*object, token_member).value_or(""));
  if (credentials.access_key_id.empty() || credentials.secret_access_key.empty()) {
    return unusable(source, "AccessKeyId or SecretAccessKey is missing");
  }
  const auto expiration = text_in(*object, "Expiration");
  if (!expiration) return credentials;
  credentials.expires_at = parse_timestamp(*expiration);
  if (!credentials.expires_at) return unusable(source, "its Expiration is no time");
  return credentials;
}

}  // namespace curfew::aws
