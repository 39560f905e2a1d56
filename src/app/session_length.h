// Whether a permission set may be granted although sessions outlive assignments: AWS ends the assignment at its curfew,
// and a session that was opened before lives on until its own end.
#pragma once

#include "base/error.h"
#include "domain/catalog.h"
#include "ports/identity_center.h"

namespace curfew {

// Errors: kPolicy when its sessions last longer in AWS than the catalog allows; kUnavailable when AWS does not say.
[[nodiscard]] Status check_session_length(IdentityCenter& identity_center, const CatalogPermissionSet& permission_set);

}  // namespace curfew
