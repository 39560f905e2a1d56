#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "adapters/aws/caller.h"

namespace curfew::aws {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using namespace std::chrono_literals;

const Call kCreate{.service = service::kSsoAdmin, .operation = "CreateAccountAssignment"};

CallFailure failure(FailureKind kind, const std::string& code = {}, const std::string& message = {}) {
  CallFailure made;
  made.kind = kind;
  made.code = code;
  made.message = message;
  return made;
}

Error error_of(const CallFailure& failure) { return to_error(kCreate, failure, "create the assignment"); }

TEST(Explanations, NameTheRightThatIsMissing) {
  for (const char* const code : {"AccessDeniedException", "AccessDenied", "AuthorizationErrorException"}) {
    const Error error = error_of(failure(FailureKind::kRefused, code, "User arn:x is not authorized on arn:y"));
    EXPECT_EQ(error.code, ErrorCode::kConfiguration);
    EXPECT_EQ(error.public_text,
              "Curfew could not create the assignment: AWS does not allow it to call sso:CreateAccountAssignment; an "
              "administrator must add this right to the policy of its role.");
    EXPECT_THAT(error.log_text, HasSubstr("User arn:x is not authorized on arn:y"));
  }
}

TEST(Explanations, SayThatCredentialsHaveExpired) {
  const Error error = error_of(failure(FailureKind::kRefused, "ExpiredTokenException"));
  EXPECT_EQ(error.code, ErrorCode::kConfiguration);
  EXPECT_THAT(error.public_text, HasSubstr("credentials have expired"));
}

TEST(Explanations, SayThatTheClockIsWrong) {
  const Error error = error_of(failure(FailureKind::kRefused, "InvalidSignatureException", "Signature expired: x"));
  EXPECT_EQ(error.code, ErrorCode::kUnavailable);
  EXPECT_THAT(error.public_text, HasSubstr("the clock of this machine is wrong"));
}

TEST(Explanations, SayThatAwsIsBusy) {
  CallFailure throttled = failure(FailureKind::kThrottled, "ThrottlingException");
  throttled.retry_after = 2500ms;
  throttled.effect = Effect::kNone;
  const Error error = error_of(throttled);
  EXPECT_EQ(error.code, ErrorCode::kUnavailable);
  EXPECT_EQ(error.effect, Effect::kNone);
  EXPECT_EQ(error.retry_after_seconds, 3);
}

TEST(Explanations, SayWhatToCheckWhereAwsIsOutOfReach) {
  const Error error =
      error_of(failure(FailureKind::kNotSent, "", "the name sso.us-esat-1.amazonaws.com cannot be resolved"));
  EXPECT_EQ(error.code, ErrorCode::kUnavailable);
  EXPECT_THAT(error.public_text, AllOf(HasSubstr("could not be reached"), HasSubstr("region and endpoint_url")));
  EXPECT_THAT(error.log_text, HasSubstr("sso.us-esat-1.amazonaws.com cannot be resolved"));
}

TEST(Explanations, LeaveTheEffectOfALostCallOpen) {
  const Error error = error_of(failure(FailureKind::kLost, "", "no answer within 5000 ms"));
  EXPECT_EQ(error.code, ErrorCode::kUnavailable);
  EXPECT_EQ(error.effect, Effect::kMaybe);
  EXPECT_EQ(error.public_text,
            "Curfew could not create the assignment: AWS did not answer sso:CreateAccountAssignment.");
}

TEST(Explanations, RepeatACodeThatIsTheCallersToUnderstand) {
  const Error error = error_of(failure(FailureKind::kRefused, "ConflictException", "try later"));
  EXPECT_EQ(error.code, ErrorCode::kRefusedOutside);
  EXPECT_THAT(error.public_text, HasSubstr("AWS refused sso:CreateAccountAssignment (ConflictException)"));
}

}  // namespace
}  // namespace curfew::aws
