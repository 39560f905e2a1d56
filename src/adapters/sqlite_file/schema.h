// Which tables a file holds, and in which version. Each component brings its own; the file remembers how far each got.
#pragma once

#include <string>
#include <vector>

#include "adapters/sqlite_file/connection.h"
#include "base/error.h"

namespace curfew::sqlite_file {

// One component's tables, versions 1, 2, 3 …: element i brings the component from version i to i + 1. Never edit one
// that has been released; add another.
struct Schema {
  std::string component;                // "ledger", "sandbox", "user_pool", "keys"
  std::vector<std::string> migrations;  // SQL
};

// Marks a file as Curfew's: "CRFW" (https://www.sqlite.org/fileformat2.html#application_id).
inline constexpr std::uint32_t kApplicationId = 0x43524657;

// Refuses what this program must not touch, without a change: another program's database (kDamaged), or a component
// newer than in `schemas` (kConfiguration). Components that `schemas` does not name are nobody's business here.
[[nodiscard]] Status admit(Connection& connection, const std::vector<Schema>& schemas);

// Brings every component up to date, all in one transaction: after an error, none has changed. Admits again inside of
// it, since another process may have been first.
[[nodiscard]] Status migrate(Connection& connection, const std::vector<Schema>& schemas);

}  // namespace curfew::sqlite_file
