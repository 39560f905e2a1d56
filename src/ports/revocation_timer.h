// A timer outside that watches the end of a lease besides the server's own: when the time has come it calls Curfew,
// even one whose servers are all down.
//
// Implementations: adapters/eventbridge. Owned by src/main. All methods may be called at the same time, block for a few
// exchanges at most, and never sleep. Such a timer is a hint and nothing more: the record decides what is over, and the
// server's own timers and the sweep run beside it. There is one for each request, named after it.
#pragma once

#include <functional>
#include <string>
#include <variant>

#include "base/error.h"
#include "base/id.h"
#include "base/time.h"
#include "domain/request.h"

namespace curfew {

struct LeaseEnd {
  RequestId request_id;
  AssignmentKey access;
  Seconds at;
};

class RevocationTimer {
 public:
  virtual ~RevocationTimer() = default;

  // Sees to it that the timer of this request stands and will call within the two minutes after `end.at`, never before
  // it. Success too when it stands already; one that stands for another time is set to this one. Its ARN.
  // `claimed_at` is when the caller's claim was written: the call is signed with it, so that AWS refuses the call of a
  // server that stalled for five minutes in between.
  // Errors: kUnavailable (may have taken effect when effect is kMaybe), kConfiguration, kRefusedOutside.
  [[nodiscard]] virtual Result<std::string> set(const LeaseEnd& end, Instant claimed_at) = 0;

  // Takes the timer of this request away; success too when there is none. `arn` tells of which kind it is and where it
  // stands: `set` answered it, or the earlier deployment left it on its record. Empty: where `set` makes them.
  // Errors: as above.
  [[nodiscard]] virtual Status remove(const RequestId& request, const std::string& arn) = 0;

  // How long after `claimed_at` a call of `set` that is on its way may still take effect.
  [[nodiscard]] virtual Millis settle() const = 0;
};

// Whether there is one is for the configuration to say, and for the wiring to say in so many words.
struct NoTimerOutside {};
using TimerOutside = std::variant<NoTimerOutside, std::reference_wrapper<RevocationTimer>>;

}  // namespace curfew
