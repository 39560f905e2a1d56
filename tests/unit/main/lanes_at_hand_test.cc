#include "main/lanes_at_hand.h"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace curfew::wiring {
namespace {

constexpr auto kAccess = WorkClass::kAccess;
constexpr Instant kNow{std::chrono::hours(1000)};

std::vector<std::string> all_of(LanesAtHand& lanes, WorkClass work_class) {
  std::vector<std::string> names;
  while (const auto lane = lanes.take(work_class, kNow)) names.push_back(lane->name());
  return names;
}

TEST(LanesAtHand, LanesAreTakenInTheOrderInWhichTheyWereFound) {
  LanesAtHand lanes;
  EXPECT_FALSE(lanes.take(kAccess, kNow));
  lanes.found(kAccess, {"account/2", "account/1"});
  EXPECT_EQ((std::vector<std::string>{"account/2", "account/1"}), all_of(lanes, kAccess));
}

TEST(LanesAtHand, EachLaneIsTakenByOneWorkerHoweverOftenItIsFound) {
  LanesAtHand lanes;
  lanes.found(kAccess, {"account/1", "account/2"});
  const auto first = lanes.take(kAccess, kNow);
  lanes.found(kAccess, {"account/1", "account/2"});
  EXPECT_EQ(std::vector<std::string>{"account/2"}, all_of(lanes, kAccess));
}

TEST(LanesAtHand, ALaneThatWasLetGoCanBeTakenAgain) {
  LanesAtHand lanes;
  for (int look = 0; look < 2; ++look) {
    lanes.found(kAccess, {"account/1"});
    EXPECT_EQ(std::vector<std::string>{"account/1"}, all_of(lanes, kAccess));
  }
}

TEST(LanesAtHand, AWorkerThatIsStuckDoesNotKeepItsLaneForEver) {
  for (const Instant later : {kNow + LanesAtHand::kLongestKept, kNow - Millis(1)}) {  // the clock may be set back
    LanesAtHand lanes;
    lanes.found(kAccess, {"account/1"});
    auto stuck = lanes.take(kAccess, kNow);
    lanes.found(kAccess, {"account/1"});
    const auto next = lanes.take(kAccess, later);
    ASSERT_TRUE(next);
    EXPECT_EQ("account/1", next->name());
    stuck.reset();
    lanes.found(kAccess, {"account/1"});
    EXPECT_FALSE(lanes.take(kAccess, later)) << "what the stuck one lets go is not its own any more";
  }
}

TEST(LanesAtHand, ClassesAreKeptApart) {
  LanesAtHand lanes;
  lanes.found(WorkClass::kMail, {"mail/1"});
  lanes.found(kAccess, {"account/1"});
  EXPECT_EQ(std::vector<std::string>{"mail/1"}, all_of(lanes, WorkClass::kMail));
  EXPECT_EQ(std::vector<std::string>{"account/1"}, all_of(lanes, kAccess));
}

TEST(LanesAtHand, ANewLookTakesThePlaceOfTheLast) {
  LanesAtHand lanes;
  lanes.found(kAccess, {"account/1"});
  lanes.found(kAccess, {"account/2"});
  EXPECT_EQ(std::vector<std::string>{"account/2"}, all_of(lanes, kAccess));
}

}  // namespace
}  // namespace curfew::wiring
