// Calls of one Identity Center instance, each made when it is its turn. Thread-safe.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/aws/caller.h"
#include "adapters/identity_center/pace.h"
#include "base/error.h"
#include "base/time.h"

namespace curfew::identity_center {

using Reply = std::expected<boost::json::object, aws::CallFailure>;

struct PacedCall {
  const aws::Service& service;
  std::string operation;
  boost::json::object body;
  Urgency urgency = Urgency::kGrant;
  std::optional<Instant> signed_at = std::nullopt;
};

class PacedCalls {
 public:
  // Both must outlive this. `patience`: how long a call waits for its turn at most.
  PacedCalls(aws::Caller& caller, const Clock& clock, int calls_per_second, Millis patience);

  // One attempt. A call whose turn does not come is kThrottled without an effect.
  [[nodiscard]] Reply make(const PacedCall& call);

  // All pages of a listing, in order; `read` gets each object of the array `member` and says whether to go on. Only a
  // missing NextToken ends a listing: a page may be empty, or shorter than asked for. Listings of urgency kListing are
  // patient: a page that is refused as one too many is asked for again, a bounded number of times.
  using Reader = std::function<bool(const boost::json::object&)>;
  [[nodiscard]] std::expected<void, aws::CallFailure> list(PacedCall call, std::string_view member, const Reader& read);

  // A failed call as the port's errors have it. `what` completes "Curfew could not …".
  [[nodiscard]] static Error unavailable(const PacedCall& call, const aws::CallFailure& failure,
                                         const std::string& what);

 private:
  [[nodiscard]] Reply make_page(const PacedCall& call);

  aws::Caller& caller_;
  const Millis patience_;
  Pace pace_;
};

// What is no answer of the API that was called.
[[nodiscard]] aws::CallFailure malformed(std::string_view what);

}  // namespace curfew::identity_center
