#include "adapters/aws/examiner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "support/aws/scripted_caller.h"

namespace curfew::aws {
namespace {

using boost::json::object;
using testing::HasSubstr;
using testing::IsEmpty;

class ExaminerTest : public testing::Test {
 protected:
  static Probe probe() {
    return {.call = {.service = service::kSsoAdmin, .operation = "DescribePermissionSet"},
            .subject = "permission set S3FullAccess",
            .resource = "arn:aws:sso:::permissionSet/x/y",
            .proof = {"ResourceNotFoundException"}};
  }
  std::optional<Examiner::HeardJson> ask(const Probe& probe) { return examiner_.ask_json(probe, {{"A", 1}}); }
  Diagnosis only_diagnosis() {
    const std::vector<Diagnosis> all = examiner_.take();
    EXPECT_EQ(all.size(), 1U);
    return all.empty() ? Diagnosis{} : all.front();
  }

  test::ScriptedCaller caller_;
  Examiner examiner_{caller_};
};

TEST_F(ExaminerTest, AnAnswerIsHeardAndDiagnosedByWhoAsked) {
  caller_.will_answer("DescribePermissionSet", {{"Name", "x"}});
  const auto heard = ask(probe());
  ASSERT_TRUE(heard);
  EXPECT_EQ(heard->answer.at("Name"), "x");
  EXPECT_THAT(examiner_.take(), IsEmpty());
  EXPECT_EQ(caller_.seen().at(0).body, (object{{"A", 1}}));
}

TEST_F(ExaminerTest, ARefusalThatProvesTheRightIsHeard) {
  caller_.will_refuse("DescribePermissionSet", "ResourceNotFoundException");
  const auto heard = ask(probe());
  ASSERT_TRUE(heard);
  EXPECT_EQ(heard->refusal, "ResourceNotFoundException");
  EXPECT_THAT(examiner_.take(), IsEmpty());
}

TEST_F(ExaminerTest, AMissingRightIsToldAsAPolicyNamesIt) {
  caller_.will_refuse("DescribePermissionSet", "AccessDeniedException");
  EXPECT_FALSE(ask(probe()));
  const Diagnosis told = only_diagnosis();
  EXPECT_EQ(told.health, Health::kBroken);
  EXPECT_EQ(told.subject, "permission set S3FullAccess");
  EXPECT_THAT(told.remedy, HasSubstr("Add sso:DescribePermissionSet on arn:aws:sso:::permissionSet/x/y"));
  EXPECT_FALSE(examiner_.gave_up());
}

TEST_F(ExaminerTest, AMissingRightThatIsNotTheCallsIsToldAsAwsTellsIt) {
  caller_.will_refuse("DescribePermissionSet", "AccessDeniedException",
                      "User: arn:aws:iam::1:user/x is not authorized to perform: iam:PassRole on resource: "
                      "arn:aws:iam::1:role/timer because no identity-based policy allows the iam:PassRole action");
  EXPECT_FALSE(ask(probe()));
  EXPECT_THAT(only_diagnosis().remedy, HasSubstr("Add iam:PassRole on arn:aws:iam::1:role/timer to the policy"));
}

TEST_F(ExaminerTest, ARightThatOnlyAnExaminationNeedsBreaksNothing) {
  caller_.will_refuse("DescribePermissionSet", "AccessDenied");
  Probe curious = probe();
  curious.only_to_examine = true;
  EXPECT_FALSE(ask(curious));
  EXPECT_EQ(only_diagnosis().health, Health::kUnproved);
}

TEST_F(ExaminerTest, WhoDoesNotAnswerIsAskedOnce) {
  caller_.will_fail("DescribePermissionSet",
                    {.kind = FailureKind::kNotSent, .message = "connection refused", .effect = Effect::kNone});
  EXPECT_FALSE(ask(probe()));
  EXPECT_FALSE(ask(probe()));
  EXPECT_EQ(caller_.seen().size(), 1U);
  EXPECT_TRUE(examiner_.gave_up());
  const Diagnosis told = only_diagnosis();
  EXPECT_THAT(told.text, HasSubstr("connection refused"));
  EXPECT_THAT(told.remedy, HasSubstr("aws.region"));
}

TEST_F(ExaminerTest, CredentialsThatAreOverAreToldOnce) {
  caller_.will_refuse("DescribePermissionSet", "ExpiredTokenException", "The security token is expired");
  EXPECT_FALSE(ask(probe()));
  EXPECT_FALSE(ask(probe()));
  EXPECT_EQ(caller_.seen().size(), 1U);
  EXPECT_THAT(only_diagnosis().remedy, HasSubstr("renew"));
}

TEST_F(ExaminerTest, AnyOtherRefusalIsToldWithAwssWords) {
  caller_.will_refuse("DescribePermissionSet", "ValidationException", "1 validation error");
  EXPECT_FALSE(ask(probe()));
  EXPECT_THAT(only_diagnosis().text, HasSubstr("ValidationException: 1 validation error."));
  EXPECT_FALSE(examiner_.gave_up());
}

// A server on the way that is not AWS, a portal that wants a sign-in, say.
class Stranger final : public Caller {
 public:
  CallResult call(const Call& /*call*/) override { return Answer{.body = "<html>hello</html>"}; }
};

TEST_F(ExaminerTest, WhatIsNoAnswerOfTheApiIsBroken) {
  Stranger stranger;
  Examiner examiner(stranger);
  EXPECT_FALSE(examiner.ask_json(probe(), {}));
  const std::vector<Diagnosis> told = examiner.take();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].health, Health::kBroken);
  EXPECT_THAT(told[0].text, HasSubstr("none of this API"));
}

}  // namespace
}  // namespace curfew::aws
