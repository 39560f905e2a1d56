#include "adapters/dynamodb/request_walk.h"

#include <algorithm>
#include <utility>

#include "adapters/dynamodb/keys.h"

namespace curfew::dynamodb {
namespace {

constexpr std::string_view kRequestTimestamp = "RequestTimestamp";

}  // namespace

bool comes_before(const PagePosition& left, const PagePosition& right) {
  if (left.requested_at != right.requested_at) return left.requested_at > right.requested_at;
  return left.id > right.id;
}

RequestWalk::RequestWalk(Tables& tables, std::string_view index, std::string_view key, std::string_view value,
                         const std::optional<PagePosition>& after, std::size_t page)
    : tables_(tables), after_(after) {
  query_ = {.table = tables.settings().requests_table,
            .index = std::string(index),
            .condition = {.text = "#key = :key",
                          .names = {{"#key", std::string(key)}},
                          .values = {{":key", text_value(value)}}},
            .descending = true,
            .page = page};
  if (!after) return;
  query_.condition.text += " AND #at < :at";  // the deployment before wrote fractions of seconds
  query_.condition.names.emplace("#at", kRequestTimestamp);
  query_.condition.values[":at"] = number_value(unix_seconds(after->requested_at) + 1);
}

void RequestWalk::require(std::string_view name, const std::vector<std::string_view>& values) {
  Expression& filter = query_.filter;
  filter = {.text = "#wanted IN (", .names = {{"#wanted", std::string(name)}}, .values = {}};
  for (const std::string_view value : values) {
    const std::string placeholder = ":wanted" + std::to_string(filter.values.size());
    filter.text += (filter.values.empty() ? "" : ", ") + placeholder;
    filter.values[placeholder] = text_value(value);
  }
  filter.text += ")";
}

Result<const WalkedItem*> RequestWalk::peek() {
  while (second_.empty()) {
    while (!read_all_ && !has_whole_second()) {
      if (Status read = read_page(); !read) return fail(std::move(read.error()));
    }
    if (read_.empty()) return nullptr;
    const Seconds second = read_.front().place.requested_at;
    for (; !read_.empty() && read_.front().place.requested_at == second; read_.pop_front()) {
      second_.push_back(std::move(read_.front()));
    }
    std::ranges::sort(second_, comes_before, &WalkedItem::place);
  }
  return &second_.front();
}

bool RequestWalk::has_whole_second() const {
  return !read_.empty() && read_.front().place.requested_at != read_.back().place.requested_at;
}

Status RequestWalk::read_page() {
  Result<Tables::Page> page = tables_.page(query_, next_page_);
  if (!page) return fail(std::move(page.error()));
  for (Item& item : page->items) {
    const auto id = text_in(item, "RequestId");
    const auto at = whole_number_in(item, kRequestTimestamp);
    if (!id || !at) continue;  // damaged
    PagePosition place{.requested_at = from_unix_seconds(*at), .id = RequestId(*id)};
    if (after_ && !comes_before(*after_, place)) continue;
    read_.push_back({.place = std::move(place), .item = std::move(item)});
  }
  next_page_ = std::move(page->next);
  read_all_ = next_page_.empty();
  return {};
}

}  // namespace curfew::dynamodb
