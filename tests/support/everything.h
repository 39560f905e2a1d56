// All that a store holds, read through its ports: so that promises can be held against any store.
#pragma once

#include <vector>

#include "ports/audit_log.h"
#include "ports/request_index.h"
#include "ports/work_queue.h"

namespace curfew::test {

// All of these end the test program when the store cannot be read.
[[nodiscard]] std::vector<Request> all_requests(RequestIndex& index);  // oldest first
[[nodiscard]] std::vector<PlacedEvent> all_events(AuditLog& audit_log);
[[nodiscard]] std::vector<OwedWork> all_work(WorkQueue& queue);  // whenever it is due, and whoever holds its lane

}  // namespace curfew::test
