#include "domain/policy.h"

#include <algorithm>
#include <string>

namespace curfew {
namespace {

template <class Entry>
std::string names_of(const std::vector<Entry>& entries) {
  std::string names;
  for (const Entry& entry : entries) names += (names.empty() ? "" : ", ") + entry.name;
  return names;
}

}  // namespace

Status check_may_submit(const Identity& caller) {
  if (caller.is_engineer || caller.is_manager) return {};
  return fail(ErrorCode::kForbidden, "Only members of the groups Engineers and Managers may ask for access.");
}

Status check_may_decide(const Identity& caller) {
  if (caller.is_manager) return {};
  return fail(ErrorCode::kForbidden, "Only members of the group Managers may approve or deny requests.");
}

Status check_may_oversee(const Identity& caller) {
  if (caller.is_manager) return {};
  return fail(ErrorCode::kForbidden, "Only members of the group Managers may read reports and the audit trail.");
}

Status check_not_own(const Identity& caller, const std::optional<UserId>& caller_user_id, const Request& request) {
  const bool same_user = caller_user_id && *caller_user_id == request.access.user_id;
  if (caller.subject != request.subject && !same_user) return {};
  return fail(ErrorCode::kSelfApproval, "This is your own request: another manager has to decide it.");
}

bool is_own(const Identity& caller, const Request& request) {
  return !caller.subject.empty() && caller.subject == request.subject;
}

bool is_own(const Identity& caller, const std::optional<UserId>& caller_user_id, const Request& request) {
  return is_own(caller, request) || (request.subject.empty() && caller_user_id == request.access.user_id);
}

bool may_see(const Identity& caller, const Request& request) { return caller.is_manager || is_own(caller, request); }

bool may_see(const Identity& caller, const std::optional<UserId>& caller_user_id, const Request& request) {
  return caller.is_manager || is_own(caller, caller_user_id, request);
}

std::unexpected<Error> no_such_request() {
  return fail(ErrorCode::kNotFound, "There is no such request, or it is not yours to see.");
}

Result<std::chrono::minutes> check_duration(const std::optional<std::int64_t>& minutes,
                                            const CatalogPermissionSet& permission_set) {
  const auto longest = std::min(permission_set.max_duration, kLongestDuration);
  if (!minutes) return std::min(kDefaultDuration, longest);
  if (*minutes < kShortestDuration.count() || *minutes > kLongestDuration.count()) {
    return fail(ErrorCode::kInvalid, "duration_minutes must be a whole number from 5 to 60.");
  }
  if (*minutes > longest.count()) {
    return fail(ErrorCode::kPolicy,
                permission_set.name + " may be asked for at most " + std::to_string(longest.count()) + " minutes.");
  }
  return std::chrono::minutes(*minutes);
}

Result<const CatalogAccount*> find_account(const Catalog& catalog, const std::string& name) {
  if (const CatalogAccount* account = catalog.account(name)) return account;
  return fail(ErrorCode::kPolicy,
              "There is no account of this name to ask for. Known are: " + names_of(catalog.accounts) + ".");
}

Result<const CatalogPermissionSet*> find_permission_set(const Catalog& catalog, const std::string& name) {
  if (const CatalogPermissionSet* permission_set = catalog.permission_set(name)) return permission_set;
  return fail(ErrorCode::kPolicy, "There is no permission set of this name to ask for. Known are: " +
                                      names_of(catalog.permission_sets) + ".");
}

Result<std::chrono::minutes> check_still_offered(const Catalog& catalog, const Request& request) {
  const CatalogAccount* account = catalog.account(request.account_name);
  const CatalogPermissionSet* permission_set = catalog.permission_set(request.permission_set);
  if (account == nullptr || permission_set == nullptr || account->id != request.access.account_id ||
      permission_set->arn != request.access.permission_set_arn) {
    return fail(ErrorCode::kCatalogChanged,
                "The catalog has changed since this was asked for: the account or the permission set is gone or means "
                "something else now. Deny it, and have the requester ask again.");
  }
  return std::min(permission_set->max_duration, kLongestDuration);
}

}  // namespace curfew
