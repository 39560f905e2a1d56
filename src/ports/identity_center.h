// Identity Center: who is whom, and who has which permission set in which account.
//
// Implementations: adapters/sandbox, adapters/identity_center. Owned by src/main. All methods may be called at the same
// time and block for a few exchanges at most, and for some seconds before each where calls are paced; but for listings
// they never retry, and they never decide who may have what. Shapes and behaviour follow the IAM Identity Center API reference (sso-admin
// CreateAccountAssignment, DeleteAccountAssignment, DescribeAccountAssignment{Creation,Deletion}Status,
// ListAccountAssignments{,ForPrincipal}; identitystore GetUserId).
#pragma once

#include <chrono>
#include <expected>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/id.h"
#include "base/time.h"
#include "domain/assignment.h"
#include "domain/observation.h"
#include "domain/request.h"

namespace curfew {

using AskResult = std::expected<OperationId, AskError>;

class IdentityCenter {
 public:
  virtual ~IdentityCenter() = default;

  // The user with this e-mail or, failing that, this user name; compared without case.
  // Errors: kUnknownUser; kUnavailable.
  [[nodiscard]] virtual Result<UserId> find_user(const std::string& email) = 0;

  // A full listing's word on the access. It may be behind the truth for up to a minute, in both directions.
  // Errors: kUnavailable.
  [[nodiscard]] virtual Result<Presence> look(const AssignmentKey& key) = 0;

  // Everybody to whom the permission set is assigned directly in this account, each once, in no order; never the
  // members of groups. The whole listing or a failure, never a part of it. It may lag behind for less than `settle`, in
  // both directions: what was just made may be left out, and what was just taken away still be named. Nothing may be
  // concluded from one listing alone. Blocks for one exchange a page. Errors: kUnavailable.
  [[nodiscard]] virtual Result<std::vector<UserId>> assigned_users(const AccountId& account,
                                                                   const PermissionSetArn& permission_set) = 0;

  // How long a session lasts that somebody opens with the permission set: AWS ends assignments, not sessions, so access
  // may outlive its curfew by so much. May be some minutes old; rounded up. Errors: kUnavailable.
  [[nodiscard]] virtual Result<std::chrono::minutes> session_length(const PermissionSetArn& permission_set) = 0;

  // Asks for the assignment to be made or taken away; asynchronous, follow it with `check`. Asking twice is harmless.
  // `claimed_at` is when the caller's claim was written: the call is signed with it, so that AWS refuses the call of a
  // server that stalled for five minutes in between.
  [[nodiscard]] virtual AskResult ask(OperationKind kind, const AssignmentKey& key, Instant claimed_at) = 0;

  // How an operation fares. Errors: kUnavailable.
  [[nodiscard]] virtual Result<OperationStatus> check(OperationKind kind, const OperationId& id) = 0;

  // Whether some create or delete of this account may still be running that we hold no id of. Errors: kUnavailable.
  [[nodiscard]] virtual Result<bool> anything_in_progress(const AssignmentKey& key) = 0;

  // How long after a call, whose outcome is unknown, it may still be accepted. 0: never after its caller was answered.
  [[nodiscard]] virtual Millis settle() const = 0;
};

}  // namespace curfew
