// The tables of component "user_pool".
#pragma once

#include "adapters/sqlite_file/database.h"

namespace curfew::user_pool {

[[nodiscard]] sqlite_file::Schema user_pool_schema();

}  // namespace curfew::user_pool
