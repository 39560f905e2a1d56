#include "adapters/ses/ses_examination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/aws/scripted_caller.h"

namespace curfew::ses {
namespace {

using testing::HasSubstr;

class SesExaminationTest : public testing::Test {
 protected:
  void will_verify(bool verified) { caller_.will_answer("GetEmailIdentity", {{"VerifiedForSendingStatus", verified}}); }
  void will_tell_account(bool sending, bool production) {
    caller_.will_answer("GetAccount", {{"SendingEnabled", sending}, {"ProductionAccessEnabled", production}});
  }
  std::vector<Diagnosis> examine() { return SesExamination(caller_, "curfew@example.com", "us-east-1").examine(); }
  Diagnosis broken_thing() {
    const auto all = examine();
    EXPECT_EQ(std::ranges::count(all, Health::kBroken, &Diagnosis::health), 1);
    const auto found = std::ranges::find(all, Health::kBroken, &Diagnosis::health);
    return found == all.end() ? Diagnosis{} : *found;
  }

  test::ScriptedCaller caller_;
};

TEST_F(SesExaminationTest, AVerifiedSenderWorksAndNothingIsSent) {
  will_verify(true);
  will_tell_account(true, true);
  const auto all = examine();
  EXPECT_EQ(std::ranges::count(all, Health::kWorks, &Diagnosis::health), 2);
  EXPECT_EQ(std::ranges::count(all, Health::kUnproved, &Diagnosis::health), 1);
  EXPECT_EQ(caller_.seen().size(), 2U);
}

TEST_F(SesExaminationTest, AVerifiedDomainWillDo) {
  caller_.will_refuse("GetEmailIdentity", "NotFoundException");
  will_verify(true);
  will_tell_account(true, true);
  EXPECT_THAT(examine().front().text, HasSubstr("verified identity example.com"));
}

TEST_F(SesExaminationTest, ASenderThatIsNotVerified) {
  will_verify(false);
  caller_.will_refuse("GetEmailIdentity", "NotFoundException");
  will_tell_account(true, true);
  EXPECT_THAT(broken_thing().text, HasSubstr("not verified it yet"));
}

TEST_F(SesExaminationTest, ASenderThatSesDoesNotKnow) {
  for (int i = 0; i < 2; ++i) caller_.will_refuse("GetEmailIdentity", "NotFoundException");
  will_tell_account(true, true);
  EXPECT_THAT(broken_thing().remedy, HasSubstr("mail.from"));
}

TEST_F(SesExaminationTest, AnAccountInTheSandbox) {
  will_verify(true);
  will_tell_account(true, false);
  EXPECT_THAT(broken_thing().remedy, HasSubstr("production access"));
}

TEST_F(SesExaminationTest, AnAccountThatMaySendNoMore) {
  will_verify(true);
  will_tell_account(false, true);
  EXPECT_THAT(broken_thing().text, HasSubstr("stopped its sending"));
}

TEST_F(SesExaminationTest, RightsThatSendingDoesNotNeedMayBeMissing) {
  caller_.will_refuse("GetEmailIdentity", "AccessDeniedException");
  caller_.will_refuse("GetAccount", "AccessDeniedException");
  const auto all = examine();
  EXPECT_EQ(std::ranges::count(all, Health::kUnproved, &Diagnosis::health), 3);
  EXPECT_THAT(all.front().remedy, HasSubstr("arn:aws:ses:us-east-1:ACCOUNT:identity/curfew@example.com"));
}

}  // namespace
}  // namespace curfew::ses
