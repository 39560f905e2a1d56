#include "app/seal_audit.h"

#include <vector>

#include "base/digest.h"

namespace curfew {

Result<std::int64_t> SealAudit::operator()() {
  std::int64_t sealed = 0;
  while (true) {
    const auto more = seal_next();
    if (!more) return fail(more.error());
    if (!*more) return sealed;
    ++sealed;
  }
}

Result<bool> SealAudit::seal_next() {
  const auto last = audit_log_.last_checkpoint();
  if (!last) return fail(last.error());
  Checkpoint checkpoint{.number = *last ? (*last)->number + 1 : 1,
                        .position = *last ? (*last)->position : 0,
                        .previous_hash = *last ? (*last)->hash : std::string{},
                        .at = clock_.now()};
  const auto events = audit_log_.events_after(checkpoint.position, kEventsPerCheckpoint);
  if (!events) return fail(events.error());
  if (events->empty()) return false;
  std::vector<std::string> hashes;
  for (const PlacedEvent& placed : *events) hashes.push_back(placed.event.hash);
  checkpoint.position = events->back().position;
  checkpoint.merkle_root = merkle_root(hashes);
  const auto public_key = signer_.public_key();
  if (!public_key) return fail(public_key.error());
  checkpoint.public_key = hex(*public_key);
  const auto signature = signer_.sign(signed_bytes(checkpoint));
  if (!signature) return fail(signature.error());
  checkpoint.signature = hex(*signature);
  checkpoint.hash = hash_of(checkpoint);
  const auto appended = audit_log_.append(checkpoint);
  if (!appended) return fail(appended.error());
  if (*appended) publish(checkpoint);
  return *appended;
}

void SealAudit::publish(const Checkpoint& checkpoint) {
  metrics_.set("curfew_audit_checkpoint_position", static_cast<double>(checkpoint.position));
  log_.info("audit_checkpoint", {{"number", checkpoint.number},
                                 {"position", checkpoint.position},
                                 {"merkle_root", checkpoint.merkle_root},
                                 {"hash", checkpoint.hash},
                                 {"signature", checkpoint.signature}});
}

}  // namespace curfew
