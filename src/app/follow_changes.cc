#include "app/follow_changes.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <utility>

#include "domain/policy.h"

namespace curfew {
namespace {

constexpr std::string_view kRequestChain = "request/";
constexpr std::size_t kLongestPage = 10'000;  // of the port

// Digits and nothing else: what start() has once given out.
std::optional<std::int64_t> position_from(std::string_view text) {
  std::int64_t position = 0;
  const auto [rest, error] = std::from_chars(text.begin(), text.end(), position);
  if (error != std::errc{} || rest != text.end() || position < 0) return std::nullopt;
  return position;
}

// The requests that `events` are about, each at its last event, in the order of these.
std::map<std::int64_t, RequestId> changed_requests(const std::vector<PlacedEvent>& events) {
  std::map<RequestId, std::int64_t> last;
  for (const PlacedEvent& placed : events) {
    const std::string_view chain = placed.event.chain;
    if (chain.starts_with(kRequestChain)) {
      last.insert_or_assign(RequestId(std::string(chain.substr(kRequestChain.size()))), placed.position);
    }
  }
  std::map<std::int64_t, RequestId> changed;
  for (auto& [id, position] : last) changed.emplace(position, id);
  return changed;
}

}  // namespace

bool Viewer::sees(const Request& request) const { return may_see(identity, user_id, request); }

Result<Viewer> FollowChanges::viewer(const Identity& identity) {
  if (identity.is_manager) return Viewer{.identity = identity, .user_id = std::nullopt};
  auto user = requesters_.user_of(identity);
  if (!user) return fail(std::move(user.error()));
  return Viewer{.identity = identity, .user_id = *std::move(user)};
}

Result<StartingPoint> FollowChanges::start(std::string_view seen, std::optional<std::int64_t> known) {
  const auto end = end_of_trail(known);
  if (!end) return fail(end.error());
  if (seen.empty()) return StartingPoint{.position = *end};
  const auto position = position_from(seen);
  const bool can_follow = position && *position <= *end && *end - *position <= static_cast<std::int64_t>(kMostEvents);
  if (!can_follow) return StartingPoint{.position = *end, .missed = true};
  return StartingPoint{.position = *position};
}

Result<std::int64_t> FollowChanges::end_of_trail(std::optional<std::int64_t> known) {
  if (!known) {
    const auto checkpoint = audit_log_.last_checkpoint();
    if (!checkpoint) return fail(checkpoint.error());
    known = *checkpoint ? (*checkpoint)->position : 0;
  }
  while (true) {
    const auto events = audit_log_.events_after(*known, kLongestPage);
    if (!events) return fail(events.error());
    if (!events->empty()) known = events->back().position;
    if (events->size() < kLongestPage) return *known;
  }
}

Result<Changes> FollowChanges::after(std::int64_t position) {
  const auto events = audit_log_.events_after(position, kMostEvents);
  if (!events) return fail(events.error());
  Changes changes{.from = position,
                  .reached = events->empty() ? position : events->back().position,
                  .more = events->size() == kMostEvents,
                  .requests = {}};
  for (const auto& [at, id] : changed_requests(*events)) {
    auto request = readable(id);
    if (!request) return fail(std::move(request.error()));
    if (*request) changes.requests.push_back({.position = at, .request = **std::move(request)});
  }
  return changes;
}

Result<std::optional<Request>> FollowChanges::readable(const RequestId& id) {
  auto request = ledger_.request(id);
  if (request || request.error().code != ErrorCode::kDamaged) return request;
  log_.error("change_not_told", {{"request_id", id.str()}, {"cause", request.error().log_text}});
  return std::nullopt;
}

}  // namespace curfew
