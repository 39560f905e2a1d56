#include "support/everything.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "base/check.h"

namespace curfew::test {
namespace {

constexpr std::size_t kPage = 1000;
// Later than anything is due, and than any claim lasts: 9999-12-31T00:00:00Z.
constexpr Instant kEndOfTime{std::chrono::seconds{253'402'214'400}};

}  // namespace

std::vector<Request> all_requests(RequestIndex& index) {
  std::vector<Request> found;
  std::optional<PagePosition> after;
  while (true) {
    const auto page = index.page({}, kPage, after);
    ensure(page.has_value(), "the requests can be read");
    found.insert(found.end(), page->begin(), page->end());
    if (page->size() < kPage) break;
    after = PagePosition{.requested_at = page->back().requested_at, .id = page->back().id};
  }
  std::ranges::reverse(found);
  return found;
}

std::vector<PlacedEvent> all_events(AuditLog& audit_log) {
  std::vector<PlacedEvent> found;
  while (true) {
    const auto page = audit_log.events_after(found.empty() ? 0 : found.back().position, kPage);
    ensure(page.has_value(), "the events can be read");
    found.insert(found.end(), page->begin(), page->end());
    if (page->size() < kPage) return found;
  }
}

std::vector<OwedWork> all_work(WorkQueue& queue) {
  std::vector<OwedWork> found;
  for (const WorkClass work : kWorkClasses) {
    const auto lanes = queue.due_lanes(work, kEndOfTime, kPage);
    ensure(lanes && lanes->size() < kPage, "the lanes can be read");
    for (const std::string& lane : *lanes) {
      const auto in_lane = queue.in_lane(lane, kEndOfTime);
      ensure(in_lane.has_value(), "the owed work can be read");
      std::ranges::copy_if(*in_lane, std::back_inserter(found),
                           [&](const OwedWork& owed) { return work_class(owed.kind) == work; });
    }
  }
  return found;
}

}  // namespace curfew::test
