// Whoever settles work has its id only; the lane that follows from it must be the one that it was owed in.
#include <gtest/gtest.h>

#include <vector>

#include "domain/owed_work.h"

namespace curfew {
namespace {

const RequestId kRequest("5b1f2a36-6f1c-4d8e-9a55-0c6d1e2f3a4b");
const AssignmentKey kAccess{.user_id = UserId("9067-ada"),
                            .account_id = AccountId("533267321107"),
                            .permission_set_arn = PermissionSetArn("arn:aws:sso:::permissionSet/ssoins-72/ps-01")};

TEST(LaneOfTest, EveryPieceOfWorkIsFoundInItsLane) {
  const std::vector<OwedWork> all{drive_work(kAccess, {}, kGrantPriority, false),
                                  end_lease_work(kRequest, {}),
                                  lapse_work(kRequest, {}),
                                  letter_work(kRequest, LetterKind::kAccessGranted, "ada/x@example.com", {}),
                                  notice_work(kRequest, {}),
                                  timer_work(kRequest, {}),
                                  topic_notice_work(kRequest, {})};
  for (const OwedWork& work : all) EXPECT_EQ(lane_of(work.id), work.lane) << work.id;
}

TEST(LaneOfTest, WhatIsNobodysIdHasNoLane) {
  for (const char* id : {"", "drive", "drive/", "drive/ada", "drive/ada/533267321107", "dance/7", "/7"}) {
    EXPECT_EQ(lane_of(id), std::nullopt) << id;
  }
}

}  // namespace
}  // namespace curfew
