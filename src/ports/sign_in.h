// Sign-in: tokens are verified, and the built-in pool answers the Cognito user-pool protocol.
// Implementations: adapters/user_pool; adapters/cognito (TokenVerifier, UserAdmin); adapters/oidc (TokenVerifier).
// All methods may be called at the same time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/secret.h"
#include "base/time.h"
#include "domain/identity.h"

namespace curfew {

class TokenVerifier {
 public:
  virtual ~TokenVerifier() = default;

  // Who the bearer of this ID token is at `now`. Errors: kUnauthenticated (the public text does not tell why; the log
  // text does, without the token), kUnavailable.
  [[nodiscard]] virtual Result<Identity> verify(const Secret& id_token, Instant now) = 0;

  // Fetches what tokens are checked with, so that nobody who comes first has to wait for it or is turned away. Errors:
  // kUnavailable; `verify` then tries again by itself.
  [[nodiscard]] virtual Status warm() { return {}; }
};

// One exchange of the Cognito user-pool protocol (AWS JSON 1.1 over POST /).
struct SignInCall {
  std::string target;   // X-Amz-Target: "AWSCognitoIdentityProviderService.InitiateAuth"
  std::string body;     // JSON; holds secrets, never logged
  std::string address;  // of the caller, for the limits on failures
};

struct SignInAnswer {
  int status = 400;
  std::string body;        // JSON; holds secrets on success, never logged
  std::string error_type;  // "NotAuthorizedException"; empty on success. Also goes into x-amzn-ErrorType.
};

class SignInEndpoint {
 public:
  virtual ~SignInEndpoint() = default;

  // Never fails otherwise than by an answer. Blocks for a password hash at most (a bounded number at a time).
  [[nodiscard]] virtual SignInAnswer answer(const SignInCall& call, Instant now) = 0;

  // The JWKS document (RFC 7517), served at /{pool id}/.well-known/jwks.json.
  [[nodiscard]] virtual Result<std::string> jwks() = 0;
};

struct PoolUser {
  Subject subject;
  std::string email;
  std::vector<Group> groups;
  bool enabled = true;
  bool mfa = false;
  std::string status;  // Cognito's words: CONFIRMED, FORCE_CHANGE_PASSWORD
  Instant created_at;
};

// Administration of a user pool; for the command line, beside a running server. Implementations: adapters/user_pool,
// adapters/cognito, whose tokens go on counting until they expire, whatever changes here.
class UserAdmin {
 public:
  virtual ~UserAdmin() = default;

  // Errors of all: kUnavailable, kDamaged, kConfiguration; kNotFound where a user is named that does not exist.

  // Adds a user with a verified e-mail. A temporary password must be changed at the first sign-in.
  // Errors: kInvalid (e-mail, or the password is against the policy), kConflict (there already).
  [[nodiscard]] virtual Result<PoolUser> add(const std::string& email, const std::vector<Group>& groups,
                                             const Secret& password, bool temporary, Instant now) = 0;
  [[nodiscard]] virtual Result<std::vector<PoolUser>> list() = 0;
  [[nodiscard]] virtual Result<PoolUser> find(const std::string& email) = 0;
  // Removes the user; of the built-in pool their tokens stop working at the next call.
  [[nodiscard]] virtual Status remove(const std::string& email) = 0;
  [[nodiscard]] virtual Status set_groups(const std::string& email, const std::vector<Group>& groups) = 0;
  // Sets a new password, lifts a lock-out and ends all sessions.
  [[nodiscard]] virtual Status reset_password(const std::string& email, const Secret& password, bool temporary,
                                              Instant now) = 0;
  // A random password that meets the policy.
  [[nodiscard]] virtual Secret random_password() = 0;
  // Makes a new signing key; tokens of the old one stay good until they expire. kConfiguration where the keys are not
  // ours.
  [[nodiscard]] virtual Status rotate_signing_key(Instant now) = 0;
};

}  // namespace curfew
