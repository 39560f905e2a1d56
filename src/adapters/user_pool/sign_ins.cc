#include "adapters/user_pool/sign_ins.h"

#include <cstdint>
#include <utility>

#include "adapters/jwt/jwt_verifier.h"
#include "adapters/user_pool/settings.h"
#include "base/digest.h"

namespace curfew::user_pool {
namespace {

using sqlite_file::Connection;
using sqlite_file::Statement;

constexpr std::size_t kRefreshTokenBytes = 64;
constexpr std::int64_t kPrunedAtOnce = 100;

// 512 random bits need no salt.
std::string stored_form(const Secret& token) { return base64url(sha256(token.reveal())); }

Result<SignIn> sign_in_in(const Statement& row) {
  return SignIn{.origin_jti = row.text(0),
                .subject = Subject(row.text(1)),
                .began_at = from_unix_seconds(row.number(2)),
                .refresh_until = from_unix_seconds(row.number(3)),
                .ended = row.number(4) != 0};
}

// A row is of use until the last token that was refreshed with it has expired.
Status prune(Connection& connection, Instant now) {
  return connection.run(
      "DELETE FROM pool_sign_ins WHERE rowid IN"
      " (SELECT rowid FROM pool_sign_ins WHERE refresh_until_s < ? LIMIT ?)",
      unix_seconds(floor_seconds(now - kTokenLife - 2 * jwt::kClockSkew)), kPrunedAtOnce);
}

}  // namespace

Result<BegunSignIn> begin_sign_in(Connection& connection, Entropy& entropy, const Subject& subject, Instant now) {
  const Seconds began_at = floor_seconds(now);
  BegunSignIn begun{.sign_in = {.origin_jti = new_uuid(entropy),
                                .subject = subject,
                                .began_at = began_at,
                                .refresh_until = began_at + kRefreshLife},
                    .refresh_token = Secret(hex(entropy.bytes(kRefreshTokenBytes)))};
  const Status inserted = connection.run(
      "INSERT INTO pool_sign_ins (origin_jti, subject, refresh_hash, began_at_s, refresh_until_s)"
      " VALUES (?, ?, ?, ?, ?)",
      begun.sign_in.origin_jti, subject.str(), stored_form(begun.refresh_token), unix_seconds(began_at),
      unix_seconds(begun.sign_in.refresh_until));
  if (!inserted) return fail(inserted.error());
  if (Status pruned = prune(connection, now); !pruned) return fail(pruned.error());
  return begun;
}

Result<std::optional<SignIn>> find_sign_in(Connection& connection, const std::string& origin_jti) {
  return connection.first(
      "SELECT origin_jti, subject, began_at_s, refresh_until_s, ended FROM pool_sign_ins WHERE origin_jti = ?",
      sign_in_in, origin_jti);
}

Result<std::optional<SignIn>> find_sign_in_by_refresh_token(Connection& connection, const Secret& refresh_token) {
  return connection.first(
      "SELECT origin_jti, subject, began_at_s, refresh_until_s, ended FROM pool_sign_ins WHERE refresh_hash = ?",
      sign_in_in, stored_form(refresh_token));
}

Status end_sign_in(Connection& connection, const std::string& origin_jti) {
  return connection.run("UPDATE pool_sign_ins SET ended = 1 WHERE origin_jti = ?", origin_jti);
}

Status end_sign_ins(Connection& connection, const Subject& subject) {
  return connection.run("UPDATE pool_sign_ins SET ended = 1 WHERE subject = ?", subject.str());
}

Status end_other_sign_ins(Connection& connection, const SignIn& kept) {
  return connection.run("UPDATE pool_sign_ins SET ended = 1 WHERE subject = ? AND origin_jti <> ?", kept.subject.str(),
                        kept.origin_jti);
}

}  // namespace curfew::user_pool
