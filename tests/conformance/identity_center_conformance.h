// What every Identity Center behind ports/identity_center.h has to do, as one suite of tests. An adapter joins by
// instantiating it with a world of its own:
//
//   INSTANTIATE_TEST_SUITE_P(Sandbox, IdentityCenterConformance, testing::Values(NamedWorld{…}), world_name);
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "base/id.h"
#include "base/time.h"
#include "ports/identity_center.h"

namespace curfew::conformance {

// One Identity Center, empty at first, and the hands of those who administer it.
class IdentityCenterWorld {
 public:
  virtual ~IdentityCenterWorld() = default;

  [[nodiscard]] virtual IdentityCenter& center() = 0;
  [[nodiscard]] virtual Instant now() const = 0;

  // Two accounts and two permission sets that exist.
  [[nodiscard]] virtual AccountId account(int number) const = 0;
  [[nodiscard]] virtual PermissionSetArn permission_set(int number) const = 0;

  [[nodiscard]] virtual UserId add_user(const std::string& user_name, const std::string& email) = 0;
  virtual void remove_user(const std::string& email) = 0;
  virtual void assign(const AssignmentKey& key) = 0;
  // Puts the user into a group that has the access.
  virtual void assign_through_group(const AssignmentKey& key) = 0;

  // So much time passes that every operation asked so far ends.
  virtual void let_operations_end() = 0;
  // The process that uses Identity Center dies and comes back.
  virtual void restart() = 0;
};

struct NamedWorld {
  std::string name;
  std::function<std::unique_ptr<IdentityCenterWorld>()> make;
  bool operations_take_time = true;  // an operation is IN_PROGRESS until let_operations_end()
};

[[nodiscard]] inline std::string world_name(const testing::TestParamInfo<NamedWorld>& info) { return info.param.name; }

class IdentityCenterConformance : public testing::TestWithParam<NamedWorld> {
 protected:
  IdentityCenterConformance() : world_(GetParam().make()) {}

  [[nodiscard]] IdentityCenter& center() { return world_->center(); }
  // The key of a new user's access.
  [[nodiscard]] AssignmentKey somebodys_access(const std::string& email = "ada@example.com");
  // Asks, and fails the test when the ask is not accepted.
  [[nodiscard]] OperationId ask(OperationKind kind, const AssignmentKey& key);
  [[nodiscard]] AskFailure refused_ask(OperationKind kind, const AssignmentKey& key);
  // Asks and follows it to its end.
  [[nodiscard]] OperationStatus done(OperationKind kind, const AssignmentKey& key);
  [[nodiscard]] OperationStatus status(OperationKind kind, const OperationId& id);
  [[nodiscard]] Presence presence(const AssignmentKey& key);
  [[nodiscard]] std::set<UserId> assigned_users(const AssignmentKey& key);
  [[nodiscard]] bool anything_in_progress(const AssignmentKey& key);

  std::unique_ptr<IdentityCenterWorld> world_;
};

}  // namespace curfew::conformance
