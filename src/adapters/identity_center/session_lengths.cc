#include "adapters/identity_center/session_lengths.h"

#include <boost/json/object.hpp>
#include <optional>
#include <utility>

#include "adapters/aws/json_call.h"
#include "adapters/aws/service.h"
#include "base/iso_duration.h"

namespace curfew::identity_center {

namespace {

constexpr std::chrono::minutes kGoodFor{10};

// "If you don't specify a session duration, it is one hour":
// https://docs.aws.amazon.com/singlesignon/latest/userguide/howtosessionduration.html
constexpr std::chrono::seconds kDefault = std::chrono::hours(1);

std::optional<std::chrono::minutes> length_in(const boost::json::object& permission_set) {
  const auto said = aws::text_in(permission_set, "SessionDuration");
  const auto length = said ? iso_duration(*said) : kDefault;
  if (!length) return std::nullopt;
  return std::chrono::ceil<std::chrono::minutes>(*length);
}

}  // namespace

SessionLengths::SessionLengths(PacedCalls& calls, const Clock& clock, std::string instance_arn)
    : calls_(calls), clock_(clock), instance_arn_(std::move(instance_arn)) {}

Result<std::chrono::minutes> SessionLengths::of(const PermissionSetArn& permission_set) {
  const Instant now = clock_.now();
  {
    const std::scoped_lock lock(mutex_);
    const auto known = known_.find(permission_set);
    if (known != known_.end() && now >= known->second.at && now - known->second.at < kGoodFor) {
      return known->second.length;
    }
  }
  const auto length = ask(permission_set);
  if (!length) return length;
  const std::scoped_lock lock(mutex_);
  known_.insert_or_assign(permission_set, Known{.length = *length, .at = now});
  return length;
}

Result<std::chrono::minutes> SessionLengths::ask(const PermissionSetArn& permission_set) {
  const PacedCall call{.service = aws::service::kSsoAdmin,
                       .operation = "DescribePermissionSet",
                       .body = {{"InstanceArn", instance_arn_}, {"PermissionSetArn", permission_set.str()}}};
  const std::string what = "look up how long sessions of the permission set last";
  const auto answer = calls_.make(call);
  if (!answer) return fail(PacedCalls::unavailable(call, answer.error(), what));
  const auto* described = aws::object_in(*answer, "PermissionSet");
  const auto length = described == nullptr ? std::nullopt : length_in(*described);
  if (!length) return fail(PacedCalls::unavailable(call, malformed("SessionDuration"), what));
  return *length;
}

}  // namespace curfew::identity_center
