// What shall go wrong in the sandbox, in order: each planned fault meets one call and is used up. An empty plan, the
// only one outside of tests, raises none. Safe for use by many threads; owned by whoever owns the sandbox.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "base/time.h"
#include "domain/assignment.h"

namespace curfew::sandbox {

struct AskFault {
  enum class Kind : std::uint8_t {
    kThrottled,       // refused with ThrottlingException, no effect
    kConflict,        // refused with ConflictException, no effect
    kRefused,         // refused for good with `reason`, no effect
    kCallLost,        // the call never arrives, and the caller cannot know
    kAnswerLost,      // the operation runs, and the caller does not get its id
    kOperationFails,  // accepted; ends as FAILED with `reason`
    kSlow             // accepted; takes `delay` instead of the usual time
  };

  explicit AskFault(Kind what, std::string why = {}, Millis how_long = Millis{0})
      : kind(what), reason(std::move(why)), delay(how_long) {}

  Kind kind;
  std::string reason;
  Millis delay;
};

class FaultPlan {
 public:
  // The next `times` asks of this kind that no earlier fault meets are met by `fault`.
  void next_asks(OperationKind kind, const AskFault& fault, std::size_t times = 1);
  // The next `times` calls of find_user, look, check and anything_in_progress are answered kUnavailable.
  void next_reads_fail(std::size_t times);

  // For the sandbox: the fault that meets this call, which is used up.
  [[nodiscard]] std::optional<AskFault> take_ask(OperationKind kind);
  [[nodiscard]] bool take_read();

 private:
  std::mutex mutex_;
  std::map<OperationKind, std::deque<AskFault>> asks_;
  std::size_t failing_reads_ = 0;
};

}  // namespace curfew::sandbox
