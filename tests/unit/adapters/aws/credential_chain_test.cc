#include "adapters/aws/credential_chain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "support/fake_clock.h"
#include "support/http_server.h"
#include "support/temp_dir.h"

namespace curfew::aws {
namespace {

using test::http_answer;
using test::HttpServer;
using test::ServedAnswer;
using test::ServedRequest;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using namespace std::chrono_literals;

constexpr const char* kDocument =
    R"({"Code":"Success","AccessKeyId":"ASIA1","SecretAccessKey":"sk","Token":"st","Expiration":"2025-12-06T15:30:00Z"})";

std::string sts_answer(const std::string& operation, const std::string& key_id) {
  return "<" + operation + R"(Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><)" + operation +
         "Result><Credentials><AccessKeyId>" + key_id +
         "</AccessKeyId><SecretAccessKey>s&amp;k</SecretAccessKey><SessionToken>st</SessionToken>"
         "<Expiration>2025-12-06T15:30:00Z</Expiration></Credentials></" +
         operation + "Result></" + operation + "Response>";
}

// A process with an environment and a home of its own, and one server that plays every service.
class CredentialChainTest : public testing::Test {
 protected:
  CredentialChainTest() {
    environment_ = {{"HOME", home_.path().string()}, {"PATH", "/usr/bin:/bin"}};
    environment_["AWS_EC2_METADATA_DISABLED"] = "true";
  }

  Result<Credentials> fetch() {
    Sender sender(*http_, {.region = "eu-west-1", .endpoint_url = server_.url(), .environment = environment_});
    return CredentialChain({.environment = environment_, .http = *http_, .sender = sender, .clock = clock_}).fetch();
  }

  std::string file(const std::string& name, const std::string& text) {
    const auto path = home_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return path.string();
  }

  void config(const std::string& text) { file(".aws/config", text); }

  std::string refusal() {
    const auto got = fetch();
    EXPECT_FALSE(got);
    EXPECT_EQ(got.error().code, ErrorCode::kConfiguration);
    return got ? std::string() : got.error().public_text;
  }

