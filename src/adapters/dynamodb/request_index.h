// Pages of requests from the two indexes of the request table. See ports/request_index.h for the contract.
//
// There is no index over all requests: without a filter, one walk for each status is merged.
#pragma once

#include "adapters/dynamodb/request_walk.h"
#include "adapters/dynamodb/tables.h"
#include "ports/request_index.h"

namespace curfew::dynamodb {

class DynamoRequestIndex final : public RequestIndex {
 public:
  // `tables` outlives this.
  explicit DynamoRequestIndex(Tables& tables) : tables_(tables) {}

  [[nodiscard]] Result<std::vector<Request>> page(const RequestFilter& filter, std::size_t limit,
                                                  const std::optional<PagePosition>& after) override;

 private:
  [[nodiscard]] std::vector<RequestWalk> walks(const RequestFilter& filter, std::size_t limit,
                                               const std::optional<PagePosition>& after);

  Tables& tables_;
};

}  // namespace curfew::dynamodb
