#include "adapters/user_pool/schema.h"

namespace curfew::user_pool {
namespace {

// E-mails are unique without case (NOCASE folds ASCII, as domain/identity.h does). Hashes of tokens and sealed values
// are base64url. What a user holds goes with the user. Times: _ms Unix milliseconds, _s Unix seconds.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE pool_users (
  subject TEXT PRIMARY KEY,
  email TEXT NOT NULL COLLATE NOCASE UNIQUE,
  email_verified INTEGER NOT NULL CHECK (email_verified IN (0, 1)),
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  created_at_ms INTEGER NOT NULL,
  password_hash TEXT NOT NULL,
  password_set_at_ms INTEGER NOT NULL,
  password_temporary INTEGER NOT NULL CHECK (password_temporary IN (0, 1)),
  totp_seed TEXT,
  totp_pending_seed TEXT,
  totp_last_step INTEGER NOT NULL DEFAULT 0,
  totp_device_name TEXT NOT NULL DEFAULT '',
  mfa_preferred INTEGER NOT NULL DEFAULT 0 CHECK (mfa_preferred IN (0, 1))
) STRICT;

CREATE TABLE pool_memberships (
  subject TEXT NOT NULL REFERENCES pool_users (subject) ON DELETE CASCADE,
  group_name TEXT NOT NULL CHECK (group_name IN ('Engineers', 'Managers')),
  PRIMARY KEY (subject, group_name)
) STRICT, WITHOUT ROWID;

CREATE TABLE pool_sign_ins (
  origin_jti TEXT PRIMARY KEY,
  subject TEXT NOT NULL REFERENCES pool_users (subject) ON DELETE CASCADE,
  refresh_hash TEXT NOT NULL UNIQUE,
  began_at_s INTEGER NOT NULL,
  refresh_until_s INTEGER NOT NULL,
  ended INTEGER NOT NULL DEFAULT 0 CHECK (ended IN (0, 1))
) STRICT;
CREATE INDEX pool_sign_ins_subject ON pool_sign_ins (subject);
CREATE INDEX pool_sign_ins_until ON pool_sign_ins (refresh_until_s);

CREATE TABLE pool_challenges (
  session_hash TEXT PRIMARY KEY,
  subject TEXT NOT NULL REFERENCES pool_users (subject) ON DELETE CASCADE,
  name TEXT NOT NULL CHECK (name IN ('NEW_PASSWORD_REQUIRED', 'SOFTWARE_TOKEN_MFA')),
  until_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX pool_challenges_subject ON pool_challenges (subject);
CREATE INDEX pool_challenges_until ON pool_challenges (until_ms);

CREATE TABLE pool_failures (
  who TEXT PRIMARY KEY,
  count INTEGER NOT NULL,
  last_at_ms INTEGER NOT NULL,
  locked_until_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX pool_failures_locked ON pool_failures (locked_until_ms);

CREATE TABLE pool_signing_keys (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  kid TEXT NOT NULL UNIQUE,
  public_jwk TEXT NOT NULL,
  sealed_private_jwk TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  retired_at_ms INTEGER
) STRICT;
)sql";

}  // namespace

sqlite_file::Schema user_pool_schema() { return {.component = "user_pool", .migrations = {kVersion1}}; }

}  // namespace curfew::user_pool
