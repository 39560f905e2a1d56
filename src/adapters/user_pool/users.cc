#include "adapters/user_pool/users.h"

#include <algorithm>
#include <array>
#include <utility>

namespace curfew::user_pool {
namespace {

using sqlite_file::Connection;
using sqlite_file::Statement;

constexpr std::array kGroups = {Group::kEngineers, Group::kManagers};

constexpr const char* kSelectUser =
    "SELECT subject, email, email_verified, enabled, created_at_ms, password_hash, password_set_at_ms,"
    " password_temporary, totp_seed, totp_pending_seed, totp_last_step, totp_device_name, mfa_preferred,"
    " (SELECT group_concat(group_name) FROM pool_memberships AS m WHERE m.subject = u.subject)"
    " FROM pool_users AS u ";

std::optional<std::string> optional_text(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.text(column);
}

std::vector<Group> groups_in(const std::string& names) {
  std::vector<Group> groups;
  for (const Group group : kGroups) {
    if (names.contains(word(group))) groups.push_back(group);  // no name is part of another
  }
  return groups;
}

Result<User> user_in(const Statement& row) {
  User user;
  user.subject = Subject(row.text(0));
  user.email = row.text(1);
  user.email_verified = row.number(2) != 0;
  user.enabled = row.number(3) != 0;
  user.created_at = from_unix_millis(row.number(4));
  user.password_hash = row.text(5);
  user.password_set_at = from_unix_millis(row.number(6));
  user.password_temporary = row.number(7) != 0;
  user.totp_seed = optional_text(row, 8);
  user.totp_pending_seed = optional_text(row, 9);
  user.totp_last_step = row.number(10);
  user.totp_device_name = row.text(11);
  user.mfa_preferred = row.number(12) != 0;
  user.groups = groups_in(optional_text(row, 13).value_or(""));
  return user;
}

std::int64_t flag(bool truth) { return truth ? 1 : 0; }

}  // namespace

Result<std::optional<User>> find_user(Connection& connection, const Subject& subject) {
  static const std::string kSql = std::string(kSelectUser) + "WHERE subject = ?";
  return connection.first(kSql, user_in, subject.str());
}

Result<std::optional<User>> find_user_by_email(Connection& connection, std::string_view email) {
  static const std::string kSql = std::string(kSelectUser) + "WHERE email = ?";
  return connection.first(kSql, user_in, email);
}

Result<std::optional<User>> find_user_by_name(Connection& connection, const std::string& name) {
  return name.contains('@') ? find_user_by_email(connection, name) : find_user(connection, Subject(name));
}

Result<std::vector<User>> all_users(Connection& connection) {
  static const std::string kSql = std::string(kSelectUser) + "ORDER BY email";
  std::vector<User> users;
  const Status read = connection.each(kSql, [&](const Statement& row) -> Status {
    auto user = user_in(row);
    if (!user) return fail(std::move(user.error()));
    users.push_back(*std::move(user));
    return {};
  });
  if (!read) return fail(read.error());
  return users;
}

Result<std::vector<std::string>> emails_of_group(Connection& connection, Group group) {
  std::vector<std::string> emails;
  const Status read = connection.each(
      "SELECT u.email FROM pool_memberships AS m JOIN pool_users AS u ON u.subject = m.subject"
      " WHERE m.group_name = ? AND u.enabled = 1 ORDER BY u.email",
      [&](const Statement& row) -> Status {
        emails.push_back(row.text(0));
        return {};
      },
      word(group));
  if (!read) return fail(read.error());
  return emails;
}

Status insert_user(Connection& connection, const User& user) {
  const Status inserted = connection.run(
      "INSERT INTO pool_users (subject, email, email_verified, enabled, created_at_ms, password_hash,"
      " password_set_at_ms, password_temporary) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      user.subject.str(), user.email, flag(user.email_verified), flag(user.enabled), unix_millis(user.created_at),
      user.password_hash, unix_millis(user.password_set_at), flag(user.password_temporary));
  if (!inserted) return inserted;
  return set_groups(connection, user.subject, user.groups);
}

Status delete_user(Connection& connection, const Subject& subject) {
  return connection.run("DELETE FROM pool_users WHERE subject = ?", subject.str());
}

Status set_groups(Connection& connection, const Subject& subject, const std::vector<Group>& groups) {
  Status done = connection.run("DELETE FROM pool_memberships WHERE subject = ?", subject.str());
  for (const Group group : kGroups) {
    if (!done) return done;
    if (std::ranges::find(groups, group) == groups.end()) continue;
    done =
        connection.run("INSERT INTO pool_memberships (subject, group_name) VALUES (?, ?)", subject.str(), word(group));
  }
  return done;
}

Status set_enabled(Connection& connection, const Subject& subject, bool enabled) {
  return connection.run("UPDATE pool_users SET enabled = ? WHERE subject = ?", flag(enabled), subject.str());
}

Status set_password(Connection& connection, const Subject& subject, const NewPassword& password, Instant now) {
  return connection.run(
      "UPDATE pool_users SET password_hash = ?, password_temporary = ?, password_set_at_ms = ? WHERE subject = ?",
      password.hash, flag(password.temporary), unix_millis(now), subject.str());
}

Status replace_hash(Connection& connection, const Subject& subject, const std::string& hash) {
  return connection.run("UPDATE pool_users SET password_hash = ? WHERE subject = ?", hash, subject.str());
}

Status set_pending_seed(Connection& connection, const Subject& subject, const std::string& sealed_seed) {
  return connection.run("UPDATE pool_users SET totp_pending_seed = ? WHERE subject = ?", sealed_seed, subject.str());
}

Status accept_device(Connection& connection, const Subject& subject, const std::string& device_name,
                     std::int64_t step) {
  return connection.run(
      "UPDATE pool_users SET totp_seed = totp_pending_seed, totp_pending_seed = NULL, totp_device_name = ?,"
      " totp_last_step = ? WHERE subject = ? AND totp_pending_seed IS NOT NULL",
      device_name, step, subject.str());
}

Status set_last_step(Connection& connection, const Subject& subject, std::int64_t step) {
  return connection.run("UPDATE pool_users SET totp_last_step = ? WHERE subject = ?", step, subject.str());
}

Status prefer_mfa(Connection& connection, const Subject& subject, bool preferred) {
  return connection.run("UPDATE pool_users SET mfa_preferred = ? WHERE subject = ?", flag(preferred), subject.str());
}

Status forget_devices(Connection& connection, const Subject& subject) {
  return connection.run(
      "UPDATE pool_users SET totp_seed = NULL, totp_pending_seed = NULL, totp_last_step = 0, totp_device_name = '',"
      " mfa_preferred = 0 WHERE subject = ?",
      subject.str());
}

}  // namespace curfew::user_pool
