// The real store as a World's: a SQLite file of its own, which every process opens for itself.
#pragma once

#include <memory>

#include "support/durable_store.h"

namespace curfew::test {

// Empty. The file goes with it.
[[nodiscard]] std::unique_ptr<DurableStore> make_sqlite_store();

}  // namespace curfew::test
