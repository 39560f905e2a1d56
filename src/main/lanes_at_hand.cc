#include "main/lanes_at_hand.h"

#include <cstddef>

namespace curfew::wiring {

std::optional<LanesAtHand::Taken> LanesAtHand::take(WorkClass work_class) {
  const std::scoped_lock lock(mutex_);
  auto& found = found_.at(static_cast<std::size_t>(work_class));
  while (!found.empty()) {
    std::string lane = std::move(found.front());
    found.pop_front();
    if (taken_.insert(lane).second) return Taken(*this, std::move(lane));
  }
  return std::nullopt;
}

void LanesAtHand::found(WorkClass work_class, const std::vector<std::string>& lanes) {
  const std::scoped_lock lock(mutex_);
  found_.at(static_cast<std::size_t>(work_class)).assign(lanes.begin(), lanes.end());
}

void LanesAtHand::give_back(const std::string& lane) {
  const std::scoped_lock lock(mutex_);
  taken_.erase(lane);
}

}  // namespace curfew::wiring
