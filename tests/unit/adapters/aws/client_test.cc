#include "adapters/aws/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "adapters/aws/json_call.h"
#include "adapters/aws/pause.h"
#include "support/fake_clock.h"
#include "support/fake_entropy.h"
#include "support/http_server.h"
#include "support/recording_telemetry.h"
#include "support/temp_dir.h"

namespace curfew::aws {
namespace {

using test::Afterwards;
using test::http_answer;
using test::HttpServer;
using test::no_answer;
using test::ServedAnswer;
using test::ServedRequest;
using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

class NotedPauses final : public Pause {
 public:
  explicit NotedPauses(std::vector<Millis>& noted) : noted_(noted) {}
  void wait(Millis time) override {
    const std::scoped_lock lock(mutex_);
    noted_.push_back(time);
  }

 private:
  std::mutex mutex_;
  std::vector<Millis>& noted_;
};

// AWS on a port of this machine, and a client that calls it there. Answers come from a list, the last one for ever.
class ClientTest : public testing::Test {
 protected:
  ClientTest() { answers({http_answer(200, "{}")}); }

  void answers(std::vector<ServedAnswer> list) {
    const std::scoped_lock lock(mutex_);
    answers_ = std::move(list);
    next_ = 0;
  }

  ServedAnswer next() {
    const std::scoped_lock lock(mutex_);
    const ServedAnswer answer = answers_[std::min(next_, answers_.size() - 1)];
    ++next_;
    return answer;
  }

  Client& client() {
    if (!client_) {
      settings_.endpoint_url = settings_.endpoint_url.value_or(server_.url());
      auto opened = Client::open(settings_, {.http = *http_,
                                             .clock = clock_,
                                             .entropy = entropy_,
                                             .log = log_,
                                             .metrics = metrics_,
                                             .pause = std::make_unique<NotedPauses>(pauses_)});
      EXPECT_TRUE(opened) << opened.error().public_text;
      client_ = std::move(*opened);
    }
    return *client_;
  }

  static Call list_instances() { return {.service = service::kSsoAdmin, .operation = "ListInstances", .body = "{}"}; }

