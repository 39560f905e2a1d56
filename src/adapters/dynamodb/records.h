// Items of the two tables as records. For this folder only.
#pragma once

#include <string>

#include "adapters/dynamodb/item.h"
#include "base/error.h"
#include "domain/audit_event.h"
#include "domain/request.h"

namespace curfew::dynamodb {

// kDamaged when it is not what Curfew wrote under this id, or, without a version, the deployment before.
[[nodiscard]] Result<Request> request_in(const Item& item, const RequestId& id);
// … under this name.
[[nodiscard]] Result<AuditEvent> event_in(const Item& item, const std::string& chain, std::int64_t sequence);

}  // namespace curfew::dynamodb
