// `curfew store create`: makes both tables, or takes those that stand.
#pragma once

#include <string>
#include <vector>

#include "adapters/dynamodb/tables.h"
#include "base/error.h"

namespace curfew::dynamodb {

// Makes what is missing: the tables with their indexes (on demand, with a stream of new and old images, protected
// against deletion), point-in-time recovery, and the expiry of old claims and idempotency keys. What stands already,
// for instance the request table of the earlier deployment, stays with its contents and is checked; items are never
// touched. Waits until AWS says that both can be used: some minutes at most. Can be repeated, also after it broke off
// half-way. Returns a sentence for each thing it made or found. Errors: kConfiguration (a table that cannot serve, a
// missing right), kUnavailable; what was made until then stays.
[[nodiscard]] Result<std::vector<std::string>> create_tables(Tables& tables);

}  // namespace curfew::dynamodb
