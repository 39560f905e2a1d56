// One TransactWriteItems: conditional writes of several items, all of them or none.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
#pragma once

#include <boost/json/array.hpp>
#include <cstddef>
#include <set>
#include <string>

#include "adapters/dynamodb/item.h"
#include "adapters/dynamodb/tables.h"
#include "base/error.h"
#include "ports/ledger.h"

namespace curfew::dynamodb {

class Transaction {
 public:
  // `token` names this transaction for good: a call that arrives twice, or late, is done once. It must be new, or two
  // equal steps would count as one.
  explicit Transaction(std::string token) : token_(std::move(token)) {}

  // Each item may stand in a transaction once: false, and nothing is added, when it does already.
  [[nodiscard]] bool put(const std::string& table, const Item& key, Item item, const Expression& condition = {});
  [[nodiscard]] bool remove(const std::string& table, const Item& key, const Expression& condition = {});
  [[nodiscard]] bool check(const std::string& table, const Item& key, const Expression& condition);

  [[nodiscard]] bool empty() const { return actions_.empty(); }

  // Errors (nothing was stored): kTooLarge for what DynamoDB does not take; kUnavailable, kConfiguration.
  [[nodiscard]] Result<CommitOutcome> commit(Tables& tables) const;

 private:
  [[nodiscard]] bool add(const std::string& table, const Item& key, std::string_view kind, Item action,
                         const Expression& condition);
  [[nodiscard]] Status fits() const;

  std::string token_;
  boost::json::array actions_;
  std::set<std::string> touched_;
  std::size_t size_ = 0;
  std::string too_large_;  // what does not fit; empty while all does
};

}  // namespace curfew::dynamodb
