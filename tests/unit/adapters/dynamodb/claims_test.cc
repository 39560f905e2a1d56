// A claim whose call came twice, late or without an answer.
#include "adapters/dynamodb/claims.h"

#include <gtest/gtest.h>

#include <string>

#include "adapters/dynamodb/keys.h"
#include "support/fake_clock.h"
#include "unit/adapters/dynamodb/scripted_tables.h"

namespace curfew::dynamodb {
namespace {

using std::chrono::minutes;

const std::string kLane = "account/533267321107";
constexpr Instant kNow = test::kTestStart;

class ClaimsTest : public testing::Test {
 protected:
  // The first token that the tables draw.
  ClaimsTest() : own_id_(ScriptedTables().tables.new_token()) {}

  [[nodiscard]] Result<std::optional<Claim>> claim() {
    return take_claim(world_.tables, kLane, kNow, kNow + minutes(1));
  }
  [[nodiscard]] static Item claimed_by(const std::string& id, std::int64_t epoch) {
    Item item = claim_key(kLane);
    item["ClaimId"] = text_value(id);
    item["Epoch"] = number_value(epoch);
    item["UntilMs"] = number_value(unix_millis(kNow + minutes(1)));
    return item;
  }

  std::string own_id_;
  ScriptedTables world_;
};

TEST_F(ClaimsTest, TheEpochIsWhatDynamoDbMadeIt) {
  world_.aws.will_answer("UpdateItem", {{"Attributes", claimed_by(own_id_, 7)}});
  const auto held = claim();
  ASSERT_TRUE(held && *held);
  EXPECT_EQ((*held)->epoch, 7);
  EXPECT_EQ((*held)->lane, kLane);
}

TEST_F(ClaimsTest, ALaneThatSomebodyHoldsIsNotOurs) {
  world_.aws.will_fail("UpdateItem", condition_failed(claimed_by("somebody", 8)));
  const auto held = claim();
  ASSERT_TRUE(held);
  EXPECT_EQ(*held, std::nullopt);
}

// The client tried again after a lost answer, and met the claim that the first try had made.
TEST_F(ClaimsTest, WhatALostTryTookIsOurs) {
  world_.aws.will_fail("UpdateItem", condition_failed(claimed_by(own_id_, 9), Effect::kMaybe));
  const auto held = claim();
  ASSERT_TRUE(held && *held);
  EXPECT_EQ((*held)->epoch, 9);
}

TEST_F(ClaimsTest, AClaimOfUnknownOutcomeMayHaveTakenEffect) {
  world_.aws.will_fail("UpdateItem", lost());
  const auto held = claim();
  ASSERT_FALSE(held);
  EXPECT_EQ(held.error().effect, Effect::kMaybe);
}

TEST_F(ClaimsTest, ATransactionOnTheSameItemIsWaitedFor) {
  world_.aws.will_refuse("UpdateItem", "TransactionConflictException");
  world_.aws.will_answer("UpdateItem", {{"Attributes", claimed_by(own_id_, 7)}});
  EXPECT_TRUE(claim());
  EXPECT_EQ(world_.pause.count(), 1);
}

TEST_F(ClaimsTest, TheItemExpiresADayAfterTheClaim) {
  world_.aws.will_answer("UpdateItem", {{"Attributes", claimed_by(own_id_, 7)}});
  ASSERT_TRUE(claim());
  const auto values = world_.aws.seen().at(0).body.at("ExpressionAttributeValues").as_object();
  const auto expires = unix_seconds(floor_seconds(kNow + minutes(1) + std::chrono::hours(24)));
  EXPECT_EQ(values.at(":expires"), number_value(expires));
  // A new item begins beyond every epoch that the lane has had: at the time of day.
  EXPECT_EQ(values.at(":now"), number_value(unix_millis(kNow)));
}

TEST_F(ClaimsTest, AStaleReleaseIsHarmless) {
  world_.aws.will_fail("UpdateItem", condition_failed(claimed_by("somebody", 8)));
  EXPECT_TRUE(release_claim(world_.tables, {.lane = kLane, .epoch = 7, .claimed_at = kNow, .until = kNow}));
}

}  // namespace
}  // namespace curfew::dynamodb
