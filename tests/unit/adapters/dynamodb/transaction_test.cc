// What becomes of a transaction when AWS is busy, silent or against it.
#include "adapters/dynamodb/transaction.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "adapters/dynamodb/keys.h"
#include "unit/adapters/dynamodb/scripted_tables.h"

namespace curfew::dynamodb {
namespace {

constexpr auto kOperation = "TransactWriteItems";

class TransactionTest : public testing::Test {
 protected:
  [[nodiscard]] static Transaction of_one_item() {
    Transaction transaction("token");
    EXPECT_TRUE(transaction.put("ledger", ledger_key("a", "b"), {}));
    return transaction;
  }
  [[nodiscard]] Result<CommitOutcome> commit() { return of_one_item().commit(world_.tables); }

  // That each call made was this very transaction.
  void expect_one_token(std::size_t calls) const {
    const auto seen = world_.aws.seen();
    EXPECT_EQ(seen.size(), calls);
    for (const auto& call : seen) EXPECT_EQ(call.body.at("ClientRequestToken"), "token");
  }

  ScriptedTables world_;
};

TEST_F(TransactionTest, AnAnswerIsACommit) {
  world_.aws.will_answer(kOperation, {});
  EXPECT_EQ(commit(), CommitOutcome::kCommitted);
  expect_one_token(1);
}

TEST_F(TransactionTest, NothingToWriteIsNoCall) {
  EXPECT_EQ(Transaction("token").commit(world_.tables), CommitOutcome::kCommitted);
  EXPECT_TRUE(world_.aws.seen().empty());
}

TEST_F(TransactionTest, AConditionThatDoesNotHoldIsAConflict) {
  world_.aws.will_fail(kOperation, cancelled({"None", "ConditionalCheckFailed"}));
  EXPECT_EQ(commit(), CommitOutcome::kConflict);
  expect_one_token(1);
}

TEST_F(TransactionTest, AConditionCountsMoreThanARivalWhoIsUnderWay) {
  world_.aws.will_fail(kOperation, cancelled({"TransactionConflict", "ConditionalCheckFailed"}));
  EXPECT_EQ(commit(), CommitOutcome::kConflict);
}

TEST_F(TransactionTest, ARivalWhoIsUnderWayIsWaitedFor) {
  world_.aws.will_fail(kOperation, cancelled({"None", "TransactionConflict"}));
  world_.aws.will_fail(kOperation, cancelled({"ThrottlingError"}));
  world_.aws.will_throttle(kOperation);
  world_.aws.will_answer(kOperation, {});
  EXPECT_EQ(commit(), CommitOutcome::kCommitted);
  expect_one_token(4);
  EXPECT_EQ(world_.pause.count(), 3);
  EXPECT_GT(world_.pause.total(), Millis(0));
}

TEST_F(TransactionTest, RivalsWithoutEndAreUnavailableAndNothingHappened) {
  for (int i = 0; i < kMostTries; ++i) world_.aws.will_fail(kOperation, cancelled({"TransactionConflict"}));
  const auto outcome = commit();
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(outcome.error().effect, Effect::kNone);
  expect_one_token(kMostTries);
}

TEST_F(TransactionTest, ALostAnswerIsUnknown) {
  world_.aws.will_fail(kOperation, lost());
  EXPECT_EQ(commit(), CommitOutcome::kUnknown);
}

TEST_F(TransactionTest, AServerErrorIsUnknown) {
  world_.aws.will_fail(kOperation, {.kind = aws::FailureKind::kServerError, .status = 500, .effect = Effect::kMaybe});
  EXPECT_EQ(commit(), CommitOutcome::kUnknown);
}

TEST_F(TransactionTest, ACallThatNobodyHeardIsUnavailable) {
  world_.aws.will_fail(kOperation, {.kind = aws::FailureKind::kNotSent, .effect = Effect::kNone});
  const auto outcome = commit();
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(outcome.error().effect, Effect::kNone);
}

// The client tried twice: the first answer was lost, the second said that a condition does not hold. That may be the
// work of the first.
TEST_F(TransactionTest, ARefusalAfterALostAnswerIsNoConflictYet) {
  world_.aws.will_fail(kOperation, cancelled({"ConditionalCheckFailed"}, Effect::kMaybe));
  EXPECT_EQ(commit(), CommitOutcome::kUnknown);
}

TEST_F(TransactionTest, ItsOwnFirstTryMayStillBeUnderWay) {
  world_.aws.will_refuse(kOperation, "TransactionInProgressException");
  world_.aws.will_answer(kOperation, {});
  EXPECT_EQ(commit(), CommitOutcome::kCommitted);
  expect_one_token(2);
}

TEST_F(TransactionTest, WhatWasInProgressAndIsRefusedThenIsUnknown) {
  world_.aws.will_refuse(kOperation, "TransactionInProgressException");
  world_.aws.will_fail(kOperation, cancelled({"ConditionalCheckFailed"}));
  EXPECT_EQ(commit(), CommitOutcome::kUnknown);
}

TEST_F(TransactionTest, AReasonThatTryingAgainDoesNotMendIsToldAtOnce) {
  world_.aws.will_fail(kOperation, cancelled({"TransactionConflict", "ValidationError"}));
  const auto outcome = commit();
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().effect, Effect::kNone);
  EXPECT_NE(outcome.error().log_text.find("ValidationError: said AWS"), std::string::npos) << outcome.error().log_text;
  expect_one_token(1);
}

TEST_F(TransactionTest, AMissingRightIsAConfigurationError) {
  world_.aws.will_refuse(kOperation, "AccessDeniedException", "not authorized to perform: dynamodb:PutItem");
  const auto outcome = commit();
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::kConfiguration);
}

