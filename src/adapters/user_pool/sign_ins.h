// Sign-ins: one row for each time somebody proved who they are. All tokens of that sign-in, refreshed ones too, name it
// in `origin_jti`; they are good only while it lasts, so ending it counts at the next call. The refresh token is stored
// as its SHA-256 only.
//
// Functions on a connection, to be called within a transaction of the caller.
#pragma once

#include <optional>
#include <string>

#include "adapters/sqlite_file/connection.h"
#include "base/error.h"
#include "base/id.h"
#include "base/secret.h"
#include "base/time.h"
#include "ports/entropy.h"

namespace curfew::user_pool {

struct SignIn {
  std::string origin_jti;
  Subject subject;
  Seconds began_at;       // `auth_time`
  Seconds refresh_until;  // the refresh token is good until then
  bool ended = false;     // by GlobalSignOut, RevokeToken or a new password
};

struct BegunSignIn {
  SignIn sign_in;
  Secret refresh_token;  // shown once, never stored
};

[[nodiscard]] Result<BegunSignIn> begin_sign_in(sqlite_file::Connection& connection, Entropy& entropy,
                                                const Subject& subject, Instant now);

[[nodiscard]] Result<std::optional<SignIn>> find_sign_in(sqlite_file::Connection& connection,
                                                         const std::string& origin_jti);
[[nodiscard]] Result<std::optional<SignIn>> find_sign_in_by_refresh_token(sqlite_file::Connection& connection,
                                                                          const Secret& refresh_token);

[[nodiscard]] Status end_sign_in(sqlite_file::Connection& connection, const std::string& origin_jti);
[[nodiscard]] Status end_sign_ins(sqlite_file::Connection& connection, const Subject& subject);
[[nodiscard]] Status end_other_sign_ins(sqlite_file::Connection& connection, const SignIn& kept);

}  // namespace curfew::user_pool
