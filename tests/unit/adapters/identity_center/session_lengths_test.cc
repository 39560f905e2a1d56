#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "unit/adapters/identity_center/center_fixture.h"

namespace curfew::identity_center {
namespace {

using boost::json::object;
using std::chrono::minutes;

class SessionLengthsTest : public CenterTest {
 protected:
  void will_describe(object permission_set) {
    caller_.will_answer("DescribePermissionSet", {{"PermissionSet", std::move(permission_set)}});
  }
  Result<minutes> length() { return center_.session_length(adas_access().permission_set_arn); }
};

TEST_F(SessionLengthsTest, IsReadFromThePermissionSet) {
  will_describe({{"Name", "JIT-S3FullAccess"}, {"SessionDuration", "PT4H30M"}});
  EXPECT_EQ(length(), minutes(270));
  EXPECT_EQ(caller_.seen()[0].body,
            (object{{"InstanceArn", kInstance}, {"PermissionSetArn", adas_access().permission_set_arn.str()}}));
}

TEST_F(SessionLengthsTest, IsRoundedUp) {
  will_describe({{"SessionDuration", "PT60M1S"}});
  EXPECT_EQ(length(), minutes(61));
}

TEST_F(SessionLengthsTest, IsAnHourWhereNobodySaidOtherwise) {
  will_describe({{"Name", "JIT-S3FullAccess"}});
  EXPECT_EQ(length(), minutes(60));
}

TEST_F(SessionLengthsTest, WhatIsNotUnderstoodIsNoLength) {
  for (const char* text : {"", "4 hours", "P1Y", "-PT1H", "3600"}) {
    will_describe({{"SessionDuration", text}});
    EXPECT_FALSE(length().has_value()) << text;
  }
  caller_.will_answer("DescribePermissionSet", {});
  EXPECT_FALSE(length().has_value());
}

TEST_F(SessionLengthsTest, IsAskedForOnceInTenMinutes) {
  will_describe({{"SessionDuration", "PT1H"}});
  EXPECT_EQ(length(), minutes(60));
  clock_.advance(minutes(9));
  EXPECT_EQ(length(), minutes(60));
  EXPECT_EQ(caller_.seen().size(), 1U);
  clock_.advance(minutes(1));
  will_describe({{"SessionDuration", "PT12H"}});
  EXPECT_EQ(length(), minutes(720));
}

TEST_F(SessionLengthsTest, AFailureIsNotRemembered) {
  caller_.will_throttle("DescribePermissionSet");
  EXPECT_EQ(length().error().code, ErrorCode::kUnavailable);
  will_describe({{"SessionDuration", "PT1H"}});
  EXPECT_EQ(length(), minutes(60));
}

}  // namespace
}  // namespace curfew::identity_center
