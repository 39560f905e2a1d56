#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <variant>
#include <vector>

#include "config_fixture.h"
#include "main/config/configuration.h"

// A configuration in which every part is AWS's, and what is wrong with parts that do not fit each other.
namespace curfew::config {
namespace {

using testing::Contains;
using testing::Field;
using testing::HasSubstr;

constexpr const char* kAllAws = R"([aws]
region = "us-east-1"
[server]
listen = "127.0.0.1:8080"
[store]
kind = "dynamodb"
key_file = "audit.key"
[identity_center]
kind = "aws"
instance_arn = "arn:aws:sso:::instance/ssoins-7223a1b2c3d4e5f6"
identity_store_id = "d-9067ab12cd"
[sign_in]
kind = "cognito"
user_pool_id = "us-east-1_K0m5bnDVE"
client_id = "7i4gmqqpr3267jpejbpbb6rjpe"
[revocation_timer]
kind = "eventbridge"
group = "curfew-revocations"
target_arn = "arn:aws:lambda:us-east-1:533267321107:function:JIT-Revoke-Access"
role_arn = "arn:aws:iam::533267321107:role/curfew-schedules"
[mail]
kind = "ses"
from = "access@example.com"
[notices]
sns_topic_arn = "arn:aws:sns:us-east-1:533267321107:JIT-Access-Notifications"
[[accounts]]
name = "Audit"
id = "329668418788"
[[permission_sets]]
name = "S3FullAccess"
arn = "arn:aws:sso:::permissionSet/ssoins-7223a1b2c3d4e5f6/ps-7223ce50e09c4ba5"
aws_name = "JIT-S3FullAccess"
risk = "low"
)";

TEST_F(ConfigTest, EveryPartCanBeAwss) {
  const Configuration config = good(kAllAws);
  ASSERT_TRUE(config.store.dynamodb);
  EXPECT_EQ(config.store.dynamodb->requests_table, "JIT-Access-Requests");
  EXPECT_EQ(config.store.dynamodb->ledger_table, "JIT-Access-Ledger");
  EXPECT_EQ(config.store.dynamodb->key_file, dir_ / "audit.key");
  const auto& center = std::get<AwsIdentityCenterConfig>(config.identity_center.kind);
  EXPECT_EQ(center.identity_store_id, "d-9067ab12cd");
  EXPECT_EQ(center.calls_per_second, 20);
  EXPECT_EQ(center.max_outstanding_creates, 10);
  EXPECT_EQ(std::get<CognitoSignInConfig>(config.sign_in.kind).user_pool_id, "us-east-1_K0m5bnDVE");
  EXPECT_EQ(config.sign_in.groups_claim, "cognito:groups");
  EXPECT_EQ(config.sign_in.engineers_group, "Engineers");
  EXPECT_EQ(config.revocation_timer.eventbridge->group, "curfew-revocations");
  EXPECT_TRUE(std::holds_alternative<SesConfig>(config.mail.transport));
  EXPECT_TRUE(calls_aws(config));
  EXPECT_FALSE(is_all_embedded(config));
  EXPECT_FALSE(needs_sqlite_file(config));
}

TEST_F(ConfigTest, AnOidcIssuersTokensHaveTheirGroupsInAClaimOfItsOwn) {
  const std::string text =
      replaced(kAllAws, "kind = \"cognito\"\nuser_pool_id = \"us-east-1_K0m5bnDVE\"",
               "kind = \"oidc\"\nissuer = \"https://id.example.com/tenant\"\nmanagers_group = \"sre\"");
  const Configuration config = good(text);
  EXPECT_EQ(std::get<OidcSignInConfig>(config.sign_in.kind).issuer, "https://id.example.com/tenant");
  EXPECT_EQ(config.sign_in.groups_claim, "groups");
  EXPECT_EQ(config.sign_in.managers_group, "sre");
}

TEST_F(ConfigTest, TheRegionMayComeFromTheStandardEnvironment) {
  const std::string silent = replaced(kAllAws, "region = \"us-east-1\"\n", "");
  EXPECT_EQ(good(silent, {{"AWS_DEFAULT_REGION", "us-east-1"}}).aws.region, "us-east-1");
  EXPECT_EQ(good(silent, {{"AWS_DEFAULT_REGION", "eu-west-1"}, {"AWS_REGION", "us-east-1"}}).aws.region, "us-east-1");
  EXPECT_EQ(good(kAllAws, {{"AWS_REGION", "eu-west-1"}}).aws.region, "us-east-1");
}

TEST_F(ConfigTest, AnEndpointForTestsIsAnAddressOfThisMachineOrSecret) {
  const auto endpoint = [&](const std::string& url) {
    return load_text(replaced(kAllAws, "[aws]\n", "[aws]\nendpoint_url = \"" + url + "\"\n"));
  };
  EXPECT_EQ(endpoint("http://127.0.0.1:5000/")->aws.endpoint_url, "http://127.0.0.1:5000");
  EXPECT_TRUE(endpoint("https://aws.example.com"));
  EXPECT_FALSE(endpoint("http://aws.example.com"));
  EXPECT_FALSE(endpoint("http://127.0.0.1.example.com"));
  EXPECT_FALSE(endpoint("127.0.0.1:5000"));
}

TEST_F(ConfigTest, EmbeddedPartsBesideTheTablesKeepTheirStateInAFile) {
  const std::string sandbox =
      replaced(kAllAws,
               "kind = \"aws\"\ninstance_arn = \"arn:aws:sso:::instance/ssoins-7223a1b2c3d4e5f6\"\n"
               "identity_store_id = \"d-9067ab12cd\"",
               "kind = \"sandbox\"");
  const auto without = load_text(sandbox);
  ASSERT_FALSE(without);
  EXPECT_THAT(without.error(), Contains(Field(&Problem::key, "store.path")));
  EXPECT_TRUE(needs_sqlite_file(good(replaced(sandbox, "key_file =", "path = \"curfew.db\"\nkey_file ="))));
}

struct Misfit {
  const char* name;
  const char* from;
  const char* to;
  const char* key;
  const char* says;

