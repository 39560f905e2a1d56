#include "app/session_length.h"

#include <chrono>
#include <string>

namespace curfew {
namespace {

std::string words(std::chrono::minutes length) { return std::to_string(length.count()) + " minutes"; }

}  // namespace

Status check_session_length(IdentityCenter& identity_center, const CatalogPermissionSet& permission_set) {
  const auto length = identity_center.session_length(permission_set.arn);
  if (!length) return fail(length.error());
  if (*length <= permission_set.max_session) return {};
  return fail(ErrorCode::kPolicy, permission_set.name + " cannot be granted: its sessions last " + words(*length) +
                                      " in AWS, and no more than " + words(permission_set.max_session) +
                                      " are allowed. An administrator can shorten them there, or raise max_session.");
}

}  // namespace curfew
