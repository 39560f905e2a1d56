// An Identity Center instance of the test server, new and empty, with the adapter on it.
#pragma once

#include <atomic>
#include <boost/json/object.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "adapters/identity_center/identity_center.h"
#include "conformance/identity_center_conformance.h"
#include "support/aws/aws_client.h"
#include "support/aws/moto.h"
#include "support/fake_clock.h"

namespace curfew::conformance {

// Stands still, so that what is signed is the same in every run, until it is let run on from there.
class StoppableClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override {
    const auto began = began_.load();
    return began == Steady{} ? test::kTestStart
                             : test::kTestStart + std::chrono::floor<Millis>(std::chrono::steady_clock::now() - began);
  }
  void run() { began_.store(std::chrono::steady_clock::now()); }

 private:
  using Steady = std::chrono::steady_clock::time_point;
  std::atomic<Steady> began_{};
};

class AwsWorld final : public IdentityCenterWorld {
 public:
  // `instance`: further settings of the instance (moto_gaps/control.py). `endpoint`: where the adapter calls, when that
  // is not the test server itself.
  explicit AwsWorld(boost::json::object instance = {}, std::string endpoint = {},
                    identity_center::IdentityCenterSettings settings = no_limits());

  IdentityCenter& center() override { return *center_; }
  Instant now() const override { return test::kTestStart; }
  AccountId account(int number) const override { return AccountId(accounts_.at(static_cast<std::size_t>(number))); }
  PermissionSetArn permission_set(int number) const override { return sets_.at(static_cast<std::size_t>(number)); }

  UserId add_user(const std::string& user_name, const std::string& email) override;
  void remove_user(const std::string& email) override;
  void assign(const AssignmentKey& key) override;
  void assign_through_group(const AssignmentKey& key) override;
  void let_operations_end() override;
  void restart() override;

  // Changes settings of the instance.
  void set(boost::json::object settings);
  // The clock of the adapter stands still until then.
  void let_the_clock_run() { clock_.run(); }
  [[nodiscard]] const std::string& instance_arn() const { return settings_.instance_arn; }

  static identity_center::IdentityCenterSettings no_limits() {
    return {.calls_per_second = 0, .max_outstanding_creates = 0};
  }

 private:
  [[nodiscard]] PermissionSetArn make_permission_set(const std::string& name) const;
  void give(const AssignmentKey& key, const std::string& type, const std::string& principal) const;

  std::vector<std::string> accounts_;
  std::vector<PermissionSetArn> sets_;
  std::string endpoint_;
  identity_center::IdentityCenterSettings settings_;
  StoppableClock clock_;
  std::unique_ptr<testing_aws::AwsClient> client_;
  std::unique_ptr<identity_center::AwsIdentityCenter> center_;
};

}  // namespace curfew::conformance
