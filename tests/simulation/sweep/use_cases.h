// Every use case of Curfew, in the situations that matter to it: the table that the sweeps go through.
#pragma once

#include <vector>

#include "simulation/sweep/play.h"

namespace curfew::test {

[[nodiscard]] std::vector<UseCase> peoples_cases();
[[nodiscard]] std::vector<UseCase> workers_cases();
[[nodiscard]] std::vector<UseCase> safety_nets_cases();  // the sweep, a release, and the audit trail's
[[nodiscard]] std::vector<UseCase> reconciles_cases();
[[nodiscard]] std::vector<UseCase> administrators_cases();  // users, keys, catalog
[[nodiscard]] std::vector<UseCase> adoptions_cases();       // only where a deployment before shares the store

[[nodiscard]] std::vector<UseCase> cases_about_access();  // all but the last two
[[nodiscard]] std::vector<UseCase> all_use_cases();       // all but the last

}  // namespace curfew::test
