// What `curfew reconcile` prints of a run: a table for people, JSON for programs, and the exit code. Pure.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "app/reconcile.h"

namespace curfew::cli {

[[nodiscard]] std::string text_of(const ReconcileReport& report);
[[nodiscard]] boost::json::object json_of(const ReconcileReport& report);

// What could not be compared outweighs what was found: nobody may take the rest for all.
[[nodiscard]] int exit_code_of(const ReconcileReport& report);

}  // namespace curfew::cli
