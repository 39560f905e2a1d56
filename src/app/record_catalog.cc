#include "app/record_catalog.h"

#include <string>

#include "app/transition_writer.h"
#include "base/digest.h"
#include "domain/attributes.h"

namespace curfew {
namespace {

constexpr std::string_view kChain = "catalog";

// One line an entry, so that the event tells the whole catalog.
std::string described(const Catalog& catalog) {
  std::string text;
  for (const CatalogAccount& account : catalog.accounts)
    text += "account " + account.name + " " + account.id.str() + "\n";
  for (const CatalogPermissionSet& set : catalog.permission_sets) {
    text += "permission set " + set.name + " " + set.arn.str() + " " + std::string(word(set.risk)) + " at most " +
            std::to_string(set.max_duration.count()) + " min\n";
  }
  return text;
}

}  // namespace

Status RecordCatalog::operator()(const Catalog& catalog, const Actor& actor) {
  const std::string text = described(catalog);
  const std::string digest = hex(sha256(text));
  for (int i = 0; i < kMostTries; ++i) {
    const auto last = ledger_.last_event(std::string(kChain));
    if (!last) return fail(last.error());
    if (*last && (*last)->record_digest == digest) return {};
    AuditEvent event{.chain = std::string(kChain),
                     .at = clock_.now(),
                     .actor = actor,
                     .action = "catalog.loaded",
                     .detail = text,
                     .record_digest = digest};
    event = chained(std::move(event), *last ? (*last)->sequence : 0, *last ? (*last)->hash : std::string{});
    const auto outcome = ledger_.commit({.events = {event}});
    if (!outcome) return fail(outcome.error());
    if (*outcome == CommitOutcome::kCommitted) return {};
  }
  return too_much_contention();
}

}  // namespace curfew
