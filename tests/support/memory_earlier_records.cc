// What the deployment before Curfew left in a memory store.
#include <algorithm>
#include <array>
#include <string_view>

#include "support/memory_store.h"

namespace curfew::test {
namespace {

constexpr std::array<std::string_view, 3> kWords{"ERROR", "ACTIVE", "PENDING"};

std::string text_in(const Attributes& record, std::string_view name) {
  const auto found = record.find(name);
  if (found == record.end()) return {};
  if (const auto* number = std::get_if<std::int64_t>(&found->second)) return std::to_string(*number);
  const auto* text = std::get_if<std::string>(&found->second);
  return text == nullptr ? std::string{} : *text;
}

bool names(const Attributes& record, const AssignmentKey& key) {
  return text_in(record, "UserId") == key.user_id.str() && text_in(record, "AccountId") == key.account_id.str() &&
         text_in(record, "PermissionSetArn") == key.permission_set_arn.str();
}

}  // namespace

// In the order of their ids, which is as good as any: `after` is the last one that was shown.
Result<EarlierPage> MemoryStore::page(EarlierStatus status, std::size_t limit,
                                      const std::optional<std::string>& after) {
  const std::scoped_lock lock(mutex_);
  EarlierPage page;
  for (auto entry = after ? tables_.earlier.upper_bound(RequestId(*after)) : tables_.earlier.begin();
       entry != tables_.earlier.end(); ++entry) {
    if (page.records.size() == limit) {
      page.next = std::prev(entry)->first.str();
      return page;
    }
    const bool wanted = text_in(entry->second, "Status") == kWords.at(static_cast<std::size_t>(status));
    if (wanted && !tables_.unindexed.contains(entry->first)) page.records.push_back(entry->second);
  }
  return page;
}

Result<std::vector<Attributes>> MemoryStore::given(const AssignmentKey& key) {
  const std::scoped_lock lock(mutex_);
  std::vector<Attributes> found;
  for (const auto& [id, record] : tables_.earlier) {
    const std::string status = text_in(record, "Status");
    const bool gave = status == "ACTIVE" || status == "ERROR";
    if (gave && names(record, key) && !tables_.unindexed.contains(id)) found.push_back(record);
  }
  return found;
}

Result<std::optional<Attributes>> MemoryStore::record(const RequestId& id) {
  const std::scoped_lock lock(mutex_);
  if (const auto earlier = tables_.earlier.find(id); earlier != tables_.earlier.end()) return earlier->second;
  const auto stored = tables_.requests.find(id);
  if (stored == tables_.requests.end()) return std::nullopt;
  return as_stored(stored->second);
}

bool MemoryStore::is_as_found(const AsFound& found) const {
  const auto earlier = tables_.earlier.find(found.id);
  return earlier != tables_.earlier.end() && text_in(earlier->second, "Status") == found.status &&
         text_in(earlier->second, "RequestTimestamp") == found.request_timestamp;
}

Attributes MemoryStore::as_stored(const Request& request) const {
  Attributes stored = to_attributes(request);
  const auto written = tables_.overwritten.find(request.id);
  if (written == tables_.overwritten.end()) return stored;
  for (const auto& [name, value] : written->second) stored.insert_or_assign(name, value);
  return stored;
}

}  // namespace curfew::test
