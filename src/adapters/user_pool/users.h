// The users of the pool as they are stored. Functions on a connection, to be called within a transaction of the caller;
// what changes something takes part in the caller's write.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/sqlite_file/connection.h"
#include "base/error.h"
#include "base/id.h"
#include "base/time.h"
#include "ports/sign_in.h"

namespace curfew::user_pool {

struct User {
  Subject subject;  // also Cognito's user name
  std::string email;
  bool email_verified = false;
  bool enabled = false;
  Instant created_at;
  std::string password_hash;
  Instant password_set_at;
  bool password_temporary = true;
  std::optional<std::string> totp_seed;          // sealed; of the verified device
  std::optional<std::string> totp_pending_seed;  // sealed; of a device that has not shown a code yet
  std::int64_t totp_last_step = 0;               // of the last code that was accepted
  std::string totp_device_name;
  bool mfa_preferred = false;
  std::vector<Group> groups;  // each once, Engineers first
};

// Whether signing in takes a code.
[[nodiscard]] inline bool wants_mfa(const User& user) { return user.mfa_preferred && user.totp_seed.has_value(); }

[[nodiscard]] Result<std::optional<User>> find_user(sqlite_file::Connection& connection, const Subject& subject);
[[nodiscard]] Result<std::optional<User>> find_user_by_email(sqlite_file::Connection& connection,
                                                             std::string_view email);
// By what people sign in with: the e-mail without case, or the subject.
[[nodiscard]] Result<std::optional<User>> find_user_by_name(sqlite_file::Connection& connection,
                                                            const std::string& name);
// Ordered by e-mail.
[[nodiscard]] Result<std::vector<User>> all_users(sqlite_file::Connection& connection);
// E-mails of the enabled members, ordered.
[[nodiscard]] Result<std::vector<std::string>> emails_of_group(sqlite_file::Connection& connection, Group group);

[[nodiscard]] Status insert_user(sqlite_file::Connection& connection, const User& user);
[[nodiscard]] Status delete_user(sqlite_file::Connection& connection, const Subject& subject);
[[nodiscard]] Status set_groups(sqlite_file::Connection& connection, const Subject& subject,
                                const std::vector<Group>& groups);
[[nodiscard]] Status set_enabled(sqlite_file::Connection& connection, const Subject& subject, bool enabled);

struct NewPassword {
  std::string hash;
  bool temporary = false;
};
[[nodiscard]] Status set_password(sqlite_file::Connection& connection, const Subject& subject,
                                  const NewPassword& password, Instant now);
// The same password at another cost: its age stays.
[[nodiscard]] Status replace_hash(sqlite_file::Connection& connection, const Subject& subject, const std::string& hash);

[[nodiscard]] Status set_pending_seed(sqlite_file::Connection& connection, const Subject& subject,
                                      const std::string& sealed_seed);
// Makes the pending device the user's device; `step` is the one of the code it has shown.
[[nodiscard]] Status accept_device(sqlite_file::Connection& connection, const Subject& subject,
                                   const std::string& device_name, std::int64_t step);
[[nodiscard]] Status set_last_step(sqlite_file::Connection& connection, const Subject& subject, std::int64_t step);
[[nodiscard]] Status prefer_mfa(sqlite_file::Connection& connection, const Subject& subject, bool preferred);
[[nodiscard]] Status forget_devices(sqlite_file::Connection& connection, const Subject& subject);

}  // namespace curfew::user_pool