  test::TempDir home_;
  std::map<std::string, std::string> environment_;
  test::FakeClock clock_;
  std::function<ServedAnswer(const ServedRequest&)> serve_ = [](const ServedRequest&) { return http_answer(500, ""); };
  HttpServer server_{[this](const ServedRequest& request) { return serve_(request); }};
  std::unique_ptr<HttpClient> http_ = *HttpClient::open({});
};

TEST_F(CredentialChainTest, SaysWhereItLooked) {
  EXPECT_EQ(refusal(),
            "There are no AWS credentials: none in the environment, no web identity, no profile with credentials, no "
            "container role, and AWS_EC2_METADATA_DISABLED is set.");
}

TEST_F(CredentialChainTest, TakesTheEnvironmentFirst) {
  config("[default]\naws_access_key_id = OTHER\naws_secret_access_key = other\n");
  environment_["AWS_ACCESS_KEY_ID"] = "AKID";
  environment_["AWS_SECRET_ACCESS_KEY"] = "sk";
  environment_["AWS_SESSION_TOKEN"] = "st";
  environment_["AWS_CREDENTIAL_EXPIRATION"] = "2025-12-06T15:30:00+00:00";
  const auto got = fetch();
  ASSERT_TRUE(got) << got.error().public_text;
  EXPECT_EQ(got->access_key_id, "AKID");
  EXPECT_EQ(got->session_token.reveal(), "st");
  EXPECT_EQ(got->expires_at, test::kTestStart + 1h);
}

TEST_F(CredentialChainTest, DoesNotLookFurtherAfterHalfASet) {
  config("[default]\naws_access_key_id = OTHER\naws_secret_access_key = other\n");
  environment_["AWS_ACCESS_KEY_ID"] = "AKID";
  EXPECT_THAT(refusal(), HasSubstr("must be set together"));
}

// Profiles

TEST_F(CredentialChainTest, TakesKeysOfTheDefaultProfile) {
  config("[default]\nregion = eu-west-1\n[profile default2]\n");
  file(".aws/credentials",
       "[default]\naws_access_key_id=AKID # mine\n aws_secret_access_key=indented\n"
       "AWS_SECRET_ACCESS_KEY = sk=with=equals\n");
  const auto got = fetch();
  ASSERT_TRUE(got) << got.error().public_text;
  EXPECT_EQ(got->access_key_id, "AKID");
  EXPECT_EQ(got->secret_access_key.reveal(), "sk=with=equals");
}

TEST_F(CredentialChainTest, TakesAnotherProfileFromOtherFiles) {
  environment_["AWS_PROFILE"] = "ops";
  environment_["AWS_CONFIG_FILE"] = file("elsewhere/config",
                                         "[profile ops]\naws_access_key_id = FROMCONFIG\n"
                                         "aws_secret_access_key = sk\n");
  environment_["AWS_SHARED_CREDENTIALS_FILE"] = file("elsewhere/credentials", "[ops]\naws_access_key_id = AKID\n");
  const auto got = fetch();
  ASSERT_TRUE(got) << got.error().public_text;
  EXPECT_EQ(got->access_key_id, "AKID") << "the credentials file goes first";
}

TEST_F(CredentialChainTest, SeesWhatSomebodyChangedInTheFiles) {
  file(".aws/credentials", "[default]\naws_access_key_id=OLD\naws_secret_access_key=a\n");
  EXPECT_EQ(fetch()->access_key_id, "OLD");
  file(".aws/credentials", "[default]\naws_access_key_id=NEW\naws_secret_access_key=a\n");
  EXPECT_EQ(fetch()->access_key_id, "NEW");
}

TEST_F(CredentialChainTest, RefusesProfilesThatCannotWorkOnAServer) {
  environment_["AWS_PROFILE"] = "p";
  EXPECT_THAT(refusal(), HasSubstr("\"p\" (AWS_PROFILE) is neither in"));
  config("[profile p]\nsso_session = corp\nsso_account_id = 111122223333\n");
  EXPECT_THAT(refusal(), HasSubstr("signs a person in by a browser (sso_session)"));
  config(
      "[profile p]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = p2\n[profile p2]\nrole_arn = arn:r2\n"
      "source_profile = p\n");
  EXPECT_THAT(refusal(), HasSubstr("leads back to itself"));
  config("[profile p]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = gone\n");
  EXPECT_THAT(refusal(), HasSubstr("names the source_profile \"gone\", which is not there"));
  config("[profile p]\nrole_arn = arn:aws:iam::1:role/r\n");
  EXPECT_THAT(refusal(), HasSubstr("neither source_profile nor credential_source"));
  config("[profile p]\nrole_arn = arn:r\nsource_profile = p\nmfa_serial = arn:m\n");
  EXPECT_THAT(refusal(), HasSubstr("mfa_serial"));
  config("[profile p]\naws_access_key_id = AKID\n");
  EXPECT_THAT(refusal(), HasSubstr("without its secret"));
}

TEST_F(CredentialChainTest, TakesOnTheRoleOfAProfile) {
  config(
      "[default]\nrole_arn = arn:aws:iam::111122223333:role/curfew\nsource_profile = base\n"
      "role_session_name = night shift\nexternal_id = ex/1\nduration_seconds = 900\n"
      "[profile base]\naws_access_key_id = BASE\naws_secret_access_key = bk\n");
  serve_ = [](const ServedRequest&) { return http_answer(200, sts_answer("AssumeRole", "ASIA1")); };
  const auto got = fetch();
  ASSERT_TRUE(got) << got.error().public_text;
  EXPECT_EQ(got->access_key_id, "ASIA1");
  EXPECT_EQ(got->secret_access_key.reveal(), "s&k");
  EXPECT_EQ(got->expires_at, test::kTestStart + 1h);
  const ServedRequest request = server_.requests().at(0);
  EXPECT_EQ(request.body,
            "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fcurfew"
            "&RoleSessionName=night%20shift&DurationSeconds=900&ExternalId=ex%2F1");
  EXPECT_THAT(request.header("authorization"), HasSubstr("Credential=BASE/20251206/eu-west-1/sts/aws4_request"));
}

TEST_F(CredentialChainTest, SaysWhyARoleIsRefused) {
  config("[default]\nrole_arn = arn:r\nsource_profile = default\naws_access_key_id = A\naws_secret_access_key = b\n");
  serve_ = [](const ServedRequest&) {
    return http_answer(403,
                       "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User x is not "
                       "authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>");
  };
  EXPECT_EQ(refusal(),
            "The role arn:r cannot be taken on through STS: AccessDenied: User x is not authorized to "
            "perform: sts:AssumeRole");
}

TEST_F(CredentialChainTest, TakesOnARoleDespiteAWrongClock) {
  config("[default]\nrole_arn = arn:r\nsource_profile = default\naws_access_key_id = A\naws_secret_access_key = b\n");
  serve_ = [](const ServedRequest& request) {
    if (request.header("x-amz-date").starts_with("20261206"))
      return http_answer(200, sts_answer("AssumeRole", "ASIA1"));
    return http_answer(403,
                       "<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>Signature expired"
                       "</Message></Error></ErrorResponse>",
                       {{"Date", "Sun, 06 Dec 2026 14:30:00 GMT"}});
  };
  EXPECT_EQ(fetch()->access_key_id, "ASIA1");
}

// Web identity

TEST_F(CredentialChainTest, ExchangesAWebIdentity) {
  environment_["AWS_WEB_IDENTITY_TOKEN_FILE"] = file("token", "the.web+token\n");
  environment_["AWS_ROLE_ARN"] = "arn:r";
  serve_ = [](const ServedRequest&) { return http_answer(200, sts_answer("AssumeRoleWithWebIdentity", "ASIA2")); };
  const auto got = fetch();
  ASSERT_TRUE(got) << got.error().public_text;
  EXPECT_EQ(got->access_key_id, "ASIA2");
  const ServedRequest request = server_.requests().at(0);
  EXPECT_THAT(request.body, HasSubstr("RoleSessionName=curfew&WebIdentityToken=the.web%2Btoken"));
  EXPECT_EQ(request.header("authorization"), "");
}

TEST_F(CredentialChainTest, NeverRepeatsAWebIdentityToken) {
  environment_["AWS_WEB_IDENTITY_TOKEN_FILE"] = file("token", "the-web-token");
  environment_["AWS_ROLE_ARN"] = "arn:r";
  serve_ = [](const ServedRequest&) {
    return http_answer(400,
                       "<ErrorResponse><Error><Code>InvalidIdentityToken</Code><Message>the-web-token is no "
                       "token</Message></Error></ErrorResponse>");
  };
  EXPECT_EQ(refusal(), "The role arn:r cannot be taken on through STS: InvalidIdentityToken: *** is no token");
}

// Programs

TEST_F(CredentialChainTest, RunsTheProgramOfAProfileWithoutAShell) {
  file("prints.json",
       R"json({"Version":1,"AccessKeyId":"ASIA3","SecretAccessKey":"sk","SessionToken":"$(touch x)"})json");
  config("[default]\ncredential_process = cat \"" + (home_ / "prints.json").string() + "\"\n");
  const auto got = fetch();
  ASSERT_TRUE(got) << got.error().public_text;
  EXPECT_EQ(got->access_key_id, "ASIA3");
  EXPECT_EQ(got->session_token.reveal(), "$(touch x)");
  config("[default]\ncredential_process = echo hello; touch " + (home_ / "made").string() + "\n");
  EXPECT_THAT(refusal(), HasSubstr("no JSON object of Version 1"));
  EXPECT_FALSE(std::filesystem::exists(home_ / "made"));
}

TEST_F(CredentialChainTest, SaysThatAProgramFailedAndNotWhatItPrinted) {
  config("[default]\ncredential_process = sh -c 'echo the-secret; echo the-secret >&2; exit 3'\n");
  const std::string text = refusal();
  EXPECT_EQ(text, "The program sh failed with status 3.");
  config("[default]\ncredential_process = /no/such/program the-secret\n");
  EXPECT_EQ(refusal(), "The program /no/such/program cannot be started: No such file or directory.");
  config("[default]\ncredential_process = \"unclosed\n");
  EXPECT_THAT(refusal(), HasSubstr("is no command"));
}

// Containers

TEST_F(CredentialChainTest, AsksForTheContainersRole) {
  environment_["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = server_.url() + "/role?x=y";
  environment_["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "wrong";
  environment_["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = file("token", "pass-1\n");
  serve_ = [](const ServedRequest&) { return http_answer(200, kDocument); };
  const auto got = fetch();
  ASSERT_TRUE(got) << got.error().public_text;
  EXPECT_EQ(got->access_key_id, "ASIA1");
  EXPECT_EQ(got->session_token.reveal(), "st");
  EXPECT_EQ(server_.requests().at(0).target, "/role?x=y");
  EXPECT_EQ(server_.requests().at(0).header("authorization"), "pass-1");
  file("token", "pass-2");
  ASSERT_TRUE(fetch());
  EXPECT_EQ(server_.requests().at(1).header("authorization"), "pass-2") << "the file is renewed now and then";
}

TEST_F(CredentialChainTest, SendsTheContainersTokenNowhereElse) {
  environment_["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "pass";
  for (const char* const url : {"http://example.com/role", "http://169.254.170.3/", "http://10.0.0.1/", "nonsense",
                                "http://127.0.0.1.example.com/", "http://169.254.170.2@example.com/"}) {
    environment_["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = url;
    EXPECT_THAT(refusal(), StartsWith("AWS_CONTAINER_CREDENTIALS_FULL_URI ")) << url;
  }
  environment_["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "@example.com/";
  EXPECT_THAT(refusal(), StartsWith("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI "));
}

TEST_F(CredentialChainTest, MayAskTheContainersServiceAgain) {
  environment_["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = server_.url();
  for (const char* const body : {"", "[]", "{}", R"({"AccessKeyId":"A"})", R"({"Code":"Failed"})",
                                 R"({"AccessKeyId":"A","SecretAccessKey":"b","Expiration":"soon"})"}) {
    serve_ = [&](const ServedRequest&) { return http_answer(200, body); };
    const auto got = fetch();
    ASSERT_FALSE(got) << body;
    EXPECT_EQ(got.error().code, ErrorCode::kUnavailable);
  }
}

// Instances

class InstanceCredentialsTest : public CredentialChainTest {
 protected:
  InstanceCredentialsTest() {
    environment_.erase("AWS_EC2_METADATA_DISABLED");
    environment_["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = server_.url();
    serve_ = [](const ServedRequest& request) { return metadata(request); };
  }

  // As IMDSv2 behaves: nothing without a token, and no token for a GET.
  static ServedAnswer metadata(const ServedRequest& request) {
    if (request.target == "/latest/api/token") {
      const bool is_good = request.method == "PUT" && !request.header("x-aws-ec2-metadata-token-ttl-seconds").empty();
      return is_good ? http_answer(200, "the-token") : http_answer(400, "");
    }
    if (request.header("x-aws-ec2-metadata-token") != "the-token") return http_answer(401, "");
    if (request.target == "/latest/meta-data/iam/security-credentials/") return http_answer(200, "my-role");
    if (request.target == "/latest/meta-data/iam/security-credentials/my-role") return http_answer(200, kDocument);
    return http_answer(404, "");
  }
};

TEST_F(InstanceCredentialsTest, AsksForTheInstancesRole) {
  const auto got = fetch();
  ASSERT_TRUE(got) << got.error().public_text;
  EXPECT_EQ(got->access_key_id, "ASIA1");
  EXPECT_EQ(got->source, "the instance's role");
}

TEST_F(InstanceCredentialsTest, NeverFallsBackToTheOldProtocol) {
  serve_ = [](const ServedRequest& request) {
    return request.method == "PUT" ? http_answer(404, "") : http_answer(200, kDocument);
  };
  const auto got = fetch();
  ASSERT_FALSE(got);
  EXPECT_THAT(got.error().public_text, HasSubstr("gives no token; it answers 404"));
  EXPECT_EQ(server_.requests().size(), 1U);
}

TEST_F(InstanceCredentialsTest, SaysThatTheInstanceHasNoRole) {
  serve_ = [](const ServedRequest& request) {
    return request.method == "PUT" ? http_answer(200, "the-token") : http_answer(404, "");
  };
  EXPECT_THAT(refusal(), HasSubstr("The instance has no role."));
}

TEST_F(InstanceCredentialsTest, SaysThatThereIsNoSuchService) {
  environment_["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://127.0.0.1:1";
  EXPECT_THAT(refusal(), HasSubstr("there is no instance metadata service: no connection to 127.0.0.1 port 1"));
}

TEST_F(InstanceCredentialsTest, AreNeverAskedForThroughAProxy) {
  HttpServer proxy([](const ServedRequest&) { return http_answer(500, ""); });
  http_ = *HttpClient::open({.http_proxy = proxy.url()});
  EXPECT_TRUE(fetch());
  EXPECT_TRUE(proxy.requests().empty());
}

}  // namespace
}  // namespace curfew::aws
