#include "app/record_catalog.h"

#include <string>

#include "app/on_record.h"
#include "base/digest.h"

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
  const auto last = ledger_.last_event(std::string(kChain));
  if (!last) return fail(last.error());
  if (*last && (*last)->record_digest == digest) return {};
  return append_event(ledger_, {.chain = std::string(kChain),
                                .at = clock_.now(),
                                .actor = actor,
                                .action = "catalog.loaded",
                                .detail = text,
                                .record_digest = digest});
}

}  // namespace curfew
