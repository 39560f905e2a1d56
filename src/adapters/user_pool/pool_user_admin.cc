#include "adapters/user_pool/pool_user_admin.h"

#include <utility>

#include "adapters/user_pool/challenges.h"
#include "adapters/user_pool/failure_limits.h"
#include "adapters/user_pool/password_policy.h"
#include "adapters/user_pool/sign_ins.h"
#include "domain/email_address.h"

namespace curfew::user_pool {
namespace {

using sqlite_file::Connection;

PoolUser to_pool_user(const User& user) {
  return {.subject = user.subject,
          .email = user.email,
          .groups = user.groups,
          .enabled = user.enabled,
          .mfa = wants_mfa(user),
          .status = user.password_temporary ? "FORCE_CHANGE_PASSWORD" : "CONFIRMED",
          .created_at = user.created_at};
}

Result<User> existing_user(Connection& connection, const std::string& email) {
  auto user = find_user_by_email(connection, email);
  if (!user) return fail(std::move(user.error()));
  if (!*user) return fail(ErrorCode::kNotFound, "There is no user with the e-mail '" + email + "'.");
  return **std::move(user);
}

Status check_password(const Secret& password) {
  if (!is_possible_password(password)) {
    return fail(ErrorCode::kInvalid,
                "A password has 1 to 256 characters, no control characters, and no space at its ends.");
  }
  if (auto fault = fault_in_password(password)) return fail(ErrorCode::kInvalid, *std::move(fault) + ".");
  return {};
}

// The whole change to the user named `email` in one write: Change is (Connection&, const User&) -> Status.
template <class Change>
Status change_user(sqlite_file::Database& database, const std::string& email, const Change& change) {
  return database.write([&](Connection& connection) -> Status {
    const auto user = existing_user(connection, email);
    if (!user) return fail(user.error());
    return change(connection, *user);
  });
}

}  // namespace

Result<std::string> PoolUserAdmin::hash_of(const Secret& password) {
  if (Status good = check_password(password); !good) return fail(std::move(good.error()));
  const auto slot = hasher_.reserve();
  if (!slot) return fail(slot.error());
  return hasher_.hash(*slot, password);
}

Result<PoolUser> PoolUserAdmin::add(const std::string& email, const std::vector<Group>& groups, const Secret& password,
                                    bool temporary, Instant now) {
  if (!is_email_address(email)) return fail(ErrorCode::kInvalid, "'" + email + "' is not an e-mail address.");
  auto hash = hash_of(password);
  if (!hash) return fail(std::move(hash.error()));
  User user;
  user.subject = Subject(new_uuid(entropy_));
  user.email = email;
  user.email_verified = true;
  user.enabled = true;
  user.created_at = now;
  user.password_hash = *std::move(hash);
  user.password_set_at = now;
  user.password_temporary = temporary;
  user.groups = groups;
  return database_.write([&](Connection& connection) -> Result<PoolUser> {
    const auto there = find_user_by_email(connection, email);
    if (!there) return fail(there.error());
    if (*there) return fail(ErrorCode::kConflict, "There is a user with the e-mail '" + (*there)->email + "' already.");
    if (Status inserted = insert_user(connection, user); !inserted) return fail(std::move(inserted.error()));
    const auto stored = existing_user(connection, email);
    if (!stored) return fail(stored.error());
    return to_pool_user(*stored);
  });
}

Result<std::vector<PoolUser>> PoolUserAdmin::list() {
  const auto users = database_.read([](Connection& connection) { return all_users(connection); });
  if (!users) return fail(users.error());
  std::vector<PoolUser> listed;
  listed.reserve(users->size());
  for (const User& user : *users) listed.push_back(to_pool_user(user));
  return listed;
}

Result<PoolUser> PoolUserAdmin::find(const std::string& email) {
  const auto user = database_.read([&](Connection& connection) { return existing_user(connection, email); });
  if (!user) return fail(user.error());
  return to_pool_user(*user);
}

Status PoolUserAdmin::remove(const std::string& email) {
  return change_user(database_, email,
                     [](Connection& connection, const User& user) { return delete_user(connection, user.subject); });
}

Status PoolUserAdmin::set_groups(const std::string& email, const std::vector<Group>& groups) {
  return change_user(database_, email, [&](Connection& connection, const User& user) {
    return user_pool::set_groups(connection, user.subject, groups);
  });
}

Status PoolUserAdmin::reset_password(const std::string& email, const Secret& password, bool temporary, Instant now) {
  const auto hash = hash_of(password);
  if (!hash) return fail(hash.error());
  return change_user(database_, email, [&](Connection& connection, const User& user) {
    Status done = set_password(connection, user.subject, {.hash = *hash, .temporary = temporary}, now);
    if (done) done = end_challenges(connection, user.subject);
    if (done) done = end_sign_ins(connection, user.subject);
    if (done) done = clear_failures(connection, password_failures(user.subject));
    if (done) done = clear_failures(connection, code_failures(user.subject));
    return done;
  });
}

Secret PoolUserAdmin::random_password() { return make_password(entropy_); }

Status PoolUserAdmin::rotate_signing_key(Instant now) { return keys_.rotate(now); }

Status PoolUserAdmin::set_enabled(const std::string& email, bool enabled) {
  return change_user(database_, email, [&](Connection& connection, const User& user) {
    return user_pool::set_enabled(connection, user.subject, enabled);
  });
}

Status PoolUserAdmin::reset_mfa(const std::string& email) {
  return change_user(database_, email, [](Connection& connection, const User& user) {
    const Status ended = end_challenges(connection, user.subject);
    return ended ? forget_devices(connection, user.subject) : ended;
  });
}

Result<std::vector<std::string>> PoolApproverDirectory::approvers() {
  return database_.read([](Connection& connection) { return emails_of_group(connection, Group::kManagers); });
}

}  // namespace curfew::user_pool
