#include "adapters/identity_center/paced_calls.h"

#include <boost/json/value.hpp>
#include <chrono>
#include <utility>

#include "adapters/aws/json_call.h"

namespace curfew::identity_center {

namespace {

constexpr int kMostPages = 10'000;  // of 100 entries: more than an instance may hold
constexpr int kMostPageTries = 10;  // of one page, while the answer is "too many calls"
constexpr int kPageSize = 100;      // the most that AWS gives

aws::Call call_of(const PacedCall& call) {
  return {.service = call.service, .operation = call.operation, .signed_at = call.signed_at, .attempts = 1};
}

aws::CallFailure turn_did_not_come() {
  return {.kind = aws::FailureKind::kThrottled,
          .message = "Curfew's own share of Identity Center calls is used up",
          .effect = Effect::kNone};
}

// False when the reader has seen enough.
bool read_page(const boost::json::array& entries, const PacedCalls::Reader& read, bool& whole) {
  for (const auto& entry : entries) {
    if (!entry.is_object()) {
      whole = false;
      return false;
    }
    if (!read(entry.as_object())) return false;
  }
  return true;
}

}  // namespace

aws::CallFailure malformed(std::string_view what) {
  return {.kind = aws::FailureKind::kServerError, .message = "the answer has no valid " + std::string(what)};
}

PacedCalls::PacedCalls(aws::Caller& caller, const Clock& clock, int calls_per_second, Millis patience)
    : caller_(caller), patience_(patience), pace_(clock, calls_per_second) {}

Reply PacedCalls::make(const PacedCall& call) {
  if (!pace_.wait_for_turn(call.urgency, patience_)) return std::unexpected(turn_did_not_come());
  auto answer = aws::call_json(caller_, call_of(call), call.body);
  if (!answer && answer.error().kind == aws::FailureKind::kThrottled) pace_.throttled();
  return answer;
}

Reply PacedCalls::make_page(const PacedCall& call) {
  const int tries = call.urgency == Urgency::kListing ? kMostPageTries : 1;
  for (int i = 1;; ++i) {
    auto answer = make(call);
    if (answer || i >= tries || answer.error().kind != aws::FailureKind::kThrottled) return answer;
  }
}

std::expected<void, aws::CallFailure> PacedCalls::list(PacedCall call, std::string_view member, const Reader& read) {
  call.body["MaxResults"] = kPageSize;
  std::string last_token;
  for (int i = 0; i < kMostPages; ++i) {
    const auto page = make_page(call);
    if (!page) return std::unexpected(page.error());
    const auto* entries = aws::array_in(*page, member);
    if (entries == nullptr) return std::unexpected(malformed(member));
    bool whole = true;
    if (!read_page(*entries, read, whole)) {
      return whole ? std::expected<void, aws::CallFailure>{} : std::unexpected(malformed(member));
    }
    const auto token = aws::text_in(*page, "NextToken");
    if (!token) return {};
    if (*token == last_token) return std::unexpected(malformed("NextToken: it is the one before"));
    last_token = *token;
    call.body["NextToken"] = *token;
  }
  return std::unexpected(malformed("end of its pages"));
}

Error PacedCalls::unavailable(const PacedCall& call, const aws::CallFailure& failure, const std::string& what) {
  Error error = aws::to_error(call_of(call), failure, what);
  error.code = ErrorCode::kUnavailable;  // whatever is wrong with our rights or settings: not the caller's fault
  return error;
}

}  // namespace curfew::identity_center
