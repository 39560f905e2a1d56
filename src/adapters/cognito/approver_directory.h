// Whom the approval notice goes to: the enabled members of the pool's managers' group with a verified e-mail.
//
// Asked of Cognito once a minute at most: a manager who is added or taken away counts for notices a minute later.
// Safe for use by many threads.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "adapters/aws/caller.h"
#include "adapters/cognito/pool_calls.h"
#include "adapters/cognito/settings.h"
#include "ports/clock.h"
#include "ports/mail.h"

namespace curfew::cognito {

class CognitoApproverDirectory final : public ApproverDirectory {
 public:
  // Both must outlive this.
  CognitoApproverDirectory(CognitoSettings settings, aws::Caller& caller, const Clock& clock);

  [[nodiscard]] Result<std::vector<std::string>> approvers() override;

 private:
  struct Asked {
    std::vector<std::string> approvers;
    Instant at;
  };
  [[nodiscard]] std::optional<std::vector<std::string>> fresh();

  const CognitoSettings settings_;
  PoolCalls calls_;
  const Clock& clock_;
  std::mutex mutex_;
  std::optional<Asked> asked_;  // guarded by mutex_, which is not held during a call
};

}  // namespace curfew::cognito
