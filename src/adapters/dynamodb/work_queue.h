// Owed work and claims in DynamoDB. See ports/work_queue.h for the contract.
#pragma once

#include "adapters/dynamodb/due_work.h"
#include "adapters/dynamodb/tables.h"
#include "ports/work_queue.h"

namespace curfew::dynamodb {

class DynamoWorkQueue final : public WorkQueue {
 public:
  // `tables` outlives this.
  explicit DynamoWorkQueue(Tables& tables) : tables_(tables) {}

  [[nodiscard]] Result<std::vector<std::string>> due_lanes(WorkClass work_class, Instant now,
                                                           std::size_t limit) override;
  [[nodiscard]] Result<std::optional<Claim>> claim(const std::string& lane, Instant now, Instant until) override;
  [[nodiscard]] Status release(const Claim& claim) override;
  [[nodiscard]] Result<std::vector<OwedWork>> in_lane(const std::string& lane, Instant now) override;
  [[nodiscard]] Result<std::optional<OwedWork>> work(const std::string& id) override;
  [[nodiscard]] Result<std::optional<Instant>> next_due(WorkClass work_class, Instant after) override;
  [[nodiscard]] Result<std::int64_t> backlog(WorkClass work_class, Instant now) override;

 private:
  [[nodiscard]] Status set_aside(const std::string& lane, const StoredWork& damaged);

  Tables& tables_;
};

}  // namespace curfew::dynamodb
