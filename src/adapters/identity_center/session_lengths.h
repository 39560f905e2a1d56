// How long sessions of permission sets last, as AWS said some minutes ago. Safe for use by many threads.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>

#include "adapters/identity_center/paced_calls.h"
#include "base/error.h"
#include "base/id.h"
#include "base/time.h"
#include "ports/clock.h"

namespace curfew::identity_center {

class SessionLengths {
 public:
  // Both must outlive this.
  SessionLengths(PacedCalls& calls, const Clock& clock, std::string instance_arn);

  // Rounded up to minutes; asks AWS when nothing young enough is known. Errors: kUnavailable.
  [[nodiscard]] Result<std::chrono::minutes> of(const PermissionSetArn& permission_set);

 private:
  struct Known {
    std::chrono::minutes length;
    Instant at;
  };

  [[nodiscard]] Result<std::chrono::minutes> ask(const PermissionSetArn& permission_set);

  PacedCalls& calls_;
  const Clock& clock_;
  const std::string instance_arn_;
  std::mutex mutex_;
  std::map<PermissionSetArn, Known> known_;  // as many as the catalog names
};

}  // namespace curfew::identity_center
