#include "base/time.h"

#include <gtest/gtest.h>

namespace curfew {
namespace {

TEST(TimeTest, SecondsRoundDownForWhatHasHappened) {
  const Instant at = from_unix_millis(1'765'031'400'001);
  EXPECT_EQ(unix_seconds(floor_seconds(at)), 1'765'031'400);
}

TEST(TimeTest, RoundsTowardsThePastBeforeTheEpochToo) {
  EXPECT_EQ(unix_seconds(floor_seconds(from_unix_millis(-1))), -1);
}

TEST(TimeTest, NumbersGoThereAndBack) {
  EXPECT_EQ(unix_millis(from_unix_millis(1'765'031'400'123)), 1'765'031'400'123);
  EXPECT_EQ(unix_seconds(from_unix_seconds(1'765'031'400)), 1'765'031'400);
}

TEST(TimeTest, TextsAreUtc) {
  const Instant at = from_unix_millis(1'765'031'400'007);
  EXPECT_EQ(iso8601(floor_seconds(at)), "2025-12-06T14:30:00Z");
  EXPECT_EQ(iso8601(at), "2025-12-06T14:30:00.007Z");
  EXPECT_EQ(for_people(floor_seconds(at)), "2025-12-06 14:30:00 UTC");
}

TEST(TimeTest, TextsKnowTheCalendar) {
  EXPECT_EQ(iso8601(from_unix_seconds(0)), "1970-01-01T00:00:00Z");
  EXPECT_EQ(iso8601(from_unix_seconds(-1)), "1969-12-31T23:59:59Z");
  EXPECT_EQ(iso8601(from_unix_seconds(1'709'164'800)), "2024-02-29T00:00:00Z");
  EXPECT_EQ(iso8601(from_unix_seconds(253'402'300'799)), "9999-12-31T23:59:59Z");
}

}  // namespace
}  // namespace curfew
