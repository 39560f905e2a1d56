// Owed work as items, and what is due of it. For this folder only.
//
// Work lies under its lane, so that one consistent query shows a lane. Beside that it stands in the index Queue-DueMs,
// in a queue for each class and priority ("access/0"): walked along the due times, that is what is due. Work that was
// set aside has left its queue.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/dynamodb/item.h"
#include "adapters/dynamodb/tables.h"
#include "base/error.h"
#include "base/time.h"
#include "domain/owed_work.h"

namespace curfew::dynamodb {

// Before the kind of work that was set aside: a kind that no version knows, so that it is left alone.
inline constexpr std::string_view kAside = "damaged:";

// `stamp` is the token of the step that owes it: of two pieces under one id it tells which is meant.
[[nodiscard]] Item work_item(const OwedWork& work, const std::string& stamp);

struct StoredWork {
  std::string id;         // from its key
  std::string stamp;      // empty when it has none
  std::string kind;       // as stored, empty when it is no text
  Result<OwedWork> work;  // kDamaged when it does not parse; also for kinds that this version does not know
  bool is_known() const;  // of a kind of this version, or so damaged that it has none
};
[[nodiscard]] StoredWork work_in(const Item& item);

// The index may lag behind by some milliseconds: late by that much, never lost.
[[nodiscard]] Result<std::vector<std::string>> find_due_lanes(Tables& tables, WorkClass work_class, Instant now,
                                                              std::size_t limit);
[[nodiscard]] Result<std::optional<Instant>> find_next_due(Tables& tables, WorkClass work_class, Instant after);
[[nodiscard]] Result<std::int64_t> count_due(Tables& tables, WorkClass work_class, Instant now);

}  // namespace curfew::dynamodb