  std::mutex mutex_;
  std::vector<ServedAnswer> answers_;
  std::size_t next_ = 0;
  HttpServer server_{[this](const ServedRequest&) { return next(); }};
  test::FakeClock clock_;
  test::FakeEntropy entropy_;
  test::RecordingLog log_;
  test::RecordingMetrics metrics_;
  std::vector<Millis> pauses_;
  std::unique_ptr<HttpClient> http_ = *HttpClient::open({});
  ClientSettings settings_{.region = "eu-west-1",
                           .endpoint_url = std::nullopt,
                           .environment = {{"AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"},
                                           {"AWS_SECRET_ACCESS_KEY", "the-secret-key"},
                                           {"AWS_SESSION_TOKEN", "the-session-token"}}};
  std::unique_ptr<Client> client_;
};

TEST_F(ClientTest, SendsWhatTheServiceWants) {
  answers({http_answer(200, R"({"Instances":[]})", {{"x-amzn-RequestId", "r-1"}})});
  const auto answer = client().call(list_instances());
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, R"({"Instances":[]})");
  EXPECT_EQ(answer->request_id, "r-1");
  const ServedRequest request = server_.requests().at(0);
  EXPECT_EQ(request.method + " " + request.target, "POST /");
  EXPECT_EQ(request.header("content-type"), "application/x-amz-json-1.1");
  EXPECT_EQ(request.header("x-amz-target"), "SWBExternalService.ListInstances");
  EXPECT_EQ(request.header("x-amz-date"), "20251206T143000Z");
  EXPECT_EQ(request.header("x-amz-security-token"), "the-session-token");
  EXPECT_THAT(request.header("authorization"),
              HasSubstr("Credential=AKIDEXAMPLE/20251206/eu-west-1/sso/aws4_request, "
                        "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, Signature="));
}

TEST_F(ClientTest, SendsFormsToOldServices) {
  ASSERT_TRUE(client().call({.service = service::kSns, .operation = "Publish", .body = "Message=a%20b"}));
  EXPECT_EQ(server_.requests().at(0).body, "Action=Publish&Version=2010-03-31&Message=a%20b");
}

TEST_F(ClientTest, SendsPathsAndQueriesToRestServices) {
  ASSERT_TRUE(client().call({.service = service::kScheduler,
                             .operation = "GetSchedule",
                             .method = "GET",
                             .path = "/schedules/revoke-1",
                             .query = {{"groupName", "a b"}, {"clientToken", "x"}}}));
  const ServedRequest request = server_.requests().at(0);
  EXPECT_EQ(request.method + " " + request.target, "GET /schedules/revoke-1?clientToken=x&groupName=a%20b");
  EXPECT_EQ(request.header("content-type"), "");
}

TEST_F(ClientTest, SignsOrganizationsForItsOneRegion) {
  ASSERT_TRUE(client().call({.service = service::kOrganizations, .operation = "ListAccounts", .body = "{}"}));
  EXPECT_THAT(server_.requests().at(0).header("authorization"), HasSubstr("/us-east-1/organizations/"));
}

TEST_F(ClientTest, SignsWithTheTimeThatItIsTold) {
  Call call = list_instances();
  call.signed_at = clock_.now() - 4min;
  ASSERT_TRUE(client().call(call));
  EXPECT_EQ(server_.requests().at(0).header("x-amz-date"), "20251206T142600Z");
}

TEST_F(ClientTest, DoesNotSignWhatIsNotToBeSigned) {
  settings_.environment.clear();
  Call call{.service = service::kCognito, .operation = "InitiateAuth", .body = "{}"};
  call.is_signed = false;
  ASSERT_TRUE(client().call(call));
  EXPECT_EQ(server_.requests().at(0).header("authorization"), "");
}

TEST_F(ClientTest, SaysThatThereAreNoCredentialsBeforeItSendsAnything) {
  settings_.environment.clear();
  const auto answer = client().call(list_instances());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, FailureKind::kNotSent);
  EXPECT_EQ(answer.error().effect, Effect::kNone);
  const Error error = to_error(list_instances(), answer.error(), "look for the instance");
  EXPECT_EQ(error.code, ErrorCode::kConfiguration);
  EXPECT_THAT(error.public_text, HasSubstr("Curfew could not look for the instance: There are no AWS credentials"));
  EXPECT_TRUE(server_.requests().empty());
  EXPECT_TRUE(pauses_.empty());
}

TEST_F(ClientTest, DecidesByTheCodeAndNotByTheStatus) {
  answers({http_answer(400, R"({"__type":"ThrottlingException","Message":"slow down"})"), http_answer(200, "{}")});
  EXPECT_TRUE(client().call(list_instances()));
  EXPECT_EQ(server_.requests().size(), 2U);
  answers({http_answer(400, R"({"__type":"ConflictException"})")});
  const auto refused = client().call(list_instances());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FailureKind::kRefused);
  EXPECT_EQ(refused.error().code, "ConflictException");
  EXPECT_EQ(refused.error().effect, Effect::kNone);
  EXPECT_EQ(server_.requests().size(), 3U) << "a refusal is not asked again";
}

TEST_F(ClientTest, TriesAgainAfterPausesThatGrow) {
  answers({http_answer(503, ""), http_answer(500, ""), http_answer(200, "{}")});
  EXPECT_TRUE(client().call(list_instances()));
  ASSERT_EQ(pauses_.size(), 2U);
  EXPECT_LE(pauses_[0], 100ms);
  EXPECT_LE(pauses_[1], 200ms);
}

