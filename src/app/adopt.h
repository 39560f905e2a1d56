// Use case: takes over what the deployment before Curfew left in the request table, record by record.
//
// Nothing is decided on an access before what that deployment says it gave is a lease on it. The index that finds such
// records may lag, and its functions may still run: so a record may be found after something was decided, and is then
// taken over as well; the lifecycle knows what it means in every state (domain/adoption_commands.cc). Whoever takes one
// over, and whoever decides meanwhile, both write the assignment's record: one of them loses, and reads again.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <variant>

#include "base/error.h"
#include "domain/earlier_request.h"
#include "domain/lifecycle.h"
#include "domain/policy.h"
#include "ports/catalog_source.h"
#include "ports/clock.h"
#include "ports/earlier_records.h"
#include "ports/identity_center.h"
#include "ports/ledger.h"
#include "ports/telemetry.h"

namespace curfew {

struct AdoptionReport {
  std::int64_t adopted = 0;
  std::int64_t damaged = 0;  // left as they are, and told at each sweep
  std::int64_t failed = 0;   // tried again by the next sweep
  bool more = false;         // there may be more than one sweep takes
};

// Thread-safe; owned by src/main; lives as long as the ports it was given.
class Adopt {
 public:
  Adopt(EarlierRecords& records, Ledger& ledger, IdentityCenter& identity_center, const CatalogSource& catalog,
        const Clock& clock, Log& log, Metrics& metrics, Rules rules)
      : records_(records),
        ledger_(ledger),
        identity_center_(identity_center),
        catalog_(catalog),
        clock_(clock),
        log_(log),
        metrics_(metrics),
        rules_(rules) {}

  // This one, if it is still to be taken over. Errors: kDamaged, kConflict (too much contention), kUnavailable (may
  // have been stored when effect is kMaybe): it is not known whether it is.
  [[nodiscard]] Status one(const RequestId& id);

  // What names this access, as far as the index shows it. Whether there was anything. Errors: as above but kDamaged:
  // what cannot be read names no access for sure, and is told by the sweep.
  [[nodiscard]] Result<bool> on(const AssignmentKey& key);

  // Everything, access first; what fails is counted, told, and passed over. Errors: those of the index.
  [[nodiscard]] Result<AdoptionReport> all();

  // As Ledger::request, for somebody who knows the request's lease, null when it has none: a record of Curfew's that a
  // function of the deployment before has written into is read as it was before.
  [[nodiscard]] Result<std::optional<Request>> read(const RequestId& id, const Lease* lease);

 private:
  [[nodiscard]] Result<Request> as_left(const RequestId& id, const Lease* lease);
  // Whether it was taken over here.
  [[nodiscard]] Result<bool> adopt(Attributes found);
  // Empty when somebody got in between.
  [[nodiscard]] Result<std::optional<bool>> attempt(const Attributes& found);
  [[nodiscard]] Result<bool> store(const EarlierRequest& earlier, const Scene& before, const Transition& transition);
  // What a look says of access that nobody has decided on yet; nothing where it is ours anyway.
  [[nodiscard]] Result<Presence> look_beside(const EarlierRequest& earlier, const Assignment& assignment);
  [[nodiscard]] Status adopt_status(EarlierStatus status, AdoptionReport& report);
  void adopt_in_turn(const Attributes& found, AdoptionReport& report);
  void tell(const EarlierRequest& earlier, Presence found);

  EarlierRecords& records_;
  Ledger& ledger_;
  IdentityCenter& identity_center_;
  const CatalogSource& catalog_;
  const Clock& clock_;
  Log& log_;
  Metrics& metrics_;
  Rules rules_;
};

using Adoption = std::variant<NoEarlierDeployment, std::reference_wrapper<Adopt>>;

}  // namespace curfew
