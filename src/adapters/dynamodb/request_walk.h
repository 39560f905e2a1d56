// A walk along one index of the request table, newest first. For this folder only.
//
// The indexes are ordered by the request's second; within a second DynamoDB promises no order. So a whole second is
// read before the first of its requests is shown, by their ids, descending.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/dynamodb/tables.h"
#include "base/error.h"
#include "ports/request_index.h"

namespace curfew::dynamodb {

struct WalkedItem {
  PagePosition place;
  Item item;
};

// In the order of all pages: newest first, then by id, both descending.
[[nodiscard]] bool comes_before(const PagePosition& left, const PagePosition& right);

class RequestWalk {
 public:
  // Along the items whose `key` (the partition key of `index`) is `value`, from `after` (exclusive) on.
  RequestWalk(Tables& tables, std::string_view index, std::string_view key, std::string_view value,
              const std::optional<PagePosition>& after, std::size_t page);

  // Only those whose attribute `name` is one of `values`.
  void require(std::string_view name, const std::vector<std::string_view>& values);

  // The next item; null at the end. Shown again until `pop`.
  [[nodiscard]] Result<const WalkedItem*> peek();
  void pop() { second_.pop_front(); }

 private:
  [[nodiscard]] Status read_page();
  // Whether what was read so far goes beyond its first second.
  [[nodiscard]] bool has_whole_second() const;

  Tables& tables_;
  Query query_;
  std::optional<PagePosition> after_;
  std::deque<WalkedItem> second_;  // what is left of one second, in order
  std::deque<WalkedItem> read_;    // what was read beyond it
  Item next_page_;
  bool read_all_ = false;
};

}  // namespace curfew::dynamodb
