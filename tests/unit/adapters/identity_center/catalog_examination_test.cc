#include "adapters/identity_center/catalog_examination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "center_fixture.h"

namespace curfew::identity_center {
namespace {

using namespace std::chrono_literals;
using boost::json::object;
using testing::HasSubstr;

class CatalogExaminationTest : public testing::Test {
 protected:
  CatalogExaminationTest() {
    catalog_.instance_arn = kInstance;
    catalog_.accounts.push_back({.name = "Audit", .id = AccountId("111111111111")});
    catalog_.permission_sets.push_back(
        {.entry = {.name = "S3",
                   .arn = PermissionSetArn("arn:aws:sso:::permissionSet/ssoins-7223abcd1234ef56/ps-1111111111111111"),
                   .aws_name = "JIT-S3"}});
  }
  void will_describe_set(const std::string& name, const std::string& session) {
    caller_.will_answer("DescribePermissionSet",
                        {{"PermissionSet", object{{"Name", name}, {"SessionDuration", session}}}});
  }
  void will_describe_account(const std::string& state) {
    caller_.will_answer("DescribeAccount", {{"Account", object{{"State", state}}}});
  }
  void will_list() { caller_.will_answer("ListAccountAssignments", {}); }

  std::vector<Diagnosis> examine() { return CatalogExamination(caller_, catalog_).examine(); }
  Diagnosis broken_thing() {
    const auto all = examine();
    EXPECT_EQ(std::ranges::count(all, Health::kBroken, &Diagnosis::health), 1);
    const auto found = std::ranges::find(all, Health::kBroken, &Diagnosis::health);
    return found == all.end() ? Diagnosis{} : *found;
  }

  CatalogToExamine catalog_;
  test::ScriptedCaller caller_;
};

TEST_F(CatalogExaminationTest, ACatalogThatAwsAgreesWith) {
  will_describe_set("JIT-S3", "PT1H");
  will_describe_account("ACTIVE");
  will_list();
  for (const Diagnosis& one : examine()) EXPECT_EQ(one.health, Health::kWorks) << one.text;
}

TEST_F(CatalogExaminationTest, EveryAccountAndEverySetIsListedOnce) {
  catalog_.accounts.push_back({.name = "Logs", .id = AccountId("222222222222")});
  catalog_.permission_sets.push_back(catalog_.permission_sets.front());
  for (int i = 0; i < 2; ++i) {
    will_describe_set("JIT-S3", "PT1H");
    will_describe_account("ACTIVE");
  }
  for (int i = 0; i < 3; ++i) will_list();
  static_cast<void>(examine());
  const auto seen = caller_.seen();
  EXPECT_EQ(std::ranges::count(seen, "ListAccountAssignments", &test::SeenCall::operation), 3);
}

TEST_F(CatalogExaminationTest, ASetThatIsCalledOtherwise) {
  will_describe_set("JIT-Admin", "PT1H");
  will_describe_account("ACTIVE");
  will_list();
  EXPECT_THAT(broken_thing().text, HasSubstr("called JIT-Admin in AWS, not JIT-S3"));
}

TEST_F(CatalogExaminationTest, ASetThatIsGone) {
  caller_.will_refuse("DescribePermissionSet", "ResourceNotFoundException");
  will_describe_account("ACTIVE");
  will_list();
  EXPECT_THAT(broken_thing().remedy, HasSubstr("curfew catalog import"));
}

TEST_F(CatalogExaminationTest, ASessionThatOutlivesTheAccessByMoreThanTheCatalogAllows) {
  will_describe_set("JIT-S3", "PT2H");
  will_describe_account("ACTIVE");
  will_list();
  EXPECT_THAT(broken_thing().text, HasSubstr("last 120 minutes, and the catalog allows 60 minutes"));
  catalog_.permission_sets.front().max_session = 120min;
  will_describe_set("JIT-S3", "PT2H");
  will_describe_account("ACTIVE");
  will_list();
  for (const Diagnosis& one : examine()) EXPECT_EQ(one.health, Health::kWorks) << one.text;
}

TEST_F(CatalogExaminationTest, ASessionOfUnknownLengthIsNotAllowed) {
  will_describe_set("JIT-S3", "forever");
  will_describe_account("ACTIVE");
  will_list();
  EXPECT_THAT(broken_thing().text, HasSubstr("forever"));
}

TEST_F(CatalogExaminationTest, AnAccountThatIsSuspended) {
  will_describe_set("JIT-S3", "PT1H");
  will_describe_account("SUSPENDED");
  will_list();
  EXPECT_THAT(broken_thing().text, HasSubstr("111111111111 is SUSPENDED"));
}

TEST_F(CatalogExaminationTest, AnAccountThatIsNotThere) {
  will_describe_set("JIT-S3", "PT1H");
  caller_.will_refuse("DescribeAccount", "AccountNotFoundException");
  will_list();
  EXPECT_THAT(broken_thing().text, HasSubstr("no account 111111111111"));
}

TEST_F(CatalogExaminationTest, WhoMayNotAskOrganizationsStillHearsTheRest) {
  will_describe_set("JIT-S3", "PT1H");
  caller_.will_refuse("DescribeAccount", "AccessDeniedException");
  will_list();
  const auto all = examine();
  EXPECT_EQ(std::ranges::count(all, Health::kBroken, &Diagnosis::health), 0);
  EXPECT_EQ(std::ranges::count(all, Health::kUnproved, &Diagnosis::health), 1);
  EXPECT_EQ(all.back().health, Health::kWorks);
}

TEST_F(CatalogExaminationTest, AMissingRightToListIsToldWithItsThreeResources) {
  will_describe_set("JIT-S3", "PT1H");
  will_describe_account("ACTIVE");
  caller_.will_refuse("ListAccountAssignments", "AccessDeniedException");
  const std::string remedy = broken_thing().remedy;
  EXPECT_THAT(remedy, HasSubstr("sso:ListAccountAssignments on arn:aws:sso:::instance/"));
  EXPECT_THAT(remedy, HasSubstr("arn:aws:sso:::account/111111111111"));
}

}  // namespace
}  // namespace curfew::identity_center
