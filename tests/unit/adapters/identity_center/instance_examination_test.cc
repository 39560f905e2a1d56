#include "adapters/identity_center/instance_examination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "center_fixture.h"

namespace curfew::identity_center {
namespace {

using boost::json::array;
using boost::json::object;
using testing::HasSubstr;

class InstanceExaminationTest : public testing::Test {
 protected:
  void will_list_instance(object rest = {}) {
    if (!rest.contains("InstanceArn")) rest["InstanceArn"] = kInstance;
    if (!rest.contains("IdentityStoreId")) rest["IdentityStoreId"] = kStore;
    caller_.will_answer("ListInstances", {{"Instances", array{std::move(rest)}}});
  }
  void everything_else_works() {
    caller_.will_refuse("GetUserId", "ResourceNotFoundException");
    caller_.will_answer("ListGroupMembershipsForMember", {{"GroupMemberships", array{}}});
    for (const std::string kind : {"Creation", "Deletion"}) {
      caller_.will_refuse("DescribeAccountAssignment" + kind + "Status", "ResourceNotFoundException");
      caller_.will_answer("ListAccountAssignment" + kind + "Status", {});
    }
  }
  std::vector<Diagnosis> examine() { return InstanceExamination(caller_, kInstance, kStore).examine(); }
  Diagnosis broken_thing() {
    const auto all = examine();
    EXPECT_EQ(std::ranges::count(all, Health::kBroken, &Diagnosis::health), 1);
    const auto found = std::ranges::find(all, Health::kBroken, &Diagnosis::health);
    return found == all.end() ? Diagnosis{} : *found;
  }

  test::ScriptedCaller caller_;
};

TEST_F(InstanceExaminationTest, AllRightsAreShownButThoseThatOnlyAGrantShows) {
  will_list_instance();
  everything_else_works();
  const auto all = examine();
  EXPECT_EQ(std::ranges::count(all, Health::kBroken, &Diagnosis::health), 0);
  ASSERT_EQ(std::ranges::count(all, Health::kUnproved, &Diagnosis::health), 1);
  EXPECT_THAT(all.back().text, HasSubstr("sso:CreateAccountAssignment"));
  for (const auto& call : caller_.seen()) {
    EXPECT_FALSE(call.operation.starts_with("Create") || call.operation.starts_with("Delete")) << call.operation;
  }
}

TEST_F(InstanceExaminationTest, AnInstanceOfAnotherRegionOrAccount) {
  will_list_instance({{"InstanceArn", "arn:aws:sso:::instance/ssoins-0000000000000000"}});
  everything_else_works();
  EXPECT_THAT(broken_thing().remedy, HasSubstr("aws.region"));
}

TEST_F(InstanceExaminationTest, AnotherIdentityStore) {
  will_list_instance({{"IdentityStoreId", "d-0000000000"}});
  everything_else_works();
  EXPECT_THAT(broken_thing().text, HasSubstr("d-0000000000, not d-9067ab12cd"));
}

TEST_F(InstanceExaminationTest, AnInstanceThatIsBeingDeleted) {
  will_list_instance({{"Status", "DELETE_IN_PROGRESS"}});
  everything_else_works();
  EXPECT_THAT(broken_thing().text, HasSubstr("DELETE_IN_PROGRESS"));
}

TEST_F(InstanceExaminationTest, AMissingRightToLookPeopleUp) {
  will_list_instance();
  caller_.will_refuse("GetUserId", "AccessDeniedException");
  everything_else_works();
  EXPECT_THAT(broken_thing().remedy, HasSubstr("Add identitystore:GetUserId on arn:aws:identitystore::"));
}

TEST_F(InstanceExaminationTest, ARightThatTheServerDoesWithoutMayBeMissing) {
  caller_.will_refuse("ListInstances", "AccessDeniedException");
  everything_else_works();
  const auto all = examine();
  EXPECT_EQ(std::ranges::count(all, Health::kBroken, &Diagnosis::health), 0);
  EXPECT_EQ(all.front().health, Health::kUnproved);
}

TEST_F(InstanceExaminationTest, AwsThatIsNotThereIsAskedOnce) {
  caller_.will_fail("ListInstances",
                    {.kind = aws::FailureKind::kNotSent, .message = "connection refused", .effect = Effect::kNone});
  EXPECT_THAT(broken_thing().text, HasSubstr("connection refused"));
  EXPECT_EQ(caller_.seen().size(), 1U);
}

}  // namespace
}  // namespace curfew::identity_center
