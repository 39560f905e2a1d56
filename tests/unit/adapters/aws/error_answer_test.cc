#include "adapters/aws/error_answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "adapters/aws/json_call.h"

namespace curfew::aws {
namespace {

using testing::HasSubstr;
using namespace std::chrono_literals;

CallFailure failure_of(int status, const std::string& body, const Headers& headers = {}) {
  const CallResult result = read_answer({.status = status, .headers = headers, .body = body});
  EXPECT_FALSE(result);
  return result ? CallFailure{} : result.error();
}

TEST(ErrorAnswers, NameTheirCodeInJson) {
  const CallFailure failure = failure_of(
      400, R"({"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"no","Item":{}})",
      {{"x-amzn-requestid", "r-1"}});
  EXPECT_EQ(failure.kind, FailureKind::kRefused);
  EXPECT_EQ(failure.code, "ConditionalCheckFailedException");
  EXPECT_EQ(failure.message, "no");
  EXPECT_EQ(failure.request_id, "r-1");
  EXPECT_EQ(failure.effect, Effect::kNone);
  EXPECT_THAT(failure.body, HasSubstr("Item"));
  EXPECT_EQ(failure_of(400, R"({"__type":"ConflictException:http://x/","Message":"M"})").code, "ConflictException");
  EXPECT_EQ(failure_of(400, R"({"code":"ConflictException"})").code, "ConflictException");
}

TEST(ErrorAnswers, NameTheirCodeInHeaders) {
  EXPECT_EQ(failure_of(404, "{}", {{"x-amzn-errortype", "ResourceNotFoundException:http://internal/"}}).code,
            "ResourceNotFoundException");
  EXPECT_EQ(failure_of(404, "", {{"x-amzn-errortype", "NotFoundException"}}).code, "NotFoundException");
  EXPECT_EQ(failure_of(400, R"({"__type":"QueueDoesNotExist"})",
                       {{"x-amzn-query-error", "AWS.SimpleQueueService.NonExistentQueue;Sender"}})
                .code,
            "AWS.SimpleQueueService.NonExistentQueue");
}

TEST(ErrorAnswers, NameTheirCodeInXmlForEveryProtocol) {
  const CallFailure failure =
      failure_of(404, R"(<?xml version="1.0"?><ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error>
           <Type>Sender</Type><Code>NotFound</Code><Message>Topic &lt;x&gt; does not exist</Message></Error>
           <RequestId>r-2</RequestId></ErrorResponse>)");
  EXPECT_EQ(failure.kind, FailureKind::kRefused);
  EXPECT_EQ(failure.code, "NotFound");
  EXPECT_EQ(failure.message, "Topic <x> does not exist");
  EXPECT_EQ(failure.request_id, "r-2");
}

TEST(ErrorAnswers, AreThrottlingByTheirCode) {
  for (const int status : {400, 403, 429, 500, 503}) {
    const CallFailure failure = failure_of(status, R"({"__type":"ThrottlingException","RetryAfterSeconds":3})");
    EXPECT_EQ(failure.kind, FailureKind::kThrottled) << status;
    EXPECT_EQ(failure.effect, Effect::kNone);
    EXPECT_EQ(failure.retry_after, 3s);
  }
  EXPECT_EQ(failure_of(429, "", {{"retry-after", "2"}}).kind, FailureKind::kThrottled);
  EXPECT_EQ(failure_of(429, R"({"__type":"ServiceQuotaExceededException"})").kind, FailureKind::kRefused);
}

TEST(ErrorAnswers, OfAServerInTroubleLeaveTheEffectOpen) {
  for (const char* const body : {"", "<html>down</html>", R"({"__type":"InternalServerError"})"}) {
    const CallFailure failure = failure_of(500, body);
    EXPECT_EQ(failure.kind, FailureKind::kServerError) << body;
    EXPECT_EQ(failure.effect, Effect::kMaybe) << body;
  }
}

// Whatever stands between us and AWS may answer, too.
TEST(ErrorAnswers, ThatAreNotAwssAreNoRefusal) {
  for (const int status : {301, 400, 403, 404, 407}) {
    const CallFailure failure = failure_of(status, "<html><body>Sign in to the guest network</body></html>");
    EXPECT_EQ(failure.kind, FailureKind::kServerError) << status;
    EXPECT_EQ(failure.effect, Effect::kMaybe);
    EXPECT_THAT(failure.message, HasSubstr("without an AWS error in it"));
  }
}

TEST(ErrorAnswers, TellOfRetryAfterOnlyInSeconds) {
  EXPECT_EQ(failure_of(503, "", {{"retry-after", "120"}}).retry_after, 120s);
  for (const char* const text : {"", "soon", "-1", "1.5", "Sat, 06 Dec 2025 15:30:00 GMT", "99999999999999999999"}) {
    EXPECT_EQ(failure_of(503, "", {{"retry-after", text}}).retry_after, std::nullopt) << text;
  }
}

// Garbage, and good answers with a piece changed: no crash, never a success, never a refusal without a code.
TEST(ErrorAnswers, AreReadWhateverTheyHold) {
  const std::vector<std::string> good{
      R"({"__type":"a#ThrottlingException","message":"m","RetryAfterSeconds":9,"nested":{"a":[1,2,{"b":null}]}})",
      "<ErrorResponse><Error><Code>AccessDenied</Code><Message>a&amp;b</Message></Error><RequestId>r</RequestId>"
      "</ErrorResponse>",
      R"(<!DOCTYPE a [<!ENTITY b "c">]><Error><Code>&b;</Code></Error>)",
  };
  std::mt19937 random(20251206);  // NOLINT(bugprone-random-generator-seed): the same in every run
  const auto below = [&](std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random);
  };
  for (int round = 0; round < 20'000; ++round) {
    std::string body = good[below(good.size())];
    for (std::size_t change = below(4); change > 0 && !body.empty(); --change) {
      const std::size_t at = below(body.size());
      switch (below(4)) {
        case 0: body.erase(at, 1 + below(8)); break;
        case 1: body.insert(at, 1, static_cast<char>(below(256))); break;
        case 2: body[at] = static_cast<char>(below(256)); break;
        default: body.insert(at, body.substr(below(body.size()), below(20))); break;
      }
    }
    const int status = static_cast<int>(300 + below(300));
    const CallFailure failure = failure_of(status, body);
    ASSERT_TRUE(failure.kind != FailureKind::kRefused || !failure.code.empty()) << body;
    ASSERT_EQ(failure.effect == Effect::kMaybe, failure.kind == FailureKind::kServerError) << body;
  }
}

TEST(ErrorAnswers, DoNotNestWithoutEnd) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  EXPECT_EQ(failure_of(400, deep).kind, FailureKind::kServerError);
  EXPECT_EQ(failure_of(400, std::string(100'000, '[')).kind, FailureKind::kServerError);
}

TEST(JsonAnswers, MustBeOneObject) {
  struct Fixed final : Caller {
    CallResult call(const Call&) override { return Answer{.body = body}; }
    std::string body;
  } caller;
  const Call call{.service = service::kSsoAdmin, .operation = "ListInstances"};
  for (const char* const body : {"[]", "null", "{", "{} {}", "<ListAllMyBucketsResult/>", "\"text\""}) {
    caller.body = body;
    const auto answer = call_json(caller, call, {});
    ASSERT_FALSE(answer) << body;
    EXPECT_EQ(answer.error().kind, FailureKind::kServerError);
    EXPECT_EQ(answer.error().effect, Effect::kMaybe);
  }
  caller.body = R"({"a":null,"b":"x","c":1.5,"d":{},"e":[]})";
  const auto answer = call_json(caller, call, {});
  ASSERT_TRUE(answer);
  EXPECT_EQ(text_in(*answer, "a"), std::nullopt);
  EXPECT_EQ(text_in(*answer, "b"), "x");
  EXPECT_EQ(text_in(*answer, "c"), std::nullopt);
  EXPECT_EQ(instant_in(*answer, "c"), Instant(1500ms));
  EXPECT_NE(object_in(*answer, "d"), nullptr);
  EXPECT_NE(array_in(*answer, "e"), nullptr);
  EXPECT_EQ(array_in(*answer, "d"), nullptr);
  caller.body = "";
  EXPECT_TRUE(call_json(caller, call, {}));
}

}  // namespace
}  // namespace curfew::aws
