// What the adapter is told of one Amazon Cognito user pool.
#pragma once

#include <optional>
#include <string>

#include "base/error.h"

namespace curfew::cognito {

struct CognitoSettings {
  std::string region;        // "us-east-1"
  std::string user_pool_id;  // "us-east-1_AbCdEf123"
  std::string client_id;     // of the app client that people sign in to: the audience of ID tokens
  std::string engineers_group = "Engineers";
  std::string managers_group = "Managers";
  std::string groups_claim = "cognito:groups";
  bool require_verified_email = true;
  // `iss` of the tokens and the address of the keys that check them; absent: what AWS makes of region and pool id.
  // https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
  std::optional<std::string> issuer = std::nullopt;
  std::optional<std::string> jwks_url = std::nullopt;
  bool http_to_loopback = false;  // for tests: keys may come from http://127.0.0.1
};

[[nodiscard]] std::string issuer_of(const CognitoSettings& settings);
[[nodiscard]] std::string jwks_url_of(const CognitoSettings& settings);

// kConfiguration, with what is missing or does not go together.
[[nodiscard]] Status check(const CognitoSettings& settings);

}  // namespace curfew::cognito
