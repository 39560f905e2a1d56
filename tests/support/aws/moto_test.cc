#include "support/aws/moto.h"

#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value_to.hpp>
#include <string>
#include <string_view>

namespace curfew::testing_aws {
namespace {

using boost::json::array;
using boost::json::object;

std::string text(const object& from, std::string_view name) {
  return boost::json::value_to<std::string>(from.at(name));
}

class MotoTest : public testing::Test {
 protected:
  void SetUp() override { CURFEW_NEEDS_MOTO(); }
};

TEST_F(MotoTest, AnOperationRunsUntilTheTestEndsIt) {
  const auto center =
      the_moto()->post("identity-center", {{"pace", object{{"manual", true}}}, {"accounts", array{"111111111111"}}});
  const std::string instance = text(center.as_object(), "InstanceArn");
  const auto made =
      the_moto()->aws("sso", "SWBExternalService.CreatePermissionSet", {{"InstanceArn", instance}, {"Name", "Reader"}});
  const std::string set = text(made.at("PermissionSet").as_object(), "PermissionSetArn");
  EXPECT_TRUE(set.starts_with("arn:aws:sso:::permissionSet/ssoins-")) << set;
  const auto user = the_moto()->aws("identitystore", "AWSIdentityStore.CreateUser",
                                    {{"IdentityStoreId", text(center.as_object(), "IdentityStoreId")},
                                     {"UserName", "ada"},
                                     {"DisplayName", "Ada"},
                                     {"Name", object{{"GivenName", "Ada"}, {"FamilyName", "L"}}}});
  const auto asked = the_moto()->aws("sso", "SWBExternalService.CreateAccountAssignment",
                                     {{"InstanceArn", instance},
                                      {"TargetId", "111111111111"},
                                      {"TargetType", "AWS_ACCOUNT"},
                                      {"PermissionSetArn", set},
                                      {"PrincipalType", "USER"},
                                      {"PrincipalId", text(user, "UserId")}});
  const auto& begun = asked.at("AccountAssignmentCreationStatus").as_object();
  EXPECT_EQ(text(begun, "Status"), "IN_PROGRESS");

  const object describe{{"InstanceArn", instance}, {"AccountAssignmentCreationRequestId", text(begun, "RequestId")}};
  const auto status = [&] {
    const auto said = the_moto()->aws("sso", "SWBExternalService.DescribeAccountAssignmentCreationStatus", describe);
    return text(said.at("AccountAssignmentCreationStatus").as_object(), "Status");
  };
  EXPECT_EQ(status(), "IN_PROGRESS");
  the_moto()->post("identity-center/finish", {{"InstanceArn", instance}});
  EXPECT_EQ(status(), "SUCCEEDED");
}

TEST_F(MotoTest, EveryCallIsWrittenDownWithWhatItConsumed) {
  const std::string table = unique_name("recorded");
  the_moto()->aws("dynamodb", "DynamoDB_20120810.CreateTable",
                  {{"TableName", table},
                   {"BillingMode", "PAY_PER_REQUEST"},
                   {"AttributeDefinitions", array{object{{"AttributeName", "Id"}, {"AttributeType", "S"}}}},
                   {"KeySchema", array{object{{"AttributeName", "Id"}, {"KeyType", "HASH"}}}}});
  the_moto()->aws("dynamodb", "DynamoDB_20120810.PutItem",
                  {{"TableName", table},
                   {"Item", object{{"Id", object{{"S", "1"}}}, {"Text", object{{"S", std::string(1500, 'x')}}}}}});
  const auto calls = the_moto()->get("calls?operation=PutItem&table=" + table).as_array();
  ASSERT_EQ(calls.size(), 1U);
  EXPECT_EQ(calls[0].at("write_units").to_number<double>(), 2);  // 1,507 bytes are two units of 1 KB
}

}  // namespace
}  // namespace curfew::testing_aws
