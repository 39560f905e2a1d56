// A sandbox in a file of its own, with one user and one access to play with.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include "adapters/sandbox/directory.h"
#include "adapters/sandbox/identity_center.h"
#include "adapters/sandbox/schema.h"
#include "adapters/sqlite_file/database.h"
#include "support/fake_clock.h"
#include "support/fake_entropy.h"
#include "support/temp_dir.h"

namespace curfew::sandbox {

class SandboxTest : public testing::Test {
 protected:
  static constexpr Millis kDelay{1500};

  SandboxTest()
      : database_(sqlite_file::Database::open(dir_ / "curfew.db", {sandbox_schema()}).value()),
        directory_(*database_, clock_, entropy_) {
    use(usual());
    key_ = {.user_id = directory_.add_user("ada@example.com").value(),
            .account_id = AccountId("533267321107"),
            .permission_set_arn = PermissionSetArn("arn:aws:sso:::permissionSet/ssoins-7223abcd1234ef56/ps-"
                                                   "7223ce50e09c4ba5")};
  }

  static SandboxSettings usual() {
    SandboxSettings settings;
    settings.accounts = {AccountId("533267321107"), AccountId("269423819609")};
    settings.delay = kDelay;
    return settings;
  }

  // Puts a sandbox with these settings on the same file.
  void use(SandboxSettings settings) { center_.emplace(*database_, clock_, entropy_, faults_, std::move(settings)); }

  AskResult ask(OperationKind kind) { return ask(kind, key_); }
  AskResult ask(OperationKind kind, const AssignmentKey& key) { return center_->ask(kind, key, clock_.now()); }
  static AskFailure failure_of(const AskResult& asked) {
    EXPECT_FALSE(asked.has_value());
    return asked.has_value() ? AskFailure::kLost : asked.error().failure;
  }
  OperationStatus status(OperationKind kind, const OperationId& id) { return center_->check(kind, id).value(); }
  Presence presence() { return center_->look(key_).value(); }
  AssignmentKey access_of(const std::string& email) {
    AssignmentKey key = key_;
    key.user_id = directory_.add_user(email).value();
    return key;
  }

  test::TempDir dir_;
  test::FakeClock clock_;
  test::FakeEntropy entropy_;
  FaultPlan faults_;
  std::unique_ptr<sqlite_file::Database> database_;
  SandboxDirectory directory_;
  std::optional<SandboxIdentityCenter> center_;
  AssignmentKey key_;
};

}  // namespace curfew::sandbox
