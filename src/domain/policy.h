// Who may do what. Pure; every answer defaults to no. Identity comes from a verified token.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "base/error.h"
#include "domain/catalog.h"
#include "domain/identity.h"
#include "domain/request.h"

namespace curfew {

// The limits of the lifecycle; the defaults are the product's.
struct Rules {
  std::chrono::seconds pending_lapse = std::chrono::hours(8);  // a request that nobody decides ends after this
  std::chrono::seconds granting_limit =
      std::chrono::minutes(10);         // no create is sent later than this after the decision
  std::chrono::milliseconds settle{0};  // Identity Center's: how long a lost call may still take effect
  std::size_t most_leases = 16;         // overlapping requests for one access
  bool timer_outside = false;           // nothing is granted before a timer outside watches its end
  bool notice_topic = false;            // the approval notice is published to a topic, too
};

// Engineers and managers may ask. kForbidden otherwise.
[[nodiscard]] Status check_may_submit(const Identity& caller);

// Managers may decide. Checked before it is said whether a request exists. kForbidden otherwise.
[[nodiscard]] Status check_may_decide(const Identity& caller);

// Managers may read reports and the audit trail. kForbidden otherwise.
[[nodiscard]] Status check_may_oversee(const Identity& caller);

// Nobody decides for themselves: compared by subject and by Identity Center user id, never by e-mail. kSelfApproval.
[[nodiscard]] Status check_not_own(const Identity& caller, const std::optional<UserId>& caller_user_id,
                                   const Request& request);

// One's own requests are visible, and everybody's to managers.
[[nodiscard]] bool may_see(const Identity& caller, const Request& request);
[[nodiscard]] bool may_see(const Identity& caller, const std::optional<UserId>& caller_user_id, const Request& request);

// kNotFound, in the same words for a request that is unknown and for one that may not be seen: they tell nobody which.
[[nodiscard]] std::unexpected<Error> no_such_request();

[[nodiscard]] bool is_own(const Identity& caller, const Request& request);
// The deployment before knew no subjects: what it wrote belongs to whoever is the Identity Center user that it names.
[[nodiscard]] bool is_own(const Identity& caller, const std::optional<UserId>& caller_user_id, const Request& request);

// Whole minutes from 5 to the permission set's maximum; 60, or that maximum, when not given. kInvalid or kPolicy.
[[nodiscard]] Result<std::chrono::minutes> check_duration(const std::optional<std::int64_t>& minutes,
                                                          const CatalogPermissionSet& permission_set);

// The catalog's entry for what was asked; kPolicy, naming what may be asked for, when there is none.
[[nodiscard]] Result<const CatalogAccount*> find_account(const Catalog& catalog, const std::string& name);
[[nodiscard]] Result<const CatalogPermissionSet*> find_permission_set(const Catalog& catalog, const std::string& name);

// The longest duration the catalog allows now for a request made earlier; kCatalogChanged when its entry is gone or
// points elsewhere.
[[nodiscard]] Result<std::chrono::minutes> check_still_offered(const Catalog& catalog, const Request& request);

}  // namespace curfew
