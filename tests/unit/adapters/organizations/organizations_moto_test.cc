// The adapter through the production client, against moto.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value_to.hpp>
#include <string>

#include "adapters/organizations/aws_organization.h"
#include "support/aws/aws_client.h"
#include "support/aws/moto.h"
#include "support/fake_clock.h"

namespace curfew::organizations {
namespace {

using namespace std::chrono_literals;
using boost::json::array;
using boost::json::object;
using testing_aws::the_moto;

class OrganizationsMotoTest : public testing::Test {
 protected:
  void SetUp() override {
    CURFEW_NEEDS_MOTO();
    const auto made = the_moto()->post("identity-center", {{"page_size", 1}}).as_object();
    instance_ = boost::json::value_to<std::string>(made.at("InstanceArn"));
  }
  void make_set(const std::string& name, object rest) {
    rest["InstanceArn"] = instance_;
    rest["Name"] = name;
    the_moto()->aws("sso", "SWBExternalService.CreatePermissionSet", rest);
  }

  std::string instance_;
  test::FakeClock clock_;
};

TEST_F(OrganizationsMotoTest, AccountsAndPermissionSetsAsAwsTellsThem) {
  testing_aws::AwsClient aws(the_moto()->url(), clock_);
  AwsOrganization organization(aws.caller(), instance_);
  const auto none = organization.accounts();
  ASSERT_FALSE(none) << "before there is an organization";
  EXPECT_THAT(none.error().public_text, testing::HasSubstr("in no organization"));

  the_moto()->aws("organizations", "AWSOrganizationsV20161128.CreateOrganization", {{"FeatureSet", "ALL"}});
  the_moto()->aws("organizations", "AWSOrganizationsV20161128.CreateAccount",
                  {{"AccountName", "Log Archive"}, {"Email", "logs@example.com"}});
  const auto accounts = organization.accounts();
  ASSERT_TRUE(accounts) << accounts.error().public_text << accounts.error().log_text;
  EXPECT_EQ(std::ranges::count(*accounts, "Log Archive", &OrganizationAccount::name), 1);

  make_set("JIT-S3FullAccess",
           {{"SessionDuration", "PT90M"}, {"Tags", array{object{{"Key", "RiskLevel"}, {"Value", "Low"}}}}});
  make_set("JIT-Admin", {});
  const auto sets = organization.permission_sets();
  ASSERT_TRUE(sets) << sets.error().public_text << sets.error().log_text;
  ASSERT_EQ(sets->size(), 2U);
  const auto s3 = std::ranges::find(*sets, "JIT-S3FullAccess", &PermissionSetFacts::name);
  ASSERT_NE(s3, sets->end());
  EXPECT_EQ(s3->session, 90min);
  EXPECT_EQ(s3->tags, (Tags{{"RiskLevel", "Low"}}));
  const auto admin = std::ranges::find(*sets, "JIT-Admin", &PermissionSetFacts::name);
  ASSERT_NE(admin, sets->end());
  EXPECT_EQ(admin->session, 1h);
  EXPECT_EQ(admin->tags, Tags{});
}

TEST_F(OrganizationsMotoTest, AnInstanceThatIsNotThere) {
  testing_aws::AwsClient aws(the_moto()->url(), clock_);
  AwsOrganization organization(aws.caller(), "arn:aws:sso:::instance/ssoins-0000000000000000");
  const auto sets = organization.permission_sets();
  ASSERT_FALSE(sets) << "an unknown instance is not one without permission sets";
  EXPECT_THAT(sets.error().public_text, testing::HasSubstr("does not know the instance"));
}

}  // namespace
}  // namespace curfew::organizations
