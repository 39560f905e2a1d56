// The adapter on a scripted AWS, with a clock that stands still.
#pragma once

#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>

#include "adapters/identity_center/identity_center.h"
#include "support/aws/scripted_caller.h"
#include "support/fake_clock.h"

namespace curfew::identity_center {

inline constexpr const char* kInstance = "arn:aws:sso:::instance/ssoins-7223abcd1234ef56";
inline constexpr const char* kStore = "d-9067ab12cd";
inline constexpr const char* kOperation = "c1c8a0d2-5c43-4f1c-9d57-0e1b6a0f3f11";
inline constexpr const char* kAda = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
inline constexpr const char* kBob = "0a1b2c3d-7dec-11d0-a765-00a0c91e6bf6";
inline constexpr const char* kTeam = "9067ab12cd-aaaaaaaa-7dec-11d0-a765-00a0c91e6bf6";

class CenterTest : public testing::Test {
 protected:
  // A burst for every call that a test makes, and nobody waits.
  CenterTest() : CenterTest({.calls_per_second = 0, .max_outstanding_creates = 0, .patience = Millis{0}}) {}
  explicit CenterTest(IdentityCenterSettings settings) : center_(caller_, clock_, with_ids(std::move(settings))) {}

  static IdentityCenterSettings with_ids(IdentityCenterSettings settings) {
    settings.instance_arn = kInstance;
    settings.identity_store_id = kStore;
    return settings;
  }

  static AssignmentKey adas_access() {
    return {.user_id = UserId(kAda),
            .account_id = AccountId("269423819609"),
            .permission_set_arn =
                PermissionSetArn("arn:aws:sso:::permissionSet/ssoins-7223abcd1234ef56/ps-1111111111111111")};
  }

  static boost::json::object assigned(const std::string& type, const std::string& id) {
    return {{"AccountId", "269423819609"}, {"PrincipalType", type}, {"PrincipalId", id}};
  }
  void will_list(boost::json::array entries, boost::json::object rest = {}) {
    rest["AccountAssignments"] = std::move(entries);
    caller_.will_answer("ListAccountAssignments", rest);
  }
  // What DescribeAccountAssignment…Status says.
  static boost::json::object status(const std::string& kind, const std::string& word,
                                    const std::string& account = "269423819609") {
    return {{"AccountAssignment" + kind + "Status",
             boost::json::object{{"Status", word}, {"RequestId", kOperation}, {"TargetId", account}}}};
  }

  test::ScriptedCaller caller_;
  test::FakeClock clock_;
  AwsIdentityCenter center_;
};

}  // namespace curfew::identity_center
