#include "main/cli_backend.h"

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <system_error>
#include <utility>

#include "adapters/system/clock.h"
#include "adapters/system/entropy.h"
#include "adapters/telemetry/json_log.h"
#include "adapters/telemetry/prometheus_metrics.h"
#include "app/find_differences.h"
#include "app/manage_users.h"
#include "app/reconcile.h"
#include "app/release_assignment.h"
#include "app/rotate_key.h"
#include "app/tell_findings.h"
#include "app/transition_writer.h"
#include "app/verify_audit.h"
#include "main/catalog_holder.h"
#include "main/config/configuration.h"
#include "main/mail_parts.h"
#include "main/parts.h"
#include "main/serve.h"
#include "main/settings.h"
#include "main/use_cases.h"
#include "main/version.h"

namespace curfew::wiring {
namespace {

constexpr const char* kDefaultConfigFile = "/etc/curfew/curfew.toml";

// The name of the user who runs this process; their number where the system knows no name.
std::string name_of_this_user() {
  std::array<char, 16384> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  const bool known = getpwuid_r(getuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr;
  return known ? entry.pw_name : "uid " + std::to_string(getuid());
}

// An open store and the use cases of administration on it.
class OpenStore final : public cli::Administration {
 public:
  explicit OpenStore(std::ostream& log_to) : log_(log_to, clock_) {}

  [[nodiscard]] Status open(const config::Configuration& configuration, const config::Environment& environment) {
    auto parts = Parts::open(configuration, environment, {clock_, entropy_, log_, no_metrics_});
    if (!parts) return fail(parts.error());
    parts_ = *std::move(parts);
    configuration_ = configuration;
    const StorePorts& store = parts_->store();
    UserAdmin& users = parts_->sign_in().users;
    users_.emplace(users, parts_->directory().admin, store.ledger, clock_);
    rotate_key_.emplace(users, store.ledger, clock_);
    const Rules rules =
        with_topic(with_timer(rules_of(configuration, parts_->directory().center), parts_->timer_outside()),
                   parts_->notice_topic());
    catalog_.emplace(config::catalog_of(configuration));
    if (const auto* earlier = std::get_if<std::reference_wrapper<EarlierRecords>>(&store.earlier)) {
      adopt_.emplace(*earlier, store.ledger, parts_->directory().center, *catalog_, clock_, log_, no_metrics_, rules);
    }
    writer_.emplace(store.ledger, clock_, no_metrics_, rules, adoption_in(adopt_));
    release_assignment_.emplace(*writer_);
    verify_audit_.emplace(store.audit_log, store.ledger, store.index, store.signer);
    return {};
  }

  [[nodiscard]] ManageUsers& users() override { return *users_; }
  [[nodiscard]] VerifyAudit& verify_audit() override { return *verify_audit_; }
  [[nodiscard]] RotateKey& rotate_key() override { return *rotate_key_; }
  [[nodiscard]] ReleaseAssignment& release_assignment() override { return *release_assignment_; }
  // Mail is opened for this command alone, so that the others work without it.
  [[nodiscard]] Result<ReconcileReport> reconcile(const ReconcileOrder& order) override {
    const auto mail = MailParts::open(configuration_, parts_->sign_in().approvers, parts_->aws());
    if (!mail) return fail(mail.error());
    FindDifferences find(*writer_, parts_->directory().center, parts_->store().index, parts_->store().queue);
    TellFindings tell(parts_->store().ledger, (*mail)->findings_writer(), (*mail)->mailer(), (*mail)->approvers(),
                      clock_, log_, no_metrics_);
    return Reconcile(*writer_, find, tell, *catalog_, log_, no_metrics_)(order);
  }
  [[nodiscard]] Actor administrator() override {
    Actor actor;
    actor.kind = ActorKind::kAdministrator;
    actor.email = name_of_this_user();
    return actor;
  }

 private:
  system::SystemClock clock_;
  system::SystemEntropy entropy_;
  telemetry::JsonLog log_;
  config::Configuration configuration_;
  telemetry::PrometheusMetrics no_metrics_;  // of a process that nobody scrapes
  std::unique_ptr<Parts> parts_;
  std::optional<ManageUsers> users_;
  std::optional<VerifyAudit> verify_audit_;
  std::optional<RotateKey> rotate_key_;
  std::optional<CatalogHolder> catalog_;
  std::optional<Adopt> adopt_;
  std::optional<TransitionWriter> writer_;
  std::optional<ReleaseAssignment> release_assignment_;
};

}  // namespace

std::filesystem::path CliBackend::path_of(const std::optional<std::string>& config_file) const {
  if (config_file) return *config_file;
  const auto named = environment_.find("CURFEW_CONFIG");
  return named == environment_.end() ? kDefaultConfigFile : named->second;
}

cli::ConfigurationReport CliBackend::check(const std::optional<std::string>& config_file) {
  const std::filesystem::path path = path_of(config_file);
  cli::ConfigurationReport report{.file = path.string()};
  const auto configuration = config::load(path, environment_);
  if (configuration) {
    report.accounts = configuration->accounts.size();
    report.permission_sets = configuration->permission_sets.size();
    return report;
  }
  for (const config::Problem& problem : configuration.error()) {
    report.problems.push_back(
        {.place = problem.place.source, .line = problem.place.line, .key = problem.key, .text = problem.text});
  }
  return report;
}

Result<std::unique_ptr<cli::Administration>> CliBackend::open(const std::optional<std::string>& config_file,
                                                              cli::MissingStore missing_store) {
  const auto configuration = config::load(path_of(config_file), environment_);
  if (!configuration) return fail(config::error_of(configuration.error()));
  const std::filesystem::path& store = configuration->store.path;
  std::error_code error;
  if (missing_store == cli::MissingStore::kRefuse && !configuration->store.dynamodb &&
      !std::filesystem::exists(store, error)) {
    return fail(ErrorCode::kNotFound,
                "There is no store at " + store.string() +
                    " yet. `curfew serve` and `curfew user add` make one; if there should be one, "
                    "check store.path.");
  }
  auto opened = std::make_unique<OpenStore>(log_to_);
  if (const Status ready = opened->open(*configuration, environment_); !ready) return fail(ready.error());
  return opened;
}

Result<std::vector<std::string>> CliBackend::create_store(const std::optional<std::string>& config_file) {
  const auto configuration = config::load(path_of(config_file), environment_, config::EmptyCatalog::kAllow);
  if (!configuration) return fail(config::error_of(configuration.error()));
  const system::SystemClock clock;
  system::SystemEntropy entropy;
  telemetry::JsonLog log(log_to_, clock);
  telemetry::PrometheusMetrics no_metrics;  // of a process that nobody scrapes
  return wiring::create_store(*configuration, environment_, {clock, entropy, log, no_metrics});
}

Status CliBackend::serve(const std::optional<std::string>& config_file, std::int32_t clock_speed) {
  const std::filesystem::path path = std::filesystem::absolute(path_of(config_file));
  const auto configuration = config::load(path, environment_);
  if (!configuration) return fail(config::error_of(configuration.error()));
  return wiring::serve(*configuration,
                       {.clock_speed = clock_speed,
                        .environment = environment_,
                        .reload = [this, path] { return config::load(path, environment_); }},
                       log_to_);
}

std::string CliBackend::version() const { return std::string(kVersion); }

}  // namespace curfew::wiring
