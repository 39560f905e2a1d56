// Events that are stored and stand nowhere on the audit trail yet: one list for each step, in the order of the clocks.
// For this folder only.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/dynamodb/item.h"
#include "adapters/dynamodb/tables.h"
#include "base/error.h"
#include "domain/audit_event.h"
#include "ports/clock.h"

namespace curfew::dynamodb {

// Where an event stands in its chain, and what it has to be: "<sequence> <hash> <chain>" in items.
struct EventName {
  std::string chain;
  std::int64_t sequence = 0;
  std::string hash;

  friend bool operator==(const EventName&, const EventName&) = default;
};
[[nodiscard]] EventName name_of(const AuditEvent& event);
[[nodiscard]] std::string line_of(const EventName& name);
[[nodiscard]] std::optional<EventName> event_name_from(std::string_view line);
// The names in an item's list `Events`; empty when it is none.
[[nodiscard]] std::optional<std::vector<EventName>> names_in(const Item& item);
[[nodiscard]] Item item_of_names(const std::vector<EventName>& names);

struct UnplacedEvents {
  std::string sort_key;  // "<order>/<token of the step>"
  std::vector<EventName> events;
};
[[nodiscard]] UnplacedEvents unplaced(const std::vector<AuditEvent>& events, std::int64_t order,
                                      const std::string& token);
[[nodiscard]] Item key_of(const UnplacedEvents& list);

// All lists there are, by their keys; consistent. Errors: kUnavailable, kDamaged.
[[nodiscard]] Result<std::vector<UnplacedEvents>> read_unplaced(Tables& tables);

// What may go to the trail now, in the order in which it goes: the lists of `seen`, and those that have to stand before
// them, so that in each chain no event overtakes another. `now` was read after `seen` was: an event is committed after
// the one before it in its chain, so whatever `seen` shows, `now` shows all that came before it and is not placed yet.
// (One query is no snapshot: it may show an event and miss the one before it.) kDamaged when there is no such order.
[[nodiscard]] Result<std::vector<UnplacedEvents>> placing_order(const std::vector<UnplacedEvents>& seen,
                                                                const std::vector<UnplacedEvents>& now);

// Numbers that grow with time and with each call. A hint: the clocks of two servers differ. Thread-safe.
class CommitOrder {
 public:
  explicit CommitOrder(const Clock& clock) : clock_(clock) {}

  [[nodiscard]] std::int64_t next();

 private:
  const Clock& clock_;
  std::mutex mutex_;
  std::int64_t last_ = 0;
};

}  // namespace curfew::dynamodb
