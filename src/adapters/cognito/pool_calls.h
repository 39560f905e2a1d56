// The calls of the user-pool API that Curfew makes, as functions. Internal to this folder. Thread-safe.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/Welcome.html
//
// Errors of all: kUnavailable, kConfiguration (a missing right, group or pool; expired credentials), kRefusedOutside.
// Those that change something say by their effect whether it may have happened.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/aws/caller.h"
#include "base/error.h"
#include "base/id.h"
#include "base/secret.h"
#include "base/time.h"

namespace curfew::cognito {

struct User {
  std::string name;  // Cognito's user name: what calls take
  Subject subject;
  std::string email;
  bool email_verified = false;
  bool enabled = false;
  bool mfa = false;    // known from `user` only
  std::string status;  // "CONFIRMED", "FORCE_CHANGE_PASSWORD", "EXTERNAL_PROVIDER" …
  Instant created_at;
};

class PoolCalls {
 public:
  // `caller` must outlive this.
  PoolCalls(aws::Caller& caller, std::string user_pool_id) : caller_(caller), user_pool_id_(std::move(user_pool_id)) {}

  // AdminGetUser; by user name, or by e-mail where the pool takes it for a name. Empty when there is none.
  [[nodiscard]] Result<std::optional<User>> user(const std::string& name);
  // ListUsers, all pages; with this e-mail only, where one is given. It lags behind changes for a moment.
  [[nodiscard]] Result<std::vector<User>> users(const std::optional<std::string>& email);
  // ListUsersInGroup, all pages.
  [[nodiscard]] Result<std::vector<User>> members(const std::string& group);
  // AdminListGroupsForUser, all pages.
  [[nodiscard]] Result<std::vector<std::string>> groups_of(const std::string& name);

  // AdminCreateUser with a verified e-mail and a temporary password; mails nothing. Also kConflict (there already),
  // kInvalid (the password is against the pool's policy). One attempt: repeated blindly, it would find itself there.
  [[nodiscard]] Status create(const std::string& email, const Secret& temporary_password);
  // AdminSetUserPassword. Also kInvalid, kNotFound.
  [[nodiscard]] Status set_password(const std::string& name, const Secret& password, bool permanent);
  // Those that name a user or a group and nothing else: AdminDeleteUser, AdminEnableUser, AdminUserGlobalSignOut …
  // Also kNotFound.
  [[nodiscard]] Status change(std::string_view operation, const std::string& name);
  [[nodiscard]] Status change_group(std::string_view operation, const std::string& name, const std::string& group);

 private:
  [[nodiscard]] Result<boost::json::object> make(std::string_view operation, boost::json::object body, int attempts);
  [[nodiscard]] Result<std::vector<boost::json::object>> pages(std::string_view operation, boost::json::object body,
                                                               std::string_view token);

  aws::Caller& caller_;
  const std::string user_pool_id_;
};

}  // namespace curfew::cognito
