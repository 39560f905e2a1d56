#include "adapters/aws/aws_examination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "support/fake_clock.h"
#include "support/http_server.h"

namespace curfew::aws {
namespace {

using namespace std::chrono_literals;
using test::HttpServer;
using testing::HasSubstr;

constexpr const char* kIdentity =
    "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:sts::123456789012:assumed-role/curfew/i-1</Arn>"
    "<UserId>AROA:i-1</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";

class Answering final : public Caller {
 public:
  CallResult call(const Call& call) override {
    EXPECT_EQ(call.operation, "GetCallerIdentity");
    ++calls;
    return answer;
  }
  CallResult answer = Answer{.body = kIdentity};
  int calls = 0;
};

class AwsExaminationTest : public testing::Test {
 protected:
  // The diagnosis of `subject`.
  Diagnosis examine(const std::string& subject) {
    AwsExamination examination(caller_, *http_, clock_, {.region = region_, .endpoint_url = server_.url()});
    EXPECT_EQ(examination.part(), "aws");
    for (const Diagnosis& one : examination.examine()) {
      if (one.subject == subject) return one;
    }
    ADD_FAILURE() << "nothing is said of " << subject;
    return {};
  }

  Answering caller_;
  std::string region_ = "us-east-1";
  std::string date_ = "Sat, 06 Dec 2025 15:30:00 GMT";
  test::FakeClock clock_{from_unix_seconds(1765035000)};  // the same
  HttpServer server_{[this](const test::ServedRequest&) { return test::http_answer(404, "", {{"Date", date_}}); }};
  const std::unique_ptr<HttpClient> http_ = HttpClient::open({}).value();
};

TEST_F(AwsExaminationTest, WhoseTheCredentialsAreIsShown) {
  const Diagnosis told = examine("credentials");
  EXPECT_EQ(told.health, Health::kWorks);
  EXPECT_THAT(told.text, HasSubstr("account 123456789012 as arn:aws:sts::123456789012:assumed-role/curfew/i-1"));
  EXPECT_THAT(told.text, HasSubstr("in us-east-1, all services at " + server_.url()));
}

TEST_F(AwsExaminationTest, ExpiredCredentialsAreBroken) {
  caller_.answer = std::unexpected(
      CallFailure{.kind = FailureKind::kRefused, .code = "ExpiredToken", .message = "It is expired", .status = 403});
  const Diagnosis told = examine("credentials");
  EXPECT_EQ(told.health, Health::kBroken);
  EXPECT_THAT(told.remedy, HasSubstr("renew"));
}

TEST_F(AwsExaminationTest, AnAnswerThatNamesNobodyIsBroken) {
  caller_.answer = Answer{.body = "<html/>"};
  EXPECT_EQ(examine("credentials").health, Health::kBroken);
}

TEST_F(AwsExaminationTest, AClockThatAgreesWithAwssWorks) {
  EXPECT_EQ(examine("clock").health, Health::kWorks);
  clock_.advance(59s);
  EXPECT_EQ(examine("clock").health, Health::kWorks);
}

TEST_F(AwsExaminationTest, AClockThatIsOffIsBrokenBeforeAwsRefusesIt) {
  clock_.advance(2min);
  EXPECT_EQ(examine("clock").health, Health::kBroken);
  EXPECT_THAT(examine("clock").text, HasSubstr("120 s ahead of"));
  date_ = "Sat, 06 Dec 2025 15:40:00 GMT";
  EXPECT_THAT(examine("clock").text, HasSubstr("480 s behind"));
}

TEST_F(AwsExaminationTest, WhoTellsNoTimeProvesNothing) {
  date_ = "yesterday";
  EXPECT_EQ(examine("clock").health, Health::kUnproved);
}

TEST_F(AwsExaminationTest, ARegionThatIsNoneIsToldBeforeAnybodyIsAsked) {
  region_ = "us east";
  EXPECT_EQ(examine("region").health, Health::kBroken);
  EXPECT_EQ(caller_.calls, 0);
}

}  // namespace
}  // namespace curfew::aws
