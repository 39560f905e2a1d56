// The tables of component "keys".
#pragma once

#include "adapters/sqlite_file/database.h"

namespace curfew::keyfile {

[[nodiscard]] sqlite_file::Schema keys_schema();

}  // namespace curfew::keyfile
