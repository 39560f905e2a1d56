// Claims as items beside the work of their lane. For this folder only.
//
// The item of a lane outlives its claims, so that epochs grow whatever is released; DynamoDB removes it (ExpiresAt) a
// day after the last claim lapsed. A new one starts at the time of day in milliseconds, beyond every epoch before it.
#pragma once

#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "adapters/dynamodb/tables.h"
#include "base/error.h"
#include "base/time.h"
#include "ports/work_queue.h"

namespace curfew::dynamodb {

// As WorkQueue::claim and WorkQueue::release.
[[nodiscard]] Result<std::optional<Claim>> take_claim(Tables& tables, const std::string& lane, Instant now,
                                                      Instant until);
[[nodiscard]] Status release_claim(Tables& tables, const Claim& claim);

// Those of `lanes` that somebody holds beyond `now`.
[[nodiscard]] Result<std::unordered_set<std::string>> claimed_of(Tables& tables, const std::vector<std::string>& lanes,
                                                                 Instant now);

}  // namespace curfew::dynamodb
