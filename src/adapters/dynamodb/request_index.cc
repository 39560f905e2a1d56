#include "adapters/dynamodb/request_index.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>

#include "adapters/dynamodb/keys.h"
#include "adapters/dynamodb/records.h"

namespace curfew::dynamodb {
namespace {

constexpr std::size_t kMostRequests = 1000;

// A second has to be read to its end, and a filter leaves out what it has read.
constexpr std::size_t kSmallestPage = 25;

// What the deployment before wrote where it could not take access away: for Curfew that is REVOKING.
constexpr std::string_view kError = "ERROR";

std::vector<std::string_view> words_for(RequestStatus status) {
  if (status == RequestStatus::kRevoking) return {word(status), kError};
  return {word(status)};
}

// The words of all statuses: an enumerator beyond the last one has none.
std::vector<std::string_view> all_statuses() {
  std::vector<std::string_view> words{kError};
  for (std::uint8_t status = 0; !word(static_cast<RequestStatus>(status)).empty(); ++status) {
    words.push_back(word(static_cast<RequestStatus>(status)));
  }
  return words;
}

// The walk whose next item is the newest; null when all are at their ends.
Result<RequestWalk*> newest(std::vector<RequestWalk>& walks) {
  RequestWalk* first = nullptr;
  const WalkedItem* best = nullptr;
  for (RequestWalk& walk : walks) {
    const auto item = walk.peek();
    if (!item) return fail(item.error());
    if (*item == nullptr || (best != nullptr && !comes_before((*item)->place, best->place))) continue;
    first = &walk;
    best = *item;
  }
  return first;
}

}  // namespace

std::vector<RequestWalk> DynamoRequestIndex::walks(const RequestFilter& filter, std::size_t limit,
                                                   const std::optional<PagePosition>& after) {
  std::vector<RequestWalk> walks;
  const std::size_t page = std::max(limit + 1, kSmallestPage);
  if (filter.user_id) {
    walks.emplace_back(tables_, kUserIndex, "UserId", filter.user_id->str(), after, page);
    if (filter.status) walks.back().require("Status", words_for(*filter.status));
  } else if (filter.status) {
    for (const std::string_view status : words_for(*filter.status)) {
      walks.emplace_back(tables_, kStatusIndex, "Status", status, after, page);
    }
  } else {
    // Hardly any page has all its requests from one status.
    const std::size_t share = std::max(limit / 3, kSmallestPage);
    for (const std::string_view status : all_statuses()) {
      walks.emplace_back(tables_, kStatusIndex, "Status", status, after, share);
    }
  }
  return walks;
}

Result<std::vector<Request>> DynamoRequestIndex::page(const RequestFilter& filter, std::size_t limit,
                                                      const std::optional<PagePosition>& after) {
  std::vector<Request> requests;
  if (filter.user_id && filter.user_id->empty()) return requests;  // no key of DynamoDB's
  const std::size_t most = std::clamp<std::size_t>(limit, 1, kMostRequests);
  std::vector<RequestWalk> merged = walks(filter, most, after);
  std::set<RequestId> seen;  // a request that changes its status meanwhile may be met twice
  while (requests.size() < most) {
    const Result<RequestWalk*> walk = newest(merged);
    if (!walk) return fail(walk.error());
    if (*walk == nullptr) break;
    const auto next = (*walk)->peek();
    if (!next) return fail(next.error());
    const RequestId& id = (*next)->place.id;
    if (seen.insert(id).second) {
      Result<Request> request = request_in((*next)->item, id);
      if (request) requests.push_back(*std::move(request));
    }
    (*walk)->pop();
  }
  return requests;
}

}  // namespace curfew::dynamodb
