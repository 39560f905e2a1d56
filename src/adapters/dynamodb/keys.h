// Where everything lies in the ledger table: partition key Pk and sort key Sk, both texts. docs/formats.md has the
// list.
//
// Numbers in sort keys have twenty digits, so that they sort as numbers do.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/dynamodb/item.h"
#include "adapters/dynamodb/tables.h"
#include "base/id.h"
#include "domain/request.h"

namespace curfew::dynamodb {

inline constexpr std::string_view kPk = "Pk";
inline constexpr std::string_view kSk = "Sk";

// The store's own attributes beside a record's.
inline constexpr std::string_view kQueue = "Queue";          // of owed work: what it waits in; see due_work.h
inline constexpr std::string_view kStamp = "Stamp";          // of owed work: the token of the step that wrote it
inline constexpr std::string_view kExpiresAt = "ExpiresAt";  // Unix seconds: DynamoDB may remove the item from then on

inline constexpr std::string_view kQueueIndex = "Queue-DueMs-index";
inline constexpr std::string_view kUserIndex = "UserId-RequestTimestamp-index";
inline constexpr std::string_view kStatusIndex = "Status-RequestTimestamp-index";

inline constexpr std::string_view kLanes = "lane/";
inline constexpr std::string_view kWork = "work/";
inline constexpr std::string_view kUnplaced = "unplaced";
inline constexpr std::string_view kTrail = "trail";
inline constexpr std::string_view kCheckpoints = "checkpoints";

// The items of a partition; with `comparison` (">=") those whose sort key compares so with `sort_key`.
[[nodiscard]] Expression in_partition(std::string_view pk, std::string_view comparison = {},
                                      std::string_view sort_key = {});

[[nodiscard]] std::string twenty_digits(std::int64_t number);  // 0 for what is less

[[nodiscard]] Item ledger_key(std::string_view pk, std::string_view sk);
[[nodiscard]] Item request_key(const RequestId& id);  // in the request table

[[nodiscard]] Item assignment_item_key(const AssignmentKey& key);
[[nodiscard]] Item event_key(const std::string& chain, std::int64_t sequence);
[[nodiscard]] Item claim_key(const std::string& lane);
[[nodiscard]] Item work_key(const std::string& lane, const std::string& id);
[[nodiscard]] Item subject_key(const Subject& subject);
[[nodiscard]] Item user_key(const UserId& user);
[[nodiscard]] Item idempotency_item_key(const std::string& key);
[[nodiscard]] Item checkpoint_key(std::int64_t number);
[[nodiscard]] Item schema_key();

[[nodiscard]] std::string lane_partition(const std::string& lane);
[[nodiscard]] std::string chain_partition(const std::string& chain);

}  // namespace curfew::dynamodb
