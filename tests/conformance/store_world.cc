#include "conformance/store_world.h"

namespace curfew::conformance {

void StoreConformance::SetUp() {
  GetParam().needs();
  if (!IsSkipped() && !HasFailure()) world_ = GetParam().make();
}

CommitOutcome StoreConformance::commit(const Step& step) {
  const Result<CommitOutcome> outcome = ledger().commit(step);
  EXPECT_TRUE(outcome.has_value()) << outcome.error().log_text;
  const CommitOutcome known = outcome.value_or(CommitOutcome::kUnknown);
  EXPECT_NE(known, CommitOutcome::kUnknown);
  return known;
}

void StoreConformance::store(const Step& step) { ASSERT_EQ(commit(step), CommitOutcome::kCommitted); }

Claim StoreConformance::claim(const std::string& lane, Instant now, Instant until) {
  const auto claimed = value_of(queue().claim(lane, now, until));
  EXPECT_TRUE(claimed.has_value()) << lane << " is held by somebody";
  return claimed.value_or(Claim{});
}

}  // namespace curfew::conformance
