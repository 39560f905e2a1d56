// What the command line asks of the composition root: it names a configuration file and gets what stands behind it.
// Implementations: src/main. For one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/doctor.h"
#include "app/import_catalog.h"
#include "app/manage_users.h"
#include "app/reconcile.h"
#include "app/release_assignment.h"
#include "app/rotate_key.h"
#include "app/verify_audit.h"
#include "base/error.h"
#include "domain/identity.h"

namespace curfew::cli {

struct ConfigurationProblem {
  std::string place;  // "curfew.toml" or "CURFEW_STORE__PATH in the environment"
  int line = 0;       // 0: none
  std::string key;
  std::string text;
};

struct ConfigurationReport {
  std::string file;
  std::size_t accounts = 0;
  std::size_t permission_sets = 0;
  std::vector<ConfigurationProblem> problems;  // empty: it is good
};

// What to do where the configured store does not exist yet. A command that only looks must not leave one behind.
enum class MissingStore : std::uint8_t { kRefuse, kMake };

// The use cases of administration on an open store.
class Administration {
 public:
  virtual ~Administration() = default;

  [[nodiscard]] virtual ManageUsers& users() = 0;
  [[nodiscard]] virtual VerifyAudit& verify_audit() = 0;
  [[nodiscard]] virtual RotateKey& rotate_key() = 0;
  [[nodiscard]] virtual ReleaseAssignment& release_assignment() = 0;
  // Runs the use case by the mode, reason and actor of `order`. Errors: kConfiguration too, of the parts that mail.
  [[nodiscard]] virtual Result<ReconcileReport> reconcile(const ReconcileOrder& order) = 0;
  // Whoever runs this process, by the operating system's word.
  [[nodiscard]] virtual Actor administrator() = 0;
};

class Backend {
 public:
  virtual ~Backend() = default;

  // `config_file` is as typed; where it is absent, the backend knows the other places to look at.

  [[nodiscard]] virtual ConfigurationReport check(const std::optional<std::string>& config_file) = 0;
  // Errors: kConfiguration, kNotFound (there is no store, and there has to be one), kUnavailable, kDamaged.
  [[nodiscard]] virtual Result<std::unique_ptr<Administration>> open(const std::optional<std::string>& config_file,
                                                                     MissingStore missing_store) = 0;
  // Makes what the store needs outside, as far as it is missing: a sentence for each thing made or found. Errors:
  // kConfiguration, kUnavailable; what was made until then stays.
  [[nodiscard]] virtual Result<std::vector<std::string>> create_store(
      const std::optional<std::string>& config_file) = 0;
  // Returns when the server has ended. Errors: kConfiguration, kUnavailable, kDamaged: it did not start.
  [[nodiscard]] virtual Status serve(const std::optional<std::string>& config_file, std::int32_t clock_speed) = 0;
  // What AWS has, beside the catalog of the configuration, which may still be empty. Errors: kConfiguration,
  // kUnavailable.
  [[nodiscard]] virtual Result<CatalogImport> import_catalog(const std::optional<std::string>& config_file) = 0;
  // Examines every configured part and tells of each as it goes. Errors: kConfiguration.
  [[nodiscard]] virtual Result<DoctorReport> examine(const std::optional<std::string>& config_file,
                                                     const std::function<void(const ExaminedPart&)>& tell) = 0;
  [[nodiscard]] virtual std::string version() const = 0;
};

}  // namespace curfew::cli
