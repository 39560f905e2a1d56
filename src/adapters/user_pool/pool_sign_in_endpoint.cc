#include "adapters/user_pool/pool_sign_in_endpoint.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "adapters/jwt/strict_json.h"

namespace curfew::user_pool {
namespace {

constexpr std::size_t kLongestBody = std::size_t{64} * 1024;
constexpr std::string_view kTargetPrefix = "AWSCognitoIdentityProviderService.";

struct Operation {
  std::string_view name;
  Answer (*run)(PoolParts&, const Call&);
};

// What the pool can do; anything else is an UnknownOperationException.
constexpr std::array<Operation, 9> kOperations = {{
    {"InitiateAuth", initiate_auth},
    {"RespondToAuthChallenge", respond_to_auth_challenge},
    {"GetUser", get_user},
    {"ChangePassword", change_password},
    {"GlobalSignOut", global_sign_out},
    {"RevokeToken", revoke_token},
    {"AssociateSoftwareToken", associate_software_token},
    {"VerifySoftwareToken", verify_software_token},
    {"SetUserMFAPreference", set_user_mfa_preference},
}};

const Operation* find_operation(std::string_view target) {
  if (!target.starts_with(kTargetPrefix)) return nullptr;
  target.remove_prefix(kTargetPrefix.size());
  const auto* const found = std::ranges::find(kOperations, target, &Operation::name);
  return found == kOperations.end() ? nullptr : found;
}

}  // namespace

Answer PoolSignInEndpoint::run(const SignInCall& call, Instant now) {
  const Operation* operation = find_operation(call.target);
  if (operation == nullptr) return refuse("UnknownOperationException", "");
  if (call.body.size() > kLongestBody) return refuse("SerializationException", "The body is too long.");
  const auto body = jwt::parse_object(call.body);
  if (!body) return refuse("SerializationException", "");
  return operation->run(parts_, Call{.members = Members(*body), .address = call.address, .now = now});
}

SignInAnswer PoolSignInEndpoint::answer(const SignInCall& call, Instant now) {
  const Answer answered = run(call, now);
  if (answered) return to_answer(*answered);
  const ProtocolError& error = answered.error();
  if (!error.log_text.empty()) {
    parts_.log.error("sign_in_error",
                     {{"operation", std::string(call.target.substr(0, 128))}, {"error", error.log_text}});
  }
  return to_answer(error);
}

}  // namespace curfew::user_pool
