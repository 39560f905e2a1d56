#include "main/lanes_at_hand.h"

#include <cstddef>

namespace curfew::wiring {

std::optional<LanesAtHand::Taken> LanesAtHand::take(WorkClass work_class, Instant now) {
  const std::scoped_lock lock(mutex_);
  auto& found = found_.at(static_cast<std::size_t>(work_class));
  while (!found.empty()) {
    std::string lane = std::move(found.front());
    found.pop_front();
    if (is_kept(lane, now)) continue;
    keepers_.insert_or_assign(lane, Keeper{.number = ++last_number_, .since = now});
    return Taken(*this, std::move(lane), last_number_);
  }
  return std::nullopt;
}

void LanesAtHand::found(WorkClass work_class, const std::vector<std::string>& lanes) {
  const std::scoped_lock lock(mutex_);
  found_.at(static_cast<std::size_t>(work_class)).assign(lanes.begin(), lanes.end());
}

// A clock that was set back since must not keep a lane for longer.
bool LanesAtHand::is_kept(const std::string& lane, Instant now) const {
  const auto keeper = keepers_.find(lane);
  return keeper != keepers_.end() && now >= keeper->second.since && now < keeper->second.since + kLongestKept;
}

// Unless somebody else has it by now.
void LanesAtHand::give_back(const std::string& lane, std::uint64_t number) {
  const std::scoped_lock lock(mutex_);
  const auto keeper = keepers_.find(lane);
  if (keeper != keepers_.end() && keeper->second.number == number) keepers_.erase(keeper);
}

}  // namespace curfew::wiring
