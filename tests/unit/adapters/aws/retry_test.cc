#include "adapters/aws/retry.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/fake_entropy.h"

namespace curfew::aws {
namespace {

using namespace std::chrono_literals;

CallFailure failure(FailureKind kind, const std::string& code = {}, int status = 0) {
  CallFailure made;
  made.kind = kind;
  made.code = code;
  made.status = status;
  return made;
}

TEST(Retries, AreForWhatMayPass) {
  EXPECT_TRUE(can_be_tried_again(failure(FailureKind::kThrottled, "ThrottlingException", 400)));
  EXPECT_TRUE(can_be_tried_again(failure(FailureKind::kLost)));
  EXPECT_TRUE(can_be_tried_again(failure(FailureKind::kNotSent)));
  EXPECT_TRUE(can_be_tried_again(failure(FailureKind::kRefused, "RequestTimeout", 400)));
  for (const int status : {500, 502, 503, 504}) {
    EXPECT_TRUE(can_be_tried_again(failure(FailureKind::kServerError, "", status)));
  }
}

TEST(Retries, AreNotForWhatStays) {
  EXPECT_FALSE(can_be_tried_again(failure(FailureKind::kRefused, "ConflictException", 409)));
  EXPECT_FALSE(can_be_tried_again(failure(FailureKind::kServerError, "", 501)));
  EXPECT_FALSE(can_be_tried_again(failure(FailureKind::kServerError, "", 404)));
  CallFailure unconfigured = failure(FailureKind::kNotSent);
  unconfigured.is_configuration = true;
  EXPECT_FALSE(can_be_tried_again(unconfigured));
}

TEST(Pauses, GrowAreJitteredAndEnd) {
  test::FakeEntropy entropy;
  for (const auto& [kind, first] : {std::pair{FailureKind::kLost, 100ms}, std::pair{FailureKind::kThrottled, 1000ms}}) {
    for (const int retry : {1, 2, 5, 30}) {
      const Millis most = std::min<Millis>(first * (1 << std::min(retry - 1, 10)), kLongestPause);
      Millis longest{0};
      Millis shortest = kLongestPause;
      for (int i = 0; i < 500; ++i) {
        const Millis pause = pause_before(retry, failure(kind), entropy);
        longest = std::max(longest, pause);
        shortest = std::min(shortest, pause);
      }
      EXPECT_LT(longest, most);
      EXPECT_GT(longest, most * 9 / 10);
      EXPECT_LT(shortest, most / 10);
    }
  }
}

TEST(Pauses, AreAtLeastWhatAwsAsksFor) {
  test::FakeEntropy entropy;
  CallFailure throttled = failure(FailureKind::kThrottled);
  throttled.retry_after = 9s;
  EXPECT_EQ(pause_before(1, throttled, entropy), 9s);
}

TEST(RetryBudgets, RunDryWhileNothingSucceeds) {
  RetryBudget budget;
  int retries = 0;
  while (budget.take("sso-admin", failure(FailureKind::kServerError)) > 0) ++retries;
  EXPECT_EQ(retries, 100);
  EXPECT_EQ(budget.take("dynamodb", failure(FailureKind::kServerError)), 5) << "another service is not sick";
}

TEST(RetryBudgets, ChargeMoreForLostAnswers) {
  RetryBudget budget;
  int retries = 0;
  while (budget.take("sso-admin", failure(FailureKind::kLost)) > 0) ++retries;
  EXPECT_EQ(retries, 50);
}

TEST(RetryBudgets, FillAgainWithSuccessesAndNeverOverflow) {
  RetryBudget budget;
  for (int i = 0; i < 1000; ++i) budget.give_back("sso-admin", 0);
  while (budget.take("sso-admin", failure(FailureKind::kServerError)) > 0) {
  }
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(budget.take("sso-admin", failure(FailureKind::kServerError)), 0);
    budget.give_back("sso-admin", 0);
  }
  const int price = budget.take("sso-admin", failure(FailureKind::kServerError));
  EXPECT_EQ(price, 5);
  budget.give_back("sso-admin", price);
  EXPECT_EQ(budget.take("sso-admin", failure(FailureKind::kServerError)), 5);
}

}  // namespace
}  // namespace curfew::aws
