#include "adapters/organizations/listing.h"

#include <string>
#include <utility>

#include "adapters/aws/json_call.h"

namespace curfew::organizations {
namespace {

constexpr int kMostPages = 10'000;

}  // namespace

aws::CallFailure malformed(std::string_view what) {
  return {.kind = aws::FailureKind::kServerError,
          .message = "the answer has no valid " + std::string(what),
          .effect = Effect::kNone};
}

std::expected<boost::json::array, aws::CallFailure> list_all(aws::Caller& caller, const aws::Call& call,
                                                             boost::json::object body, std::string_view member) {
  boost::json::array all;
  std::string last_token;
  for (int i = 0; i < kMostPages; ++i) {
    const auto page = aws::call_json(caller, call, body);
    if (!page) return std::unexpected(page.error());
    const boost::json::array* entries = aws::array_in(*page, member);
    if (entries == nullptr) return std::unexpected(malformed(member));
    all.insert(all.end(), entries->begin(), entries->end());
    const auto token = aws::text_in(*page, "NextToken");
    if (!token) return all;
    if (*token == last_token) return std::unexpected(malformed("NextToken: it is the one before"));
    last_token = *token;
    body["NextToken"] = *token;
  }
  return std::unexpected(malformed("end of its pages"));
}

}  // namespace curfew::organizations