  friend void PrintTo(const Misfit& misfit, std::ostream* out) { *out << misfit.name; }
};

const std::vector<Misfit>& misfits() {
  static const std::vector<Misfit> kMisfits = {
      {"NoRegion", "region = \"us-east-1\"\n", "", "aws.region", "AWS_REGION is not set"},
      {"NoRegionInTheWorld", "region = \"us-east-1\"", "region = \"virginia\"", "aws.region", "is no region"},
      {"NoKeyFile", "key_file = \"audit.key\"\n", "", "store.key_file", "the same on every server"},
      {"OneTableForBoth", "key_file =", "requests_table = \"a-table\"\nledger_table = \"a-table\"\nkey_file =",
       "store.ledger_table", "another table"},
      {"TableOfNoName", "key_file =", "requests_table = \"a/b\"\nkey_file =", "store.requests_table", "3 to 255"},
      {"NoInstance", "instance_arn = \"arn:aws:sso:::instance/ssoins-7223a1b2c3d4e5f6\"\n", "",
       "identity_center.instance_arn", "is missing"},
      {"InstanceOfAnotherShape", "arn:aws:sso:::instance/ssoins-7223a1b2c3d4e5f6", "ssoins-7223a1b2c3d4e5f6",
       "identity_center.instance_arn", "has not the right shape"},
      {"InstanceOfSomebodyElse", "instance/ssoins-7223a1b2c3d4e5f6", "instance/ssoins-0000a1b2c3d4e5f6",
       "identity_center.instance_arn", "is not the instance of the permission set"},
      {"StoreOfAnotherShape", "d-9067ab12cd", "9067ab12cd", "identity_center.identity_store_id", "d-1234567890"},
      {"NoCallsAtAll", "identity_store_id =", "calls_per_second = 0\nidentity_store_id =",
       "identity_center.calls_per_second", "from 1 to 1000"},
      {"PoolOfAnotherRegion", "us-east-1_K0m5bnDVE", "eu-west-1_K0m5bnDVE", "sign_in.user_pool_id", "another region"},
      {"NoClient", "client_id = \"7i4gmqqpr3267jpejbpbb6rjpe\"\n", "", "sign_in.client_id", "is missing"},
      {"EverybodyApproves", "client_id =", "managers_group = \"Engineers\"\nclient_id =", "sign_in.managers_group",
       "another group"},
      {"KeysInClear", "client_id =", "jwks_url = \"http://id.example.com/keys\"\nclient_id =", "sign_in.jwks_url",
       "must be an https:// address"},
      {"KeysFromWhatOnlyLooksLikeThisMachine",
       "client_id =", "jwks_url = \"http://127.0.0.1.example.com/keys\"\nclient_id =", "sign_in.jwks_url",
       "must be an https:// address"},
      {"NoScheduleGroup", "group = \"curfew-revocations\"\n", "", "revocation_timer.group", "is missing"},
      {"NoTarget", "arn:aws:lambda:us-east-1:533267321107:function:JIT-Revoke-Access", "revoke",
       "revocation_timer.target_arn", "has not the right shape"},
      {"NoRole", "arn:aws:iam::533267321107:role/curfew-schedules", "curfew-schedules", "revocation_timer.role_arn",
       "has not the right shape"},
      {"NoTopic", "arn:aws:sns:us-east-1:533267321107:JIT-Access-Notifications", "JIT-Access-Notifications",
       "notices.sns_topic_arn", "must be a topic's ARN"},
      {"KeyOfAnotherKind", "[mail]\nkind = \"ses\"", "[mail]\nkind = \"ses\"\nurl = \"smtp://localhost\"", "mail.url",
       "no such key for kind \"ses\""},
  };
  return kMisfits;
}

class MisfitTest : public ConfigTest, public testing::WithParamInterface<Misfit> {};

TEST_P(MisfitTest, IsToldAtItsKey) {
  const Misfit& misfit = GetParam();
  const auto loaded = load_text(replaced(kAllAws, misfit.from, misfit.to));
  ASSERT_FALSE(loaded);
  EXPECT_THAT(loaded.error(), testing::ElementsAre(testing::AllOf(Field(&Problem::key, misfit.key),
                                                                  Field(&Problem::text, HasSubstr(misfit.says)))));
}

INSTANTIATE_TEST_SUITE_P(Config, MisfitTest, testing::ValuesIn(misfits()),
                         [](const testing::TestParamInfo<Misfit>& info) { return std::string(info.param.name); });

TEST_F(ConfigTest, SomebodyHasToBeToldWhereNobodyKnowsTheManagers) {
  std::string text = replaced(kAllAws, "kind = \"cognito\"\nuser_pool_id = \"us-east-1_K0m5bnDVE\"",
                              "kind = \"oidc\"\nissuer = \"https://id.example.com\"");
  text = replaced(text, "sns_topic_arn = \"arn:aws:sns:us-east-1:533267321107:JIT-Access-Notifications\"\n", "");
  const auto loaded = load_text(text);
  ASSERT_FALSE(loaded);
  EXPECT_THAT(loaded.error(), Contains(Field(&Problem::key, "notices.to")));
}

}  // namespace
}  // namespace curfew::config
