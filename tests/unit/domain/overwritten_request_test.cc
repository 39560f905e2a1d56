#include "domain/overwritten_request.h"

#include <gtest/gtest.h>

#include <chrono>

#include "support/scenes.h"

namespace curfew {
namespace {

using test::kTestStartSecond;

// A wish that came to its end undecided, and the event that says so.
class OverwrittenRequestTest : public testing::TestWithParam<RequestStatus> {
 protected:
  OverwrittenRequestTest() {
    request_.version = 2;
    request_.status = GetParam();
    request_.requested_at = kTestStartSecond;
    request_.ended_at = kTestStartSecond + std::chrono::minutes(30);
    request_.event_hash = "abc";
    last_ = {.chain = "request/r1",
             .sequence = 2,
             .to = std::string(word(GetParam())),
             .record_digest = record_digest(request_),
             .hash = "abc"};
  }

  // As the functions of the deployment before wrote, who know nothing of versions: approved, and ended by its time.
  [[nodiscard]] Attributes approved_and_revoked() const {
    Attributes record = to_attributes(request_);
    const auto at = unix_seconds(kTestStartSecond);
    record.insert_or_assign("Status", "REVOKED");
    record.insert_or_assign("ApprovalTimestamp", at + 60);
    record.insert_or_assign("ApproverEmail", "mia@example.com");
    record.insert_or_assign("GrantedTimestamp", at + 60);
    record.insert_or_assign("ExpirationTimestamp", at + 660);
    record.insert_or_assign("RevocationType", "AUTO");
    return record;
  }

  Request request_ = test::new_request("r1", Risk::kHigh);
  AuditEvent last_;
};

TEST_P(OverwrittenRequestTest, IsAgainWhatTheTrailVouchesFor) {
  const auto restored = request_as_left(approved_and_revoked(), last_, nullptr);
  ASSERT_TRUE(restored) << restored.error().log_text;
  EXPECT_EQ(to_attributes(request_), to_attributes(*restored));
}

TEST_P(OverwrittenRequestTest, IsDamagedWhereTheTrailSpeaksOfAnotherVersion) {
  last_.sequence = 3;
  EXPECT_EQ(ErrorCode::kDamaged, request_as_left(approved_and_revoked(), last_, nullptr).error().code);
}

INSTANTIATE_TEST_SUITE_P(Undecided, OverwrittenRequestTest,
                         testing::Values(RequestStatus::kExpired, RequestStatus::kCancelled));

}  // namespace
}  // namespace curfew
