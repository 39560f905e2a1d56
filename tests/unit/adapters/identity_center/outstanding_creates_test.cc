#include "adapters/identity_center/outstanding_creates.h"

#include <gtest/gtest.h>

#include <chrono>

#include "support/fake_clock.h"

namespace curfew::identity_center {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using test::kTestStart;

const OperationId kFirst("11111111-0000-4000-8000-000000000000");

TEST(OutstandingCreates, NoMoreThanSoManyAtATime) {
  OutstandingCreates creates(2);
  EXPECT_TRUE(creates.begin(kTestStart));
  EXPECT_TRUE(creates.begin(kTestStart));
  EXPECT_FALSE(creates.begin(kTestStart));
}

TEST(OutstandingCreates, AnEndOrARefusalMakesRoom) {
  OutstandingCreates creates(1);
  ASSERT_TRUE(creates.begin(kTestStart));
  creates.accepted(kFirst, kTestStart);
  EXPECT_FALSE(creates.begin(kTestStart));
  creates.ended(kFirst);
  ASSERT_TRUE(creates.begin(kTestStart));
  creates.refused();
  EXPECT_TRUE(creates.begin(kTestStart));
}

TEST(OutstandingCreates, WhatEndsTwiceMakesRoomOnce) {
  OutstandingCreates creates(1);
  ASSERT_TRUE(creates.begin(kTestStart));
  creates.accepted(kFirst, kTestStart);
  creates.ended(kFirst);
  creates.ended(kFirst);
  EXPECT_TRUE(creates.begin(kTestStart));
  EXPECT_FALSE(creates.begin(kTestStart));
}

TEST(OutstandingCreates, ALostCreateCountsForAWhile) {
  OutstandingCreates creates(1);
  ASSERT_TRUE(creates.begin(kTestStart));
  creates.lost(kTestStart);
  EXPECT_FALSE(creates.begin(kTestStart + seconds(29)));
  EXPECT_TRUE(creates.begin(kTestStart + seconds(30)));
}

TEST(OutstandingCreates, WhatAnotherServerFollowsToItsEndIsForgotten) {
  OutstandingCreates creates(1);
  ASSERT_TRUE(creates.begin(kTestStart));
  creates.accepted(kFirst, kTestStart);
  EXPECT_TRUE(creates.begin(kTestStart + minutes(2)));
}

TEST(OutstandingCreates, ZeroIsNoLimit) {
  OutstandingCreates creates(0);
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(creates.begin(kTestStart));
}

}  // namespace
}  // namespace curfew::identity_center
