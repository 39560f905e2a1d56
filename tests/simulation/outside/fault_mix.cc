#include "simulation/outside/fault_mix.h"

#include <algorithm>
#include <cstdint>

namespace curfew::simulation {
namespace {

struct Row {
  Fault fault;
  std::string_view mark;
  std::uint32_t rate;  // of ten thousand occasions, where it is on
};

constexpr std::array<Row, kFaults> kRows{{
    {Fault::kStoreFails, "fault: the store fails before it commits", 300},
    {Fault::kStoreLosesAnswer, "fault: the store commits and the answer is lost", 300},
    {Fault::kStoreLosesCommit, "fault: the store does not commit and nobody can tell", 300},
    {Fault::kStoreCommitsLate, "fault: the store commits late", 200},
    {Fault::kStoreFailsToRead, "fault: the store fails to read", 100},
    {Fault::kStoreStalls, "fault: the store stalls", 50},
    {Fault::kQueueFails, "fault: the queue fails", 200},
    {Fault::kIdentityCenterFails, "fault: Identity Center fails to answer a question", 1000},
    {Fault::kListingBehind, "fault: a listing is behind the truth", 3000},
    {Fault::kThrottled, "fault: a call is throttled", 2000},
    {Fault::kConflict, "fault: a call meets a conflict", 1500},
    {Fault::kRefused, "fault: a call is refused for good", 1000},
    {Fault::kCallLost, "fault: a call is lost on its way", 1000},
    {Fault::kAnswerLost, "fault: a call takes effect and its answer is lost", 1500},
    {Fault::kServerStalls, "fault: a server stalls between claim and call", 700},
    {Fault::kOperationFails, "fault: an operation fails in the end", 1000},
    {Fault::kOperationFailsLate, "fault: an operation fails minutes after the call", 500},
    {Fault::kOperationSlow, "fault: an operation takes minutes", 1000},
    {Fault::kOperationForgotten, "fault: an operation is forgotten", 300},
    {Fault::kDeleteOvertakes, "fault: a delete overtakes a create", 3000},
    {Fault::kMailFails, "fault: a mail is not taken", 1500},
    {Fault::kMailLosesAnswer, "fault: a mail is sent and the answer is lost", 1000},
    {Fault::kMailRefused, "fault: a mail is refused for good", 300},
    {Fault::kApproversUnreadable, "fault: the managers' addresses cannot be read", 2000},
    {Fault::kDiesBefore, "fault: a server dies before a call", 60},
    {Fault::kDiesAfter, "fault: a server dies after a call", 60},
    {Fault::kAllDie, "fault: all servers die at once", 3000},
    {Fault::kWorkLost, "fault: owed work is lost", 3000},
    {Fault::kTimerEarly, "fault: a timer comes twice or early", 5000},
    {Fault::kTimerLate, "fault: a timer comes late", 2000},
    {Fault::kClockSteps, "fault: a clock steps", 4000},
    {Fault::kAddedByHand, "fault: an operator adds an assignment by hand", 4000},
    {Fault::kTakenByHand, "fault: an operator takes an assignment away by hand", 4000},
    {Fault::kEarlierFunctions, "fault: earlier functions give and take access beside us", 4000},
    {Fault::kUserDeleted, "fault: a user is deleted", 1500},
    {Fault::kDeletedUserStays, "fault: a deleted user's access cannot be taken away", 5000},
    {Fault::kCatalogChanges, "fault: the catalog changes", 2000},
    {Fault::kThroughGroup, "fault: access comes through a group", 2000},
    {Fault::kTwoVersions, "fault: two versions of the program run", 5000},
    {Fault::kCallsAgain, "fault: a person gives up and calls again", 3000},
    {Fault::kScheduleFails, "fault: a timer outside cannot be set or removed", 1500},
    {Fault::kScheduleLosesAnswer, "fault: a timer outside is set or removed and the answer is lost", 1500},
    {Fault::kScheduleTwice, "fault: a timer outside calls twice", 3000},
}};

static_assert(std::ranges::all_of(kRows, [](const Row& row) {
  return row.fault == kRows[static_cast<std::size_t>(row.fault)].fault && !row.mark.empty();
}));

// Now and then a fault is a storm: this many times its rate, and not more often than this.
constexpr std::uint32_t kStorm = 30;
constexpr std::uint32_t kMostOften = 9000;

std::uint32_t drawn_rate(Dice& dice, std::uint32_t rate) {
  if (dice.below(12) == 0) return std::min(rate * kStorm, kMostOften);
  return dice.coin() ? rate : rate / 4;
}

}  // namespace

std::string_view name_of(Fault fault) { return kRows.at(static_cast<std::size_t>(fault)).mark.substr(7); }

// One world in ten is calm. In the others each fault is on in one of two to four.
FaultMix::FaultMix(Dice& dice, Marks& marks) : dice_(dice), marks_(marks) {
  if (dice.below(10) == 0) return;
  const std::uint64_t rarity = 2 + dice.below(3);
  for (const Row& row : kRows) {
    if (dice.below(rarity) != 0) continue;
    rates_.at(static_cast<std::size_t>(row.fault)) = drawn_rate(dice, row.rate);
  }
}

bool FaultMix::is_calm() const {
  return std::ranges::all_of(rates_, [](std::uint32_t rate) { return rate == 0; });
}

bool FaultMix::strikes(Fault fault) {
  if (stopped_ || !dice_.chance(rates_.at(static_cast<std::size_t>(fault)))) return false;
  ++struck_;
  marks_.reach(kRows.at(static_cast<std::size_t>(fault)).mark);
  return true;
}

}  // namespace curfew::simulation
