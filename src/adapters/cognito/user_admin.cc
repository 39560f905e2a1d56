#include "adapters/cognito/user_admin.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/digest.h"
#include "domain/email_address.h"
#include "domain/identity.h"

namespace curfew::cognito {
namespace {

constexpr std::array<Group, 2> kGroups = {Group::kEngineers, Group::kManagers};
constexpr std::size_t kLongestUserName = 128;
constexpr std::size_t kPasswordBytes = 15;

template <class Value>
bool holds(const std::vector<Value>& values, const Value& value) {
  return std::ranges::find(values, value) != values.end();
}

PoolUser to_pool_user(const User& user, std::vector<Group> groups) {
  return {.subject = user.subject,
          .email = user.email,
          .groups = std::move(groups),
          .enabled = user.enabled,
          .mfa = user.mfa,
          .status = user.status,
          .created_at = user.created_at};
}

}  // namespace

CognitoUserAdmin::CognitoUserAdmin(CognitoSettings settings, aws::Caller& caller, Entropy& entropy)
    : settings_(std::move(settings)), calls_(caller, settings_.user_pool_id), entropy_(entropy) {}

const std::string& CognitoUserAdmin::name_of(Group group) const {
  return group == Group::kManagers ? settings_.managers_group : settings_.engineers_group;
}

// By name first, which is never behind; then, for pools whose user names are other than e-mails, by the attribute.
// What comes back is compared: neither a filter nor an alias is trusted to mean the same as we do.
Result<std::optional<User>> CognitoUserAdmin::look_up(const std::string& email) {
  if (!is_email_address(email)) return fail(ErrorCode::kInvalid, "\"" + email + "\" is not an e-mail address.");
  if (email.size() <= kLongestUserName) {
    auto named = calls_.user(email);
    if (!named || (*named && same_email((*named)->email, email))) return named;
  }
  auto listed = calls_.users(email);
  if (!listed) return fail(std::move(listed.error()));
  std::erase_if(*listed, [&](const User& user) { return !same_email(user.email, email); });
  if (listed->empty()) return std::nullopt;
  if (listed->size() > 1) {
    return fail(ErrorCode::kConflict, "The user pool has several users with the e-mail " + email +
                                          "; keep one of them, in the console of Cognito.");
  }
  return calls_.user(listed->front().name);
}

Result<User> CognitoUserAdmin::existing(const std::string& email) {
  auto user = look_up(email);
  if (!user) return fail(std::move(user.error()));
  if (!*user) return fail(ErrorCode::kNotFound, "The user pool has no user with the e-mail " + email + ".");
  return **std::move(user);
}

Result<PoolUser> CognitoUserAdmin::described(const User& user) {
  const auto names = calls_.groups_of(user.name);
  if (!names) return fail(names.error());
  std::vector<Group> groups;
  for (const Group group : kGroups) {
    if (holds(*names, name_of(group))) groups.push_back(group);
  }
  return to_pool_user(user, std::move(groups));
}

Result<PoolUser> CognitoUserAdmin::find(const std::string& email) {
  const auto user = existing(email);
  if (!user) return fail(user.error());
  return described(*user);
}

Result<std::vector<PoolUser>> CognitoUserAdmin::list() {
  const auto users = calls_.users(std::nullopt);
  if (!users) return fail(users.error());
  std::array<std::set<std::string>, kGroups.size()> members;
  for (std::size_t i = 0; i < kGroups.size(); ++i) {
    const auto in_group = calls_.members(name_of(kGroups.at(i)));
    if (!in_group) return fail(in_group.error());
    for (const User& user : *in_group) members.at(i).insert(user.name);
  }
  std::vector<PoolUser> listed;
  for (const User& each : *users) {
    const auto user = calls_.user(each.name);
    if (!user) return fail(user.error());
    if (!*user) continue;  // removed since
    std::vector<Group> groups;
    for (std::size_t i = 0; i < kGroups.size(); ++i) {
      if (members.at(i).contains(each.name)) groups.push_back(kGroups.at(i));
    }
    listed.push_back(to_pool_user(**user, std::move(groups)));
  }
  std::ranges::sort(listed, {}, &PoolUser::email);
  return listed;
}

// A creation whose answer was lost is looked up: the user that is there now is the one that we asked for.
Status CognitoUserAdmin::create(const std::string& email, const Secret& password) {
  const auto there = look_up(email);
  if (!there) return fail(there.error());
  if (*there) return fail(ErrorCode::kConflict, "The user pool has a user with the e-mail " + email + " already.");
  const Status created = calls_.create(email, password);
  if (created || created.error().effect == Effect::kNone) return created;
  const auto made = look_up(email);
  return made && *made ? Status{} : created;
}

Result<PoolUser> CognitoUserAdmin::add(const std::string& email, const std::vector<Group>& groups,
                                       const Secret& password, bool temporary, Instant /*now*/) {
  if (const Status created = create(email, password); !created) return fail(created.error());
  const auto user = existing(email);
  if (!user) return fail(user.error());
  if (const Status grouped = change_groups(user->name, groups); !grouped) return fail(grouped.error());
  if (!temporary) {
    const Status set = calls_.set_password(user->name, password, true);
    if (!set) return fail(set.error());
  }
  return find(email);
}

Status CognitoUserAdmin::remove(const std::string& email) {
  const auto user = existing(email);
  if (!user) return fail(user.error());
  const Status removed = calls_.change("AdminDeleteUser", user->name);
  // Gone since we looked, perhaps by our own first attempt, whose answer was lost.
  return !removed && removed.error().code == ErrorCode::kNotFound ? Status{} : removed;
}

Status CognitoUserAdmin::set_groups(const std::string& email, const std::vector<Group>& groups) {
  const auto user = existing(email);
  return user ? change_groups(user->name, groups) : fail(user.error());
}

Status CognitoUserAdmin::change_groups(const std::string& name, const std::vector<Group>& groups) {
  const auto present = calls_.groups_of(name);
  if (!present) return fail(present.error());
  for (const Group group : kGroups) {
    if (holds(groups, group) || !holds(*present, name_of(group))) continue;
    if (Status left = calls_.change_group("AdminRemoveUserFromGroup", name, name_of(group)); !left) return left;
  }
  for (const Group group : kGroups) {
    if (!holds(groups, group) || holds(*present, name_of(group))) continue;
    if (Status joined = calls_.change_group("AdminAddUserToGroup", name, name_of(group)); !joined) return joined;
  }
  return {};
}

Status CognitoUserAdmin::reset_password(const std::string& email, const Secret& password, bool temporary,
                                        Instant /*now*/) {
  const auto user = existing(email);
  if (!user) return fail(user.error());
  const Status set = calls_.set_password(user->name, password, !temporary);
  return set ? calls_.change("AdminUserGlobalSignOut", user->name) : set;
}

Status CognitoUserAdmin::set_enabled(const std::string& email, bool enabled) {
  const auto user = existing(email);
  if (!user) return fail(user.error());
  if (enabled) return calls_.change("AdminEnableUser", user->name);
  const Status disabled = calls_.change("AdminDisableUser", user->name);
  return disabled ? calls_.change("AdminUserGlobalSignOut", user->name) : disabled;
}

// 120 random bits, after one character of each kind that a pool's policy can ask for.
Secret CognitoUserAdmin::random_password() { return Secret("Aa1-" + base64url(entropy_.bytes(kPasswordBytes))); }

Status CognitoUserAdmin::rotate_signing_key(Instant /*now*/) {
  return fail(ErrorCode::kConfiguration,
              "The keys that sign the tokens of a Cognito user pool are AWS's, which changes them by itself; there is "
              "nothing to rotate here.");
}

}  // namespace curfew::cognito