TEST_F(ClientTest, WaitsAsLongAsAwsWants) {
  answers({http_answer(429, R"({"code":"TooManyRequestsException"})", {{"Retry-After", "7"}}), http_answer(200, "{}")});
  EXPECT_TRUE(client().call(list_instances()));
  EXPECT_THAT(pauses_, testing::ElementsAre(7s));
}

TEST_F(ClientTest, HandsAWaitThatIsTooLongToTheCaller) {
  answers({http_answer(400, R"({"__type":"ThrottlingException","RetryAfterSeconds":60})")});
  const auto answer = client().call(list_instances());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().retry_after, 60s);
  EXPECT_TRUE(pauses_.empty());
}

TEST_F(ClientTest, RemembersThatAnEarlierAttemptMayHaveHadItsEffect) {
  answers({no_answer(Afterwards::kClose), http_answer(400, R"({"__type":"ConflictException"})")});
  const auto answer = client().call(list_instances());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, FailureKind::kRefused);
  EXPECT_EQ(answer.error().effect, Effect::kMaybe);
}

TEST_F(ClientTest, KnowsThatNobodyHeardIt) {
  settings_.endpoint_url = "http://127.0.0.1:1";
  const auto answer = client().call(list_instances());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, FailureKind::kNotSent);
  EXPECT_EQ(answer.error().effect, Effect::kNone);
  EXPECT_EQ(pauses_.size(), 2U);
}

// Credentials

TEST_F(ClientTest, RenewsCredentialsThatAwsCallsExpired) {
  const test::TempDir home;
  const auto write = [&](const std::string& key_id) {
    std::ofstream(home / "credentials") << "[default]\naws_access_key_id=" << key_id << "\naws_secret_access_key=s\n";
  };
  write("OLD");
  settings_.environment = {{"AWS_SHARED_CREDENTIALS_FILE", home / "credentials"}};
  ASSERT_TRUE(client().call(list_instances()));
  write("NEW");
  answers({http_answer(400, R"({"__type":"ExpiredTokenException"})"), http_answer(200, "{}")});
  Call once = list_instances();
  once.attempts = 1;
  EXPECT_TRUE(client().call(once)) << "nothing was wrong with AWS, so this is no retry";
  EXPECT_THAT(server_.requests().at(2).header("authorization"), HasSubstr("Credential=NEW/"));
  EXPECT_TRUE(pauses_.empty());
}

TEST_F(ClientTest, DoesNotAskAgainWithTheSameCredentials) {
  answers({http_answer(403, R"({"__type":"UnrecognizedClientException","message":"The security token is invalid"})")});
  const auto answer = client().call(list_instances());
  ASSERT_FALSE(answer);
  EXPECT_EQ(server_.requests().size(), 1U);
  const Error error = to_error(list_instances(), answer.error(), "list instances");
  EXPECT_EQ(error.code, ErrorCode::kConfiguration);
  EXPECT_THAT(error.public_text, HasSubstr("AWS does not know its credentials"));
}

TEST_F(ClientTest, SaysThatCredentialsOfTheEnvironmentHaveExpired) {
  settings_.environment["AWS_CREDENTIAL_EXPIRATION"] = "2025-12-06T14:00:00Z";
  const auto answer = client().call(list_instances());
  ASSERT_FALSE(answer);
  EXPECT_THAT(to_error(list_instances(), answer.error(), "list instances").public_text,
              HasSubstr("The AWS credentials from the environment expired at 2025-12-06T14:00:00Z"));
  EXPECT_TRUE(server_.requests().empty());
}

// The clock

constexpr const char* kLate =
    R"({"__type":"InvalidSignatureException","message":"Signature expired: 20251206T143000Z"})";

