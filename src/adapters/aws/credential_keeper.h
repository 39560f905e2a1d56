// Keeps credentials as long as they last, and has them renewed in time, by one thread at a time. Thread-safe.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>

#include "adapters/aws/credentials.h"
#include "base/error.h"
#include "base/time.h"
#include "ports/clock.h"

namespace curfew::aws {

class CredentialKeeper {
 public:
  // From here on before they expire somebody renews them, while the others go on with the old ones.
  static constexpr Millis kRenewAhead = std::chrono::minutes(15);
  // From here on everybody waits for the new ones. (Both are botocore's.)
  static constexpr Millis kWaitAhead = std::chrono::minutes(10);
  // After a renewal that failed, while the old ones last.
  static constexpr Millis kTryAgainAfter = std::chrono::seconds(30);

  // `clock` must outlive this.
  CredentialKeeper(std::unique_ptr<CredentialSource> source, const Clock& clock)
      : source_(std::move(source)), clock_(clock) {}

  // Good ones; old ones as long as they last when no new ones can be had. Blocks while they are fetched. Errors: what
  // the source says, and kConfiguration for expired ones that it cannot renew.
  [[nodiscard]] Result<Credentials> get();

  // AWS refused `refused`: fetches again, unless somebody has done so already. Returns what is there now, which may be
  // the same.
  [[nodiscard]] Result<Credentials> get_other_than(const Credentials& refused);

 private:
  using Lock = std::unique_lock<std::mutex>;

  // How pressing it is to renew what is kept.
  enum class Need : std::uint8_t { kNone, kSoon, kNow };
  [[nodiscard]] Need need(Instant now) const;
  [[nodiscard]] Result<Credentials> renewed(Lock& lock);

  const std::unique_ptr<CredentialSource> source_;  // used by whoever set is_renewing_
  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable has_renewed_;
  bool is_renewing_ = false;  // these are guarded by mutex_
  std::optional<Credentials> kept_;
  std::optional<Instant> not_before_;  // the next try after a failed one
  std::optional<Error> failed_;        // why the last renewal failed, if it did
};

}  // namespace curfew::aws
