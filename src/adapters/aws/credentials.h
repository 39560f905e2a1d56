// AWS credentials, and where they come from.
#pragma once

#include <optional>
#include <string>

#include "base/error.h"
#include "base/secret.h"
#include "base/time.h"

namespace curfew::aws {

struct Credentials {
  std::string access_key_id;
  Secret secret_access_key;
  Secret session_token;               // empty for long-term keys
  std::optional<Instant> expires_at;  // absent: they last
  std::string source;                 // "the environment": for people

  [[nodiscard]] bool same_as(const Credentials& other) const {
    return access_key_id == other.access_key_id && secret_access_key.equals(other.secret_access_key.reveal()) &&
           session_token.equals(other.session_token.reveal());
  }
};

// One place that credentials come from. May block for some seconds. Called by one thread at a time.
class CredentialSource {
 public:
  virtual ~CredentialSource() = default;

  // Errors: kConfiguration where only somebody can mend it, kUnavailable where trying again may help.
  [[nodiscard]] virtual Result<Credentials> fetch() = 0;
};

}  // namespace curfew::aws
