// Who a caller is in Identity Center. A subject is bound to its user id at first use, and another subject that comes
// with the same user is refused: e-mail addresses move between people, subjects do not.
#pragma once

#include <optional>

#include "app/caller.h"
#include "base/error.h"
#include "ports/identity_center.h"
#include "ports/ledger.h"

namespace curfew {

struct Requester {
  UserId user_id;
  std::optional<Binding> new_binding;  // to be stored with the first transition
};

// Thread-safe; owned by src/main; lives as long as the ports it was given.
class Requesters {
 public:
  Requesters(Ledger& ledger, IdentityCenter& identity_center) : ledger_(ledger), identity_center_(identity_center) {}

  // Errors: kUnknownUser, kIdentityMismatch (bound to another subject), kUnavailable, kDamaged.
  [[nodiscard]] Result<Requester> resolve(const Identity& identity);

  // For those who need not be in Identity Center to act, such as an approver: empty when it does not know them.
  // Errors: kIdentityMismatch, kUnavailable, kDamaged.
  [[nodiscard]] Result<std::optional<Requester>> resolve_if_known(const Identity& identity);

  // Their user, bound or not, to show what is theirs; empty when Identity Center does not know them, or as somebody
  // else. Errors: kUnavailable, kDamaged.
  [[nodiscard]] Result<std::optional<UserId>> user_of(const Identity& identity);

  // Whether the request is the caller's own; who they are in Identity Center is looked up only where that decides it.
  // Errors: kUnavailable, kDamaged.
  [[nodiscard]] Result<bool> owns(const Identity& identity, const Request& request);

 private:
  Ledger& ledger_;
  IdentityCenter& identity_center_;
};

}  // namespace curfew
