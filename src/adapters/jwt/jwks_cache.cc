#include "adapters/jwt/jwks_cache.h"

#include <algorithm>
#include <utility>

namespace curfew::jwt {
namespace {

// Between two instants, whichever way the clock was set in between.
Millis apart(Instant left, Instant right) { return left < right ? right - left : left - right; }

std::unexpected<Error> unavailable(std::string log_text, Millis wait) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
  return fail(Error{.code = ErrorCode::kUnavailable,
                    .public_text = "The keys that tokens are checked with cannot be had at the moment; try again.",
                    .log_text = std::move(log_text),
                    .retry_after_seconds = std::max(1, static_cast<int>(seconds))});
}

}  // namespace

JwksCache::JwksCache(Fetch fetch, const JwksCacheSettings& settings, const Clock& clock, Log& log)
    : fetch_(std::move(fetch)), settings_(settings), clock_(clock), log_(log) {}

Result<std::shared_ptr<const PublicKey>> JwksCache::find(const std::string& kid) {
  std::unique_lock lock(mutex_);
  if (auto key = known(kid, settings_.longest_age)) return key;
  // No keys, keys of some age, or a kid that is new.
  if (may_fetch()) static_cast<void>(refresh(lock));
  if (auto key = known(kid, settings_.longest_use)) return key;
  if (!fetched_ || age() >= settings_.longest_use) return no_keys();
  // The issuer was asked just now, by us or by somebody else, and its answer names no such key; or nobody can tell.
  if (fetching_ || !last_failure_.empty()) return no_keys();
  return nullptr;
}

Status JwksCache::warm() {
  std::unique_lock lock(mutex_);
  if (fetched_ && age() < settings_.longest_age) return {};
  return may_fetch() ? refresh(lock) : no_keys();
}

std::shared_ptr<const PublicKey> JwksCache::known(const std::string& kid, Millis longest) const {
  if (!fetched_ || age() >= longest) return nullptr;
  const auto key = fetched_->set.keys.find(kid);
  return key == fetched_->set.keys.end() ? nullptr : key->second;
}

// A clock that was set back must not keep the keys young, nor hold up the next fetch for as long.
Millis JwksCache::age() const { return apart(fetched_->at, clock_.now()); }

bool JwksCache::may_fetch() const {
  return !fetching_ && (!asked_at_ || apart(*asked_at_, clock_.now()) >= settings_.between_fetches);
}

Status JwksCache::refresh(std::unique_lock<std::mutex>& lock) {
  fetching_ = true;
  asked_at_ = clock_.now();
  lock.unlock();
  const Result<std::string> document = fetch_();
  const Instant now = clock_.now();
  lock.lock();
  fetching_ = false;
  return take(document, now);
}

Status JwksCache::take(const Result<std::string>& document, Instant now) {
  auto set = document ? parse_jwks(*document) : std::nullopt;
  if (!set || set->keys.empty()) {
    last_failure_ = "the document holds no keys that can be used";
    if (document && !set) last_failure_ = "the document is no JWKS document";
    if (!document) last_failure_ = document.error().log_text;
    log_.warning("token_keys_not_fetched", {{"cause", last_failure_}});
    return no_keys();
  }
  last_failure_.clear();
  for (const std::string& reason : set->left_out) log_.warning("token_key_left_out", {{"reason", reason}});
  log_.info("token_keys_fetched", {{"keys", static_cast<std::int64_t>(set->keys.size())}});
  fetched_ = Fetched{.set = *std::move(set), .at = now};
  return {};
}

std::unexpected<Error> JwksCache::no_keys() const {
  if (fetching_) return unavailable("the keys are being fetched", Millis{1000});
  const Millis waited = asked_at_ ? apart(*asked_at_, clock_.now()) : Millis{0};
  return unavailable(last_failure_.empty() ? "the keys have become too old" : last_failure_,
                     std::max(Millis{0}, settings_.between_fetches - waited));
}

}  // namespace curfew::jwt
