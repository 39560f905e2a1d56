// What an answer of AWS means: good, or a failure with AWS's own code. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/aws/caller.h"
#include "adapters/aws/http_client.h"
#include "base/time.h"

namespace curfew::aws {

// Any status outside 2xx is a failure, whose code decides what kind: a throttling code is kThrottled, 5xx and what is
// no answer of AWS at all are kServerError, and everything else kRefused.
[[nodiscard]] CallResult read_answer(HttpAnswer answer);

// The value of a header of an answer; empty when it is missing.
[[nodiscard]] std::string header_in(const HttpAnswer& answer, std::string_view lower_name);

// When the other side thought it was: its Date header (RFC 9110 section 5.6.7).
[[nodiscard]] std::optional<Instant> date_of(const HttpAnswer& answer);

// The signature was refused for its time, says `failure`.
[[nodiscard]] bool is_about_time(const CallFailure& failure);
// A right is missing.
[[nodiscard]] bool is_denied(const CallFailure& failure);
// The credentials are over or unknown: others may be there by now.
[[nodiscard]] bool is_about_credentials(const CallFailure& failure);

}  // namespace curfew::aws
