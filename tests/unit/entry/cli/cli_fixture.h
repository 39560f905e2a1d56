// The command line on a store in memory and a console made of strings.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "entry/cli/backend.h"
#include "entry/cli/command_line.h"
#include "entry/cli/console.h"
#include "support/fake_clock.h"
#include "support/fake_signer.h"
#include "support/fake_users.h"
#include "support/memory_store.h"
#include "support/recording_telemetry.h"

namespace curfew::cli {

class FakeConsole final : public Console {
 public:
  std::istream& in() override { return input; }
  std::ostream& out() override { return output; }
  std::ostream& err() override { return errors; }
  [[nodiscard]] bool is_interactive() const override { return interactive; }
  std::optional<Secret> ask_secret(const std::string& question) override {
    errors << question;
    if (typed.empty()) return std::nullopt;
    Secret answer(typed.front());
    typed.pop_front();
    return answer;
  }

  bool interactive = false;
  std::deque<std::string> typed;  // at the terminal
  std::istringstream input;
  std::ostringstream output;
  std::ostringstream errors;
};

class FakeBackend final : public Backend {
 public:
  // One opened store; the people in it outlive the command.
  class Opened final : public Administration {
   public:
    explicit Opened(FakeBackend& backend)
        : backend_(backend),
          users_(backend.pool, backend.directory, backend.store, backend.clock),
          verify_audit_(backend.store, backend.store, backend.store, backend.signer),
          rotate_key_(backend.pool, backend.store, backend.clock),
          writer_(backend.store, backend.clock, backend.metrics, Rules{}, NoEarlierDeployment{}),
          release_assignment_(writer_) {}
    ManageUsers& users() override { return users_; }
    VerifyAudit& verify_audit() override { return verify_audit_; }
    RotateKey& rotate_key() override { return rotate_key_; }
    ReleaseAssignment& release_assignment() override { return release_assignment_; }
    Result<ReconcileReport> reconcile(const ReconcileOrder& order) override {
      backend_.orders.push_back(order);
      if (backend_.failure) return fail(*backend_.failure);
      return backend_.reconciled;
    }
    Actor administrator() override {
      Actor actor;
      actor.kind = ActorKind::kAdministrator;
      actor.email = "root";
      return actor;
    }

   private:
    FakeBackend& backend_;
    ManageUsers users_;
    VerifyAudit verify_audit_;
    RotateKey rotate_key_;
    TransitionWriter writer_;
    ReleaseAssignment release_assignment_;
  };

  ConfigurationReport check(const std::optional<std::string>& config_file) override {
    config_files.push_back(config_file);
    return report;
  }
  Result<std::unique_ptr<Administration>> open(const std::optional<std::string>& config_file,
                                               MissingStore missing_store) override {
    config_files.push_back(config_file);
    missing_stores.push_back(missing_store);
    if (failure) return fail(*failure);
    return std::make_unique<Opened>(*this);
  }
  Result<std::vector<std::string>> create_store(const std::optional<std::string>& config_file) override {
    config_files.push_back(config_file);
    if (failure) return fail(*failure);
    return created;
  }
  Status serve(const std::optional<std::string>& config_file, std::int32_t speed) override {
    config_files.push_back(config_file);
    clock_speeds.push_back(speed);
    if (failure) return fail(*failure);
    return {};
  }
  Result<CatalogImport> import_catalog(const std::optional<std::string>& config_file) override {
    config_files.push_back(config_file);
    if (failure) return fail(*failure);
    return imported;
  }
  Result<DoctorReport> examine(const std::optional<std::string>& config_file,
                               const std::function<void(const ExaminedPart&)>& tell) override {
    config_files.push_back(config_file);
    if (failure) return fail(*failure);
    for (const ExaminedPart& part : examined.parts) tell(part);
    return examined;
  }
  [[nodiscard]] std::string version() const override { return "1.2.3"; }

  ConfigurationReport report{.file = "curfew.toml", .accounts = 3, .permission_sets = 2};
  std::optional<Error> failure;
  std::vector<std::optional<std::string>> config_files;  // as asked for
  std::vector<MissingStore> missing_stores;
  std::vector<std::string> created;  // what making the store says
  std::vector<std::int32_t> clock_speeds;
  std::vector<ReconcileOrder> orders;
  ReconcileReport reconciled;  // what the next runs answer
  CatalogImport imported;      // …
  DoctorReport examined;       // …

  test::MemoryStore store;
  test::FakeUserPool pool;
  test::FakeUserDirectory directory;
  test::FakeSigner signer;
  test::FakeClock clock;
  test::RecordingMetrics metrics;
};

class CliTest : public testing::Test {
 protected:
  int run(const std::vector<std::string>& arguments) {
    console_.output.str("");
    console_.errors.str("");
    return cli::run(arguments, backend_, console_);
  }
  [[nodiscard]] std::string out() const { return console_.output.str(); }
  [[nodiscard]] std::string err() const { return console_.errors.str(); }

  FakeBackend backend_;
  FakeConsole console_;
};

}  // namespace curfew::cli
