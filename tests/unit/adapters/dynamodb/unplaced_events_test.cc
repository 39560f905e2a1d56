// The order in which events go to the trail.
#include "adapters/dynamodb/unplaced_events.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/fake_clock.h"

namespace curfew::dynamodb {
namespace {

UnplacedEvents list(const std::string& sort_key, std::vector<EventName> events) {
  return {.sort_key = sort_key, .events = std::move(events)};
}
EventName event(const std::string& chain, std::int64_t sequence) {
  return {.chain = chain, .sequence = sequence, .hash = "hash"};
}

std::vector<std::string> placed(const std::vector<UnplacedEvents>& seen, const std::vector<UnplacedEvents>& now) {
  std::vector<std::string> keys;
  const auto order = placing_order(seen, now);
  EXPECT_TRUE(order);
  for (const UnplacedEvents& one : order.value_or(std::vector<UnplacedEvents>{})) keys.push_back(one.sort_key);
  return keys;
}

TEST(UnplacedEventsTest, ListsGoInTheOrderOfTheirClocks) {
  const std::vector lists{list("1", {event("a", 5)}), list("2", {event("b", 9)}), list("3", {event("a", 6)})};
  EXPECT_EQ(placed(lists, lists), (std::vector<std::string>{"1", "2", "3"}));
}

TEST(UnplacedEventsTest, AClockThatIsBehindDoesNotTurnAChainRound) {
  const std::vector lists{list("1", {event("a", 3)}), list("2", {event("b", 1)}), list("3", {event("a", 2)}),
                          list("4", {event("a", 1)})};
  EXPECT_EQ(placed(lists, lists), (std::vector<std::string>{"2", "4", "3", "1"}));
}

// The first reading missed an event that was committed while it ran, and saw the one after it.
TEST(UnplacedEventsTest, WhatTheFirstReadingMissedGoesAheadOfWhatFollowsIt) {
  const std::vector seen{list("2", {event("a", 2), event("c", 1)})};
  const std::vector now{list("0", {event("d", 1)}), list("1", {event("a", 1), event("b", 8)}),
                        list("2", {event("a", 2), event("c", 1)}), list("3", {event("b", 7)}),
                        list("4", {event("a", 3)})};
  EXPECT_EQ(placed(seen, now), (std::vector<std::string>{"3", "1", "2"}));
}

TEST(UnplacedEventsTest, WhatSomebodyPlacedMeanwhileIsLeftOut) {
  const std::vector seen{list("1", {event("a", 1)}), list("2", {event("a", 2)})};
  EXPECT_EQ(placed(seen, {seen[1]}), (std::vector<std::string>{"2"}));
  EXPECT_TRUE(placed(seen, {}).empty());
}

TEST(UnplacedEventsTest, ACircleIsDamage) {
  const std::vector lists{list("1", {event("a", 1), event("b", 2)}), list("2", {event("b", 1), event("a", 2)})};
  const auto order = placing_order(lists, lists);
  ASSERT_FALSE(order);
  EXPECT_EQ(order.error().code, ErrorCode::kDamaged);
}

TEST(UnplacedEventsTest, ALongChainIsNoTrouble) {
  std::vector<UnplacedEvents> lists;
  for (int i = 0; i < 20'000; ++i) lists.push_back(list(std::to_string(100'000 + i), {event("a", 20'000 - i)}));
  const auto order = placing_order(lists, lists);
  ASSERT_TRUE(order);
  ASSERT_EQ(order->size(), lists.size());
  EXPECT_EQ(order->front().events[0].sequence, 1);
}

TEST(UnplacedEventsTest, NamesReadBack) {
  for (const EventName& name : {event("request/7", 12), event("a chain with spaces", 1), event("", 3)}) {
    EXPECT_EQ(event_name_from(line_of(name)), name);
  }
  for (const char* line : {"", "1", "1 hash", "x hash chain", "1hash chain", " 1 hash chain"}) {
    EXPECT_EQ(event_name_from(line), std::nullopt) << line;
  }
}

TEST(UnplacedEventsTest, TheOrderGrowsWithEachCallAndWithTheClock) {
  test::FakeClock clock;
  CommitOrder order(clock);
  const auto first = order.next();
  EXPECT_GT(order.next(), first);
  clock.advance(Millis(1));
  EXPECT_EQ(order.next(), unix_millis(clock.now()) * 1000);
  clock.advance(std::chrono::hours(-1));
  EXPECT_GT(order.next(), unix_millis(clock.now()) * 1000) << "a clock that was set back";
}

}  // namespace
}  // namespace curfew::dynamodb
