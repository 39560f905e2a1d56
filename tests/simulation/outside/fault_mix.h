// Which faults strike in one world, and how often: drawn from its seed, each on in some worlds and off in others, so
// that they are met alone, together, and not at all.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "simulation/engine/dice.h"
#include "simulation/judges/marks.h"

namespace curfew::simulation {

// docs/testing.md tells how to add one.
enum class Fault : std::uint8_t {
  kStoreFails,
  kStoreLosesAnswer,
  kStoreLosesCommit,
  kStoreCommitsLate,
  kStoreFailsToRead,
  kStoreStalls,
  kQueueFails,
  kIdentityCenterFails,
  kListingBehind,
  kThrottled,
  kConflict,
  kRefused,
  kCallLost,
  kAnswerLost,
  kServerStalls,
  kOperationFails,
  kOperationFailsLate,
  kOperationSlow,
  kOperationForgotten,
  kDeleteOvertakes,
  kMailFails,
  kMailLosesAnswer,
  kMailRefused,
  kApproversUnreadable,
  kDiesBefore,
  kDiesAfter,
  kAllDie,
  kWorkLost,
  kTimerEarly,
  kTimerLate,
  kClockSteps,
  kAddedByHand,
  kTakenByHand,
  kEarlierFunctions,
  kUserDeleted,
  kDeletedUserStays,
  kCatalogChanges,
  kThroughGroup,
  kTwoVersions,
  kCallsAgain,
  kScheduleFails,
  kScheduleLosesAnswer,
  kScheduleTwice
};
inline constexpr std::size_t kFaults = static_cast<std::size_t>(Fault::kScheduleTwice) + 1;

[[nodiscard]] std::string_view name_of(Fault fault);

// For one thread.
class FaultMix {
 public:
  FaultMix(Dice& dice, Marks& marks);

  // Whether this fault is in the mix of this world at all.
  [[nodiscard]] bool has(Fault fault) const { return rates_[static_cast<std::size_t>(fault)] > 0; }
  [[nodiscard]] bool is_calm() const;
  // Whether it strikes now. A fault that has no place here must not be asked for: a strike counts as reached.
  [[nodiscard]] bool strikes(Fault fault);
  // Rules a fault out for this world.
  void forbid(Fault fault) { rates_[static_cast<std::size_t>(fault)] = 0; }
  // How many have struck so far.
  [[nodiscard]] std::uint64_t struck() const { return struck_; }
  // From now on nothing goes wrong any more.
  void stop() { stopped_ = true; }
  [[nodiscard]] bool stopped() const { return stopped_; }

 private:
  Dice& dice_;
  Marks& marks_;
  std::array<std::uint32_t, kFaults> rates_{};  // of ten thousand occasions
  std::uint64_t struck_ = 0;
  bool stopped_ = false;
};

}  // namespace curfew::simulation