TEST_F(ClientTest, FollowsAwssClockOnceItsOwnWasRefused) {
  answers({http_answer(400, kLate, {{"Date", "Sat, 06 Dec 2025 15:00:00 GMT"}}), http_answer(200, "{}")});
  EXPECT_TRUE(client().call(list_instances()));
  EXPECT_TRUE(client().call(list_instances()));
  EXPECT_EQ(server_.requests().at(1).header("x-amz-date"), "20251206T150000Z");
  EXPECT_EQ(server_.requests().at(2).header("x-amz-date"), "20251206T150000Z");
  EXPECT_EQ(log_.first("aws_clock_differs").fields.at("ahead_seconds"), "1800");
}

// A late signature is how a server that stalled is stopped: it must never be made fresh.
TEST_F(ClientTest, NeverCorrectsATimeThatItWasTold) {
  answers({http_answer(400, kLate, {{"Date", "Sat, 06 Dec 2025 15:00:00 GMT"}})});
  Call call = list_instances();
  call.signed_at = clock_.now() - 6min;
  for (int i = 0; i < 2; ++i) {
    const auto answer = client().call(call);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, FailureKind::kRefused);
    EXPECT_EQ(answer.error().effect, Effect::kNone);
    EXPECT_THAT(answer.error().message, HasSubstr("AWS's clock is 1800 s ahead"));
  }
  ASSERT_EQ(server_.requests().size(), 2U);
  EXPECT_EQ(server_.requests().at(1).header("x-amz-date"), "20251206T142400Z");
}

TEST_F(ClientTest, KeepsTheChosenTimeEvenWhereItFollowsAwssClock) {
  answers({http_answer(400, kLate, {{"Date", "Sat, 06 Dec 2025 15:00:00 GMT"}}), http_answer(200, "{}")});
  ASSERT_TRUE(client().call(list_instances()));
  Call call = list_instances();
  call.signed_at = clock_.now();
  ASSERT_TRUE(client().call(call));
  EXPECT_EQ(server_.requests().at(2).header("x-amz-date"), "20251206T143000Z");
}

TEST_F(ClientTest, DoesNotBlameTheClockForAWrongSecret) {
  answers({http_answer(403, R"({"__type":"InvalidSignatureException","message":"does not match"})",
                       {{"Date", "Sat, 06 Dec 2025 14:30:10 GMT"}})});
  const auto answer = client().call(list_instances());
  ASSERT_FALSE(answer);
  EXPECT_EQ(server_.requests().size(), 1U);
  EXPECT_THAT(to_error(list_instances(), answer.error(), "x").public_text, HasSubstr("check the secret access key"));
}

// Telemetry

TEST_F(ClientTest, CountsEveryAttempt) {
  answers({http_answer(503, ""), http_answer(200, "{}")});
  ASSERT_TRUE(client().call(list_instances()));
  EXPECT_EQ(metrics_.value("curfew_aws_calls_total{service=sso-admin,operation=ListInstances,result=ok}"), 1);
  EXPECT_EQ(metrics_.value("curfew_aws_calls_total{service=sso-admin,operation=ListInstances,result=server_error}"), 1);
  EXPECT_EQ(metrics_.observed("curfew_aws_call_seconds{service=sso-admin,operation=ListInstances}").size(), 2U);
}

TEST_F(ClientTest, CountsButDoesNotLogRefusalsThatAreAnswers) {
  answers({http_answer(400, R"({"__type":"ResourceNotFoundException"})"),
           http_answer(400, R"({"__type":"AccessDenied"})")});
  ASSERT_FALSE(client().call(list_instances()));
  EXPECT_TRUE(log_.lines().empty());
  EXPECT_EQ(metrics_.value("curfew_aws_calls_total{service=sso-admin,operation=ListInstances,result=refused}"), 1);
  ASSERT_FALSE(client().call(list_instances()));
  EXPECT_EQ(log_.first("aws_call_failed").fields.at("code"), "AccessDenied");
}

