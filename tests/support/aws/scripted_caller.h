// A Caller that answers from a script, for tests of what an adapter sends and makes of the answers. Thread-safe.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/aws/caller.h"

namespace curfew::test {

struct SeenCall {
  std::string service;
  std::string operation;
  boost::json::object body;  // empty for those that are not JSON
  std::string raw_body;
  std::string method;
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;
  std::optional<Instant> signed_at;
  int attempts = 0;
};

class ScriptedCaller final : public aws::Caller {
 public:
  // The next call of that operation is answered so; each is used once, in order.
  void will_answer(const std::string& operation, const boost::json::object& body) {
    const std::scoped_lock lock(mutex_);
    script_[operation].push_back(aws::Answer{.body = boost::json::serialize(body)});
  }
  void will_fail(const std::string& operation, aws::CallFailure failure) {
    const std::scoped_lock lock(mutex_);
    script_[operation].push_back(std::unexpected(std::move(failure)));
  }
  void will_refuse(const std::string& operation, const std::string& code, const std::string& message = "") {
    will_fail(
        operation,
        {.kind = aws::FailureKind::kRefused, .code = code, .message = message, .status = 400, .effect = Effect::kNone});
  }
  void will_throttle(const std::string& operation) {
    will_fail(operation, {.kind = aws::FailureKind::kThrottled,
                          .code = "ThrottlingException",
                          .message = "Rate exceeded",
                          .status = 400,
                          .effect = Effect::kNone});
  }

  [[nodiscard]] aws::CallResult call(const aws::Call& call) override {
    const std::scoped_lock lock(mutex_);
    SeenCall seen{.service = std::string(call.service.id),
                  .operation = call.operation,
                  .raw_body = call.body,
                  .method = call.method,
                  .path = call.path,
                  .query = call.query,
                  .signed_at = call.signed_at,
                  .attempts = call.attempts};
    boost::system::error_code no_json;
    const auto body = boost::json::parse(call.body, no_json);
    if (!no_json && body.is_object()) seen.body = body.as_object();
    seen_.push_back(std::move(seen));
    auto& answers = script_[call.operation];
    if (answers.empty()) {
      return std::unexpected(aws::CallFailure{.message = call.operation + " is not in the script"});
    }
    auto answer = std::move(answers.front());
    answers.pop_front();
    return answer;
  }

  [[nodiscard]] std::vector<SeenCall> seen() const {
    const std::scoped_lock lock(mutex_);
    return seen_;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::deque<aws::CallResult>> script_;
  std::vector<SeenCall> seen_;
};

}  // namespace curfew::test