TEST_F(TransactionTest, AnItemStandsInATransactionOnce) {
  Transaction transaction("token");
  EXPECT_TRUE(transaction.put("ledger", ledger_key("a", "b"), {}));
  EXPECT_FALSE(transaction.remove("ledger", ledger_key("a", "b")));
  EXPECT_FALSE(transaction.check("ledger", ledger_key("a", "b"), {.text = "attribute_exists(Pk)"}));
  EXPECT_TRUE(transaction.remove("ledger", ledger_key("a", "c")));
  EXPECT_TRUE(transaction.remove("requests", ledger_key("a", "b")));
}

TEST_F(TransactionTest, WhatDynamoDbDoesNotTakeIsNotSent) {
  const auto expect_too_large = [&](const Transaction& transaction) {
    const auto outcome = transaction.commit(world_.tables);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, ErrorCode::kTooLarge);
    EXPECT_EQ(outcome.error().effect, Effect::kNone);
  };
  Transaction of_a_large_item("token");
  EXPECT_TRUE(of_a_large_item.put("ledger", ledger_key("a", "b"), {{"Reason", text_value(std::string(410'000, 'x'))}}));
  expect_too_large(of_a_large_item);
  Transaction of_many_items("token");
  for (int i = 0; i <= 100; ++i) EXPECT_TRUE(of_many_items.remove("ledger", ledger_key("a", std::to_string(i))));
  expect_too_large(of_many_items);
  Transaction of_many_bytes("token");
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(of_many_bytes.put("ledger", ledger_key("a", std::to_string(i)),
                                  {{"Reason", text_value(std::string(300'000, 'x'))}}));
  }
  expect_too_large(of_many_bytes);
  Transaction of_a_long_key("token");
  EXPECT_TRUE(of_a_long_key.remove("ledger", ledger_key("a", std::string(1025, 'x'))));
  expect_too_large(of_a_long_key);
  EXPECT_TRUE(world_.aws.seen().empty());
}

}  // namespace
}  // namespace curfew::dynamodb