TEST_F(ClientTest, LogsWhatFailedAndNothingElse) {
  ASSERT_TRUE(client().call(list_instances()));
  EXPECT_TRUE(log_.lines().empty());
  answers({http_answer(500, R"({"__type":"InternalFailure"})", {{"x-amzn-RequestId", "r-9"}}), http_answer(200, "{}")});
  ASSERT_TRUE(client().call(list_instances()));
  const auto line = log_.first("aws_call_failed");
  EXPECT_EQ(line.level, LogLevel::kWarning);
  EXPECT_EQ(line.fields, (std::map<std::string, std::string>{{"service", "sso-admin"},
                                                             {"operation", "ListInstances"},
                                                             {"kind", "server_error"},
                                                             {"code", "InternalFailure"},
                                                             {"status", "500"},
                                                             {"aws_request_id", "r-9"},
                                                             {"attempt", "1"},
                                                             {"tried_again", "true"},
                                                             {"cause", ""}}));
}

// The worst that AWS does: it answers a refused signature with everything that was signed.
TEST_F(ClientTest, NeverLetsASecretOut) {
  settings_.environment["AWS_SECRET_ACCESS_KEY"] = "the-secret-key";
  HttpServer mirror([](const ServedRequest& request) {
    std::string everything = "the-secret-key " + request.body;
    for (const auto& [name, value] : request.headers) everything += " " + name + ":" + value;
    if (request.header("authorization").empty()) return no_answer(Afterwards::kClose);
    return http_answer(403, R"({"__type":"InvalidSignatureException","message":")" + everything + "\"}");
  });
  settings_.endpoint_url = mirror.url();
  Call call = list_instances();
  call.body = "a-body-with-a-password";
  std::string said;
  for (const bool is_signed : {true, false}) {
    call.is_signed = is_signed;
    const auto answer = client().call(call);
    ASSERT_FALSE(answer);
    const Error error = to_error(call, answer.error(), "try");
    for (const std::string& text : {answer.error().message, answer.error().body, error.public_text, error.log_text}) {
      EXPECT_THAT(text, Not(HasSubstr("the-secret-key")));
      EXPECT_THAT(text, Not(HasSubstr("the-session-token")));
    }
  }
  for (const auto& line : log_.lines()) {
    for (const auto& [name, value] : line.fields) said += name + "=" + value + "\n";
  }
  ASSERT_FALSE(said.empty());
  for (const char* const secret : {"the-secret-key", "the-session-token", "password", "Signature=", "AKIDEXAMPLE"}) {
    EXPECT_THAT(said, Not(HasSubstr(secret)));
  }
}

// Many at once

TEST_F(ClientTest, ServesManyThreadsAtOnce) {
  Client& shared = client();
  std::atomic<int> good = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 16; ++thread) {
      threads.emplace_back([&] {
        for (int i = 0; i < 25; ++i) good += shared.call(list_instances()).has_value() ? 1 : 0;
      });
    }
  }
  EXPECT_EQ(good, 16 * 25);
}

// The start

TEST_F(ClientTest, StartsOnlyWithARegionAndAddressesThatCanBe) {
  const auto refusal = [&](const ClientSettings& settings) {
    const auto opened = Client::open(
        settings, {.http = *http_, .clock = clock_, .entropy = entropy_, .log = log_, .metrics = metrics_});
    EXPECT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::kConfiguration);
    return opened ? std::string() : opened.error().public_text;
  };
  EXPECT_THAT(refusal({.region = ""}), HasSubstr("is no AWS region"));
  EXPECT_THAT(refusal({.region = "us-east-1.evil.org/"}), HasSubstr("is no AWS region"));
  EXPECT_THAT(refusal({.region = "us-east-1", .endpoint_url = "localhost:5000"}), HasSubstr("is no endpoint"));
  EXPECT_THAT(refusal({.region = "us-east-1", .environment = {{"AWS_ENDPOINT_URL_DYNAMODB", "nonsense"}}}),
              HasSubstr("is no endpoint for dynamodb"));
}

}  // namespace
}  // namespace curfew::aws
