#include "adapters/user_pool/failure_limits.h"

#include <gtest/gtest.h>

#include "unit/adapters/user_pool/pool_fixture.h"

namespace curfew::user_pool {
namespace {

class FailureLimitsTest : public PoolTest {
 protected:
  bool is_shut(const FailureKey& key) {
    return store_->read([&](sqlite_file::Connection& c) { return is_locked_out(c, key, now_); }).value();
  }
  Charge charge(const FailureKey& key) {
    return store_->write([&](sqlite_file::Connection& c) { return charge_failure(c, key, now_); }).value();
  }
  void refund(const Charge& charge) {
    ASSERT_TRUE(store_->write([&](sqlite_file::Connection& c) { return refund_failure(c, charge, now_); }));
  }
  // How long the door stays shut from now on.
  Millis lock(const FailureKey& key) {
    const Instant start = now_;
    while (is_shut(key)) now_ += Millis(500);
    const Millis length = now_ - start;
    now_ = start;
    return length;
  }
  std::int64_t rows() {
    return store_
        ->read([](sqlite_file::Connection& c) {
          return c.first("SELECT count(*) FROM pool_failures",
                         [](const sqlite_file::Statement& row) -> Result<std::int64_t> { return row.number(0); });
        })
        .value()
        .value();
  }

  FailureKey alice_ = password_failures(Subject("alice"));
};

TEST_F(FailureLimitsTest, LocksDoubleUpToFifteenMinutes) {
  const std::vector<int> expected = {0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900};
  for (const int length : expected) {
    charge(alice_);
    EXPECT_EQ(lock(alice_), seconds(length));
    now_ += seconds(length);
  }
}

TEST_F(FailureLimitsTest, FifteenQuietMinutesAfterTheDoorOpenedStartAnew) {
  for (int i = 0; i < 10; ++i) {
    charge(alice_);
    now_ += lock(alice_);
  }
  now_ += minutes(15) - Millis(1);
  charge(alice_);
  EXPECT_EQ(lock(alice_), seconds(64));
  now_ += seconds(64) + minutes(15);
  charge(alice_);
  EXPECT_EQ(lock(alice_), seconds(0));
}

TEST_F(FailureLimitsTest, ARefundTakesBackTheChargeAndItsLockOnly) {
  for (int i = 0; i < 4; ++i) charge(alice_);
  const Charge right = charge(alice_);
  EXPECT_TRUE(is_shut(alice_));
  refund(right);
  EXPECT_FALSE(is_shut(alice_));
  charge(alice_);
  EXPECT_EQ(lock(alice_), seconds(1));
}

TEST_F(FailureLimitsTest, ARefundDoesNotOpenADoorThatAnotherFailureShut) {
  for (int i = 0; i < 3; ++i) charge(alice_);
  const Charge right = charge(alice_);
  charge(alice_);
  refund(right);
  EXPECT_TRUE(is_shut(alice_));
}

TEST_F(FailureLimitsTest, WhatWasRefundedToNothingLeavesNothing) {
  refund(charge(alice_));
  EXPECT_EQ(rows(), 0);
}

TEST_F(FailureLimitsTest, AClockThatWasSetBackLocksNobodyOutForLong) {
  for (int i = 0; i < 8; ++i) charge(alice_);
  now_ -= days(300);
  EXPECT_FALSE(is_shut(alice_));
}

TEST_F(FailureLimitsTest, OldCountsAreSwept) {
  for (int i = 0; i < 20; ++i) charge(password_failures_of_unknown("name" + std::to_string(i)));
  EXPECT_EQ(rows(), 20);
  now_ += minutes(15) + Millis(1);
  charge(alice_);
  EXPECT_EQ(rows(), 1);
}

TEST_F(FailureLimitsTest, NamesThatNobodyHasAreCountedWithoutCase) {
  EXPECT_EQ(password_failures_of_unknown("Bob@Example.com").who, password_failures_of_unknown("bob@example.com").who);
  EXPECT_NE(password_failures_of_unknown("bob").who, password_failures_of_unknown("rob").who);
}

TEST_F(FailureLimitsTest, OneCustomersIpv6AddressesAreOneCaller) {
  EXPECT_EQ(address_failures("2001:db8:1:2:3:4:5:6").who, address_failures("2001:db8:1:2:ffff::1").who);
  EXPECT_NE(address_failures("2001:db8:1:2::1").who, address_failures("2001:db8:1:3::1").who);
  EXPECT_NE(address_failures("203.0.113.7").who, address_failures("203.0.113.8").who);
  EXPECT_NE(address_failures("::ffff:203.0.113.7").who, address_failures("::ffff:203.0.113.8").who);
}

}  // namespace
}  // namespace curfew::user_pool
