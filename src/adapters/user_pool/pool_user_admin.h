// The UserAdmin of the built-in pool, for the command line, beside a running server; and who its managers are.
//
// Owned by UserPool. Safe for use by many threads. Passwords are never kept or logged.
#pragma once

#include <string>
#include <vector>

#include "adapters/sqlite_file/database.h"
#include "adapters/user_pool/password_hasher.h"
#include "adapters/user_pool/signing_keys.h"
#include "adapters/user_pool/users.h"
#include "ports/entropy.h"
#include "ports/mail.h"
#include "ports/sign_in.h"

namespace curfew::user_pool {

class PoolUserAdmin final : public UserAdmin {
 public:
  PoolUserAdmin(sqlite_file::Database& database, PasswordHasher& hasher, SigningKeys& keys, Entropy& entropy)
      : database_(database), hasher_(hasher), keys_(keys), entropy_(entropy) {}

  [[nodiscard]] Result<PoolUser> add(const std::string& email, const std::vector<Group>& groups, const Secret& password,
                                     bool temporary, Instant now) override;
  [[nodiscard]] Result<std::vector<PoolUser>> list() override;
  [[nodiscard]] Result<PoolUser> find(const std::string& email) override;
  [[nodiscard]] Status remove(const std::string& email) override;
  [[nodiscard]] Status set_groups(const std::string& email, const std::vector<Group>& groups) override;
  [[nodiscard]] Status reset_password(const std::string& email, const Secret& password, bool temporary,
                                      Instant now) override;
  [[nodiscard]] Secret random_password() override;
  [[nodiscard]] Status rotate_signing_key(Instant now) override;

  // A disabled user cannot sign in, and the tokens that the user has count for nothing from the next call on.
  [[nodiscard]] Status set_enabled(const std::string& email, bool enabled);
  // For somebody who lost the phone: signing in takes no code until another device is set up.
  [[nodiscard]] Status reset_mfa(const std::string& email);

 private:
  [[nodiscard]] Result<std::string> hash_of(const Secret& password);

  sqlite_file::Database& database_;
  PasswordHasher& hasher_;
  SigningKeys& keys_;
  Entropy& entropy_;
};

// Whom the approval notice goes to: the enabled members of Managers.
class PoolApproverDirectory final : public ApproverDirectory {
 public:
  explicit PoolApproverDirectory(sqlite_file::Database& database) : database_(database) {}

  [[nodiscard]] Result<std::vector<std::string>> approvers() override;

 private:
  sqlite_file::Database& database_;
};

}  // namespace curfew::user_pool
