#include "adapters/cognito/approver_directory.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "domain/email_address.h"
#include "domain/identity.h"

namespace curfew::cognito {
namespace {

constexpr Millis kFresh = std::chrono::minutes(1);

}  // namespace

CognitoApproverDirectory::CognitoApproverDirectory(CognitoSettings settings, aws::Caller& caller, const Clock& clock)
    : settings_(std::move(settings)), calls_(caller, settings_.user_pool_id), clock_(clock) {}

std::optional<std::vector<std::string>> CognitoApproverDirectory::fresh() {
  const std::scoped_lock lock(mutex_);
  const Instant now = clock_.now();
  if (!asked_ || now < asked_->at || now >= asked_->at + kFresh) return std::nullopt;
  return asked_->approvers;
}

Result<std::vector<std::string>> CognitoApproverDirectory::approvers() {
  if (auto known = fresh()) return *std::move(known);
  const Instant now = clock_.now();
  const auto members = calls_.members(settings_.managers_group);
  if (!members) {
    Error error = members.error();
    error.code = ErrorCode::kUnavailable;  // whatever it is: the notice waits until it is mended
    return fail(std::move(error));
  }
  std::vector<std::string> approvers;
  for (const User& user : *members) {
    if (!user.enabled || !is_email_address(user.email)) continue;
    if (settings_.require_verified_email && !user.email_verified) continue;
    const bool known = std::ranges::any_of(approvers, [&](const auto& other) { return same_email(other, user.email); });
    if (!known) approvers.push_back(user.email);
  }
  const std::scoped_lock lock(mutex_);
  asked_ = Asked{.approvers = approvers, .at = now};
  return approvers;
}

}  // namespace curfew::cognito
