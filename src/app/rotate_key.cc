#include "app/rotate_key.h"

#include "app/on_record.h"

namespace curfew {

Status RotateKey::operator()(const Actor& administrator) {
  const AuditEvent event{.chain = "keys", .actor = administrator, .action = "key.rotate"};
  return on_record(ledger_, clock_, event, [&] { return pool_.rotate_signing_key(clock_.now()); });
}

}  // namespace curfew
