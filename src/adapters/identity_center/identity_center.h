// IAM Identity Center: who is whom (identitystore) and who has what (sso-admin).
// https://docs.aws.amazon.com/singlesignon/latest/APIReference/welcome.html
// https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/welcome.html
//
// Every method waits for its turn first (see Pace), a few seconds at most, and then makes each call once. A call whose
// turn does not come was not made: kThrottled for an ask, kUnavailable for the others. All methods may be called at the
// same time.
#pragma once

#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "adapters/aws/caller.h"
#include "adapters/identity_center/outstanding_creates.h"
#include "adapters/identity_center/paced_calls.h"
#include "adapters/identity_center/session_lengths.h"
#include "base/error.h"
#include "base/time.h"
#include "ports/clock.h"
#include "ports/identity_center.h"

namespace curfew::identity_center {

struct IdentityCenterSettings {
  std::string instance_arn;
  std::string identity_store_id;
  int calls_per_second = 20;                  // this server's share of the instance's 20. 0: no limit
  int max_outstanding_creates = 10;           // … and of its 10. 0: no limit
  Millis patience = std::chrono::seconds(5);  // of a call that waits for its turn
};

class AwsIdentityCenter final : public IdentityCenter {
 public:
  // Both must outlive this.
  AwsIdentityCenter(aws::Caller& caller, const Clock& clock, IdentityCenterSettings settings);

  [[nodiscard]] Result<UserId> find_user(const std::string& email) override;
  [[nodiscard]] Result<Presence> look(const AssignmentKey& key) override;
  [[nodiscard]] Result<std::vector<UserId>> assigned_users(const AccountId& account,
                                                           const PermissionSetArn& permission_set) override;
  // Asks AWS once in ten minutes.
  [[nodiscard]] Result<std::chrono::minutes> session_length(const PermissionSetArn& permission_set) override;
  [[nodiscard]] AskResult ask(OperationKind kind, const AssignmentKey& key, Instant claimed_at) override;
  [[nodiscard]] Result<OperationStatus> check(OperationKind kind, const OperationId& id) override;
  [[nodiscard]] Result<bool> anything_in_progress(const AssignmentKey& key) override;
  // AWS refuses a call whose signature is older than five minutes.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
  [[nodiscard]] Millis settle() const override { return std::chrono::minutes(5); }

 private:
  // Empty when no user has this value there.
  [[nodiscard]] Result<UserId> user_id_by(const std::string& attribute_path, const std::string& value);
  [[nodiscard]] Result<bool> is_in_any(const UserId& user, const std::set<std::string>& groups);
  [[nodiscard]] AskResult ask_once(OperationKind kind, const AssignmentKey& key, Instant claimed_at);
  // Whether an operation of this kind runs in the account of the key.
  [[nodiscard]] Result<bool> runs(OperationKind kind, const AssignmentKey& key);
  [[nodiscard]] Result<bool> runs_in(OperationKind kind, const std::string& id, const AccountId& account);
  [[nodiscard]] PacedCall describe_status(OperationKind kind, const std::string& id) const;
  [[nodiscard]] PacedCall list_assignments(const AccountId& account, const PermissionSetArn& permission_set) const;

  const Clock& clock_;
  const IdentityCenterSettings settings_;
  PacedCalls calls_;
  SessionLengths session_lengths_;
  OutstandingCreates creates_;
};

}  // namespace curfew::identity_center
