#include "adapters/dynamodb/work_queue.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "adapters/dynamodb/claims.h"
#include "adapters/dynamodb/keys.h"

namespace curfew::dynamodb {
namespace {

constexpr std::size_t kMostLanes = 1000;
constexpr std::size_t kMostWork = 1000;

}  // namespace

Result<std::vector<std::string>> DynamoWorkQueue::due_lanes(WorkClass work_class, Instant now, std::size_t limit) {
  return find_due_lanes(tables_, work_class, now, std::clamp<std::size_t>(limit, 1, kMostLanes));
}

Result<std::optional<Claim>> DynamoWorkQueue::claim(const std::string& lane, Instant now, Instant until) {
  return take_claim(tables_, lane, now, until);
}

Status DynamoWorkQueue::release(const Claim& claim) { return release_claim(tables_, claim); }

Result<std::vector<OwedWork>> DynamoWorkQueue::in_lane(const std::string& lane, Instant now) {
  std::vector<OwedWork> found;
  std::vector<StoredWork> damaged;
  const Query all{.table = tables_.settings().ledger_table,
                  .condition = in_partition(lane_partition(lane), ">=", kWork)};
  const Status read = tables_.each(all, [&](const Item& item) -> Result<bool> {
    StoredWork stored = work_in(item);
    if (!stored.is_known()) return true;
    if (!stored.work) {
      damaged.push_back(std::move(stored));
    } else if (stored.work->due <= now || stored.work->in_flight) {
      found.push_back(*std::move(stored.work));
    }
    return true;
  });
  if (!read) return fail(read.error());
  for (const StoredWork& one : damaged) {
    if (Status aside = set_aside(lane, one); !aside) return fail(std::move(aside.error()));
  }
  if (!damaged.empty()) {
    return fail(ErrorCode::kDamaged,
                "Some owed work is damaged and was set aside. Run `curfew audit verify` and see "
                "docs/troubleshooting.md.",
                std::to_string(damaged.size()) + " of lane " + lane + ", the first: " + damaged[0].id);
  }
  std::ranges::sort(found, {}, [](const OwedWork& work) { return std::tie(work.priority, work.due, work.id); });
  if (found.size() > kMostWork) found.resize(kMostWork);
  return found;
}

// Provided that nobody has owed it anew meanwhile, which repairs it.
Status DynamoWorkQueue::set_aside(const std::string& lane, const StoredWork& damaged) {
  boost::json::object body{{"Key", work_key(lane, damaged.id)}};
  add_expression(body, "UpdateExpression",
                 {.text = "SET #kind = :aside REMOVE #queue",
                  .names = {{"#kind", "Kind"}, {"#queue", std::string(kQueue)}},
                  .values = {{":aside", text_value(std::string(kAside) + damaged.kind)}}});
  Expression same{.text = "attribute_exists(#pk) AND attribute_not_exists(#stamp)",
                  .names = {{"#pk", std::string(kPk)}, {"#stamp", std::string(kStamp)}},
                  .values = {}};
  if (!damaged.stamp.empty()) {
    same.text = "attribute_exists(#pk) AND #stamp = :stamp";
    same.values = {{":stamp", text_value(damaged.stamp)}};
  }
  add_expression(body, "ConditionExpression", same);
  const auto written = tables_.write("UpdateItem", tables_.settings().ledger_table, std::move(body));
  if (!written) return fail(written.error());
  return {};
}

Result<std::optional<OwedWork>> DynamoWorkQueue::work(const std::string& id) {
  const auto lane = lane_of(id);
  if (!lane) return std::nullopt;  // no work of this version has such an id
  const auto item = tables_.get(tables_.settings().ledger_table, work_key(*lane, id));
  if (!item) return fail(item.error());
  if (!*item) return std::nullopt;
  StoredWork stored = work_in(**item);
  if (!stored.is_known() && !stored.kind.starts_with(kAside)) return std::nullopt;
  if (!stored.work) return fail(std::move(stored.work.error()));
  return *std::move(stored.work);
}

Result<std::optional<Instant>> DynamoWorkQueue::next_due(WorkClass work_class, Instant after) {
  return find_next_due(tables_, work_class, after);
}

Result<std::int64_t> DynamoWorkQueue::backlog(WorkClass work_class, Instant now) {
  return count_due(tables_, work_class, now);
}

}  // namespace curfew::dynamodb
