#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/sandbox/directory.h"
#include "adapters/sandbox/identity_center.h"
#include "adapters/sandbox/schema.h"
#include "adapters/sqlite_file/database.h"
#include "conformance/identity_center_conformance.h"
#include "support/fake_clock.h"
#include "support/fake_entropy.h"
#include "support/temp_dir.h"

namespace curfew::conformance {
namespace {

class SandboxWorld final : public IdentityCenterWorld {
 public:
  SandboxWorld() { open(); }

  IdentityCenter& center() override { return open_->center; }
  Instant now() const override { return clock_.now(); }
  AccountId account(int number) const override { return accounts().at(static_cast<std::size_t>(number)); }
  PermissionSetArn permission_set(int number) const override {
    return PermissionSetArn("arn:aws:sso:::permissionSet/ssoins-7223abcd1234ef56/ps-000000000000000" +
                            std::to_string(number));
  }

  UserId add_user(const std::string& user_name, const std::string& email) override {
    return open_->directory.add_user(user_name, email).value();
  }
  void remove_user(const std::string& email) override { open_->directory.remove_user(email).value(); }
  void assign(const AssignmentKey& key) override { open_->directory.give_standing(key).value(); }
  void assign_through_group(const AssignmentKey& key) override {
    const sandbox::GroupId group = open_->directory.add_group("Platform").value();
    open_->directory.join(group, key.user_id).value();
    open_->directory.give_standing(group, key.account_id, key.permission_set_arn).value();
  }

  void let_operations_end() override { clock_.advance(kDelay); }
  void restart() override {
    open_.reset();
    open();
  }

 private:
  static constexpr Millis kDelay{1500};

  static std::vector<AccountId> accounts() { return {AccountId("533267321107"), AccountId("269423819609")}; }

  // All that a process holds; what it does not hold lies in the file.
  struct Process {
    Process(std::unique_ptr<sqlite_file::Database> opened, const Clock& clock, Entropy& entropy)
        : database(std::move(opened)),
          center(*database, clock, entropy, no_faults, {.accounts = accounts(), .delay = kDelay}),
          directory(*database, clock, entropy) {}

    std::unique_ptr<sqlite_file::Database> database;
    sandbox::FaultPlan no_faults;
    sandbox::SandboxIdentityCenter center;
    sandbox::SandboxDirectory directory;
  };

  void open() {
    auto database = sqlite_file::Database::open(dir_ / "curfew.db", {sandbox::sandbox_schema()});
    open_.emplace(std::move(database).value(), clock_, entropy_);
  }

  test::TempDir dir_;
  test::FakeClock clock_;
  test::FakeEntropy entropy_;
  std::optional<Process> open_;
};

INSTANTIATE_TEST_SUITE_P(Sandbox, IdentityCenterConformance,
                         testing::Values(NamedWorld{.name = "Sandbox",
                                                    .make = [] { return std::make_unique<SandboxWorld>(); }}),
                         world_name);

}  // namespace
}  // namespace curfew::conformance
