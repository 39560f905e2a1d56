// What every use case knows of a call from outside.
#pragma once

#include <optional>
#include <string>

#include "base/error.h"
#include "domain/identity.h"

namespace curfew {

struct Caller {
  Identity identity;  // from a verified token
  Origin origin;
};

// Makes a POST answerable twice: unique per caller and path for 24 hours.
struct IdempotencyKey {
  std::string path;       // "/requests"
  std::string key;        // as sent, 1 to 255 characters
  std::string body_hash;  // hex SHA-256 of the body's bytes
};

// An e-mail in a body is accepted from old clients only if it is the caller's own. kIdentityMismatch otherwise.
[[nodiscard]] Status check_claimed_email(const Caller& caller, const std::optional<std::string>& claimed);

// The caller as the record keeps them.
[[nodiscard]] Actor actor_of(const Caller& caller, const std::optional<UserId>& user_id);

}  // namespace curfew
