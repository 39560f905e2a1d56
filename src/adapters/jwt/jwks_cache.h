// The keys of an issuer, fetched from where it publishes them and kept.
//
// Fetched anew when they are `longest_age` old and when a token names a key that is not among them; but never twice
// within `between_fetches`, whatever anybody sends: tokens with made-up kids cause no more traffic than that. One
// thread fetches at a time, and no other waits for it. While the address does not answer, the keys that were fetched
// last go on counting until they are `longest_use` old; after that no token can be checked.
//
// So a key that the issuer withdraws counts for `longest_age` more, and for `longest_use` where its address is down.
// Safe for use by many threads.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "adapters/jwt/jwks.h"
#include "adapters/jwt/jwt_verifier.h"
#include "base/error.h"
#include "base/time.h"
#include "ports/clock.h"
#include "ports/telemetry.h"

namespace curfew::jwt {

struct JwksCacheSettings {
  Millis longest_age = std::chrono::hours(1);
  Millis longest_use = std::chrono::hours(24);
  Millis between_fetches = std::chrono::seconds(10);
};

class JwksCache final : public TokenKeys {
 public:
  // The JWKS document of the moment, of a bounded size. Blocks for a bounded time. Errors: kUnavailable.
  using Fetch = std::function<Result<std::string>()>;

  // What `fetch` uses, and the ports, must outlive this.
  JwksCache(Fetch fetch, const JwksCacheSettings& settings, const Clock& clock, Log& log);

  // Errors: kUnavailable, when there are no keys, when those there are have become too old, or when the kid is new and
  // the issuer could not be asked about it.
  [[nodiscard]] Result<std::shared_ptr<const PublicKey>> find(const std::string& kid) override;

  // Fetches the keys if that is due, so that the first caller need not wait. Errors: kUnavailable.
  [[nodiscard]] Status warm();

 private:
  struct Fetched {
    KeySet set;
    Instant at;
  };
  [[nodiscard]] std::shared_ptr<const PublicKey> known(const std::string& kid, Millis longest) const;
  [[nodiscard]] bool may_fetch() const;
  [[nodiscard]] Status refresh(std::unique_lock<std::mutex>& lock);
  [[nodiscard]] Status take(const Result<std::string>& document, Instant now);
  [[nodiscard]] Millis age() const;
  [[nodiscard]] std::unexpected<Error> no_keys() const;

  const Fetch fetch_;
  const JwksCacheSettings settings_;
  const Clock& clock_;
  Log& log_;

  mutable std::mutex mutex_;  // never held during a fetch; guards all below
  std::optional<Fetched> fetched_;
  std::optional<Instant> asked_at_;  // when the last fetch began
  bool fetching_ = false;
  std::string last_failure_;  // empty when the last fetch went well
};

}  // namespace curfew::jwt
