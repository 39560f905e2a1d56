#include "base/check.h"

#include <gtest/gtest.h>

namespace curfew {
namespace {

TEST(EnsureTest, WhatHoldsCostsNothing) { ensure(true, "this holds"); }

TEST(EnsureDeathTest, ABrokenInvariantEndsTheProcessAndSaysWhich) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(ensure(false, "two and two are five"), "check_test.cc:.*two and two are five");
}

}  // namespace
}  // namespace curfew
