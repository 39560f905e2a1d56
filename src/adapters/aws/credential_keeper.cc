#include "adapters/aws/credential_keeper.h"

#include <utility>

namespace curfew::aws {
namespace {

bool is_over(const Credentials& credentials, Instant now) {
  return credentials.expires_at && *credentials.expires_at <= now;
}

Error expired(const Credentials& credentials) {
  return {.code = ErrorCode::kConfiguration,
          .public_text = "The AWS credentials from " + credentials.source + " expired at " +
                         iso8601(floor_seconds(*credentials.expires_at)) + " and could not be renewed.",
          .log_text = {}};
}

}  // namespace

CredentialKeeper::Need CredentialKeeper::need(Instant now) const {
  if (!kept_) return Need::kNow;
  if (!kept_->expires_at) return Need::kNone;
  if (is_over(*kept_, now)) return Need::kNow;
  if (not_before_ && now < *not_before_) return Need::kNone;
  const Millis left = *kept_->expires_at - now;
  if (left <= kWaitAhead) return Need::kNow;
  return left <= kRenewAhead ? Need::kSoon : Need::kNone;
}

Result<Credentials> CredentialKeeper::get() {
  Lock lock(mutex_);
  while (true) {
    const Need pressing = need(clock_.now());
    if (pressing == Need::kNone || (pressing == Need::kSoon && is_renewing_)) return *kept_;
    if (!is_renewing_) return renewed(lock);
    has_renewed_.wait(lock, [&] { return !is_renewing_; });
    // Whoever waited for a failure shares it: a queue of callers must not ask one after the other.
    if (!kept_ || is_over(*kept_, clock_.now())) {
      if (failed_) return fail(*failed_);
    }
  }
}

Result<Credentials> CredentialKeeper::get_other_than(const Credentials& refused) {
  Lock lock(mutex_);
  if (is_renewing_) has_renewed_.wait(lock, [&] { return !is_renewing_; });
  if (kept_ && !kept_->same_as(refused)) return *kept_;
  return renewed(lock);
}

Result<Credentials> CredentialKeeper::renewed(Lock& lock) {
  is_renewing_ = true;
  lock.unlock();
  auto fetched = source_->fetch();
  lock.lock();
  is_renewing_ = false;
  has_renewed_.notify_all();
  const Instant now = clock_.now();
  if (fetched && is_over(*fetched, now)) fetched = fail(expired(*fetched));
  if (fetched) {
    kept_ = *std::move(fetched);
    not_before_.reset();
    failed_.reset();
    return *kept_;
  }
  not_before_ = now + kTryAgainAfter;
  failed_ = fetched.error();
  if (kept_ && !is_over(*kept_, now)) return *kept_;
  return fail(std::move(fetched.error()));
}

}  // namespace curfew::aws
