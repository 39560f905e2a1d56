#include "app/manage_users.h"

#include <utility>

#include "app/on_record.h"
#include "domain/email_address.h"

namespace curfew {
namespace {

constexpr std::string_view kChain = "users";

std::string_view kind_of(const NewPassword& password) {
  return password.temporary ? "temporary password" : "permanent password";
}

Status check_email(const std::string& email) {
  if (is_email_address(email)) return {};
  return fail(ErrorCode::kInvalid, "\"" + email + "\" is no plain e-mail address, such as ada@example.com.");
}

AuditEvent event_of(std::string_view action, const std::string& detail, const Actor& administrator) {
  return {.chain = std::string(kChain), .actor = administrator, .action = std::string(action), .detail = detail};
}

Status check_groups(const std::vector<Group>& groups) {
  if (!groups.empty()) return {};
  return fail(ErrorCode::kInvalid, "A user needs at least one group: Engineers may ask, Managers may also decide.");
}

}  // namespace

Result<AddedUser> ManageUsers::add(const std::string& email, const std::vector<Group>& groups,
                                   const NewPassword& password, const Actor& administrator) {
  if (const Status good = check_email(email); !good) return fail(good.error());
  if (const Status good = check_groups(groups); !good) return fail(good.error());
  const std::string detail = email + ": " + listed(groups) + "; " + std::string(kind_of(password));
  return on_record(ledger_, clock_, event_of("user.add", detail, administrator), [&]() -> Result<AddedUser> {
    const auto user_id = directory_.add_user(email);
    if (!user_id) return fail(user_id.error());
    auto user = pool_.add(email, groups, password.password, password.temporary, clock_.now());
    if (!user && user.error().code == ErrorCode::kConflict) {
      return fail(ErrorCode::kConflict, email +
                                            " is there already. `curfew user groups` changes the groups, `curfew user "
                                            "reset-password` the password.");
    }
    if (!user) return fail(user.error());
    return AddedUser{.user = *std::move(user), .user_id = *user_id};
  });
}

Status ManageUsers::remove(const std::string& email, const Actor& administrator) {
  if (const Status good = check_email(email); !good) return good;
  if (const auto user = pool_.find(email); !user) return fail(user.error());
  return on_record(ledger_, clock_, event_of("user.remove", email, administrator), [&]() -> Status {
    if (const Status removed = directory_.remove_user(email); !removed) return removed;
    return pool_.remove(email);
  });
}

Status ManageUsers::set_groups(const std::string& email, const std::vector<Group>& groups, const Actor& administrator) {
  if (const Status good = check_email(email); !good) return good;
  if (const Status good = check_groups(groups); !good) return good;
  const auto user = pool_.find(email);
  if (!user) return fail(user.error());
  const std::string detail = email + ": " + listed(groups) + "; before: " + listed(user->groups);
  return on_record(ledger_, clock_, event_of("user.groups", detail, administrator),
                   [&] { return pool_.set_groups(email, groups); });
}

Status ManageUsers::reset_password(const std::string& email, const NewPassword& password, const Actor& administrator) {
  if (const Status good = check_email(email); !good) return good;
  if (const auto user = pool_.find(email); !user) return fail(user.error());
  const std::string detail = email + ": " + std::string(kind_of(password));
  return on_record(ledger_, clock_, event_of("user.reset_password", detail, administrator),
                   [&] { return pool_.reset_password(email, password.password, password.temporary, clock_.now()); });
}

}  // namespace curfew
