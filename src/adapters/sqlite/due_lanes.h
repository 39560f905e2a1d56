// What is due, and in which lanes: walks along the index owed_work_by_due. For this folder only.
//
// The index is ordered by class, priority and due time, and there are few priorities; so each walk looks at what is due
// and skips the much larger rest, the ends of everything that is active now.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/sqlite_file/connection.h"
#include "base/error.h"
#include "base/time.h"
#include "domain/owed_work.h"

namespace curfew::sqlite {

[[nodiscard]] Result<std::vector<std::string>> find_due_lanes(sqlite_file::Connection& connection, WorkClass work_class,
                                                              Instant now, std::size_t limit);
[[nodiscard]] Result<std::optional<Instant>> find_next_due(sqlite_file::Connection& connection, WorkClass work_class,
                                                           Instant after);
[[nodiscard]] Result<std::int64_t> count_due(sqlite_file::Connection& connection, WorkClass work_class, Instant now);

// Whether somebody holds `lane` beyond `now`. A claim that was made long after `now`, by a clock that has been set back
// since, holds nobody up: otherwise nothing could be revoked there until the clock has caught up.
[[nodiscard]] Result<bool> is_claimed(sqlite_file::Connection& connection, const std::string& lane, Instant now);

}  // namespace curfew::sqlite
