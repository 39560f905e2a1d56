#include "app/read_requests.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <tuple>

#include "base/digest.h"
#include "domain/policy.h"

namespace curfew {
namespace {

constexpr std::size_t kMostEvents = 1000;

// A cursor is the place of the last request that was shown; it holds nothing secret and decides nothing.
std::string cursor_for(const Request& request) {
  return base64url(std::to_string(unix_seconds(request.requested_at)) + ":" + request.id.str());
}

Result<std::optional<PagePosition>> position_from(const std::optional<std::string>& cursor) {
  if (!cursor) return std::nullopt;
  const auto refused = fail(ErrorCode::kInvalid, "The cursor is not one of an earlier page. Start again without it.");
  const auto text = from_base64url(*cursor);
  if (!text) return refused;
  const std::size_t colon = text->find(':');
  std::int64_t seconds = 0;
  const char* begin = text->data();
  const char* end = begin + std::min(colon, text->size());
  const auto [stopped, error] = std::from_chars(begin, end, seconds);
  if (colon == std::string::npos || error != std::errc{} || stopped != end) return refused;
  return PagePosition{.requested_at = from_unix_seconds(seconds), .id = RequestId(text->substr(colon + 1))};
}

bool newer_first(const Request& left, const Request& right) {
  return std::tie(left.requested_at, left.id) > std::tie(right.requested_at, right.id);
}

}  // namespace

Result<std::vector<RequestFilter>> ReadRequests::filters_of(const ListCall& call) {
  const Identity& caller = call.caller.identity;
  std::vector<RequestFilter> filters;
  const bool everybody = call.scope == Scope::kAll || call.scope == Scope::kPending;
  if (everybody && !caller.is_manager) {
    return fail(ErrorCode::kForbidden, "Only members of the group Managers may list other people's requests.");
  }
  if (call.scope == Scope::kAll) filters.push_back({.status = call.status});
  if (call.scope == Scope::kMine || call.scope == Scope::kDefault) {
    // Also of somebody who has done nothing here yet: the deployment before may have requests of theirs.
    const auto user = requesters_.user_of(caller);
    if (!user) return fail(user.error());
    if (*user) filters.push_back({.user_id = *user, .status = call.status});
  }
  const bool pending = call.scope == Scope::kPending || (call.scope == Scope::kDefault && caller.is_manager);
  if (pending && call.status.value_or(RequestStatus::kPending) == RequestStatus::kPending) {
    filters.push_back({.status = RequestStatus::kPending});
  }
  return filters;
}

Result<RequestPage> ReadRequests::list(const ListCall& call) {
  if (call.limit < 1 || call.limit > 100)
    return fail(ErrorCode::kInvalid, "limit must be a whole number from 1 to 100.");
  const auto after = position_from(call.cursor);
  if (!after) return fail(after.error());
  const auto filters = filters_of(call);
  if (!filters) return fail(filters.error());
  RequestPage page;
  for (const RequestFilter& filter : *filters) {
    auto requests = index_.page(filter, call.limit + 1, *after);
    if (!requests) return fail(requests.error());
    page.requests.insert(page.requests.end(), std::make_move_iterator(requests->begin()),
                         std::make_move_iterator(requests->end()));
  }
  std::ranges::sort(page.requests, newer_first);
  const auto twice = std::ranges::unique(page.requests, {}, &Request::id);
  page.requests.erase(twice.begin(), twice.end());
  if (page.requests.size() > call.limit) {
    page.requests.resize(call.limit);
    page.next_cursor = cursor_for(page.requests.back());
  }
  return page;
}

Result<Request> ReadRequests::one(const Caller& caller, const RequestId& id) {
  auto request = ledger_.request(id);
  if (!request) return fail(request.error());
  if (!*request) return no_such_request();
  const auto own = requesters_.owns(caller.identity, **request);
  if (!own) return fail(own.error());
  if (!*own && !may_see(caller.identity, **request)) return no_such_request();
  return std::move(**request);
}

Result<std::vector<AuditEvent>> ReadRequests::events(const Caller& caller, const RequestId& id) {
  if (const auto visible = one(caller, id); !visible) return fail(visible.error());
  return ledger_.events("request/" + id.str(), 0, kMostEvents);
}

}  // namespace curfew
