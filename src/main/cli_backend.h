// What stands behind the command line: the configuration file, the embedded parts, the server.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "entry/cli/backend.h"
#include "main/config/environment.h"

namespace curfew::wiring {

// For one thread. Log lines go to `log_to`.
class CliBackend final : public cli::Backend {
 public:
  CliBackend(config::Environment environment, std::ostream& log_to)
      : environment_(std::move(environment)), log_to_(log_to) {}

  [[nodiscard]] cli::ConfigurationReport check(const std::optional<std::string>& config_file) override;
  [[nodiscard]] Result<std::unique_ptr<cli::Administration>> open(const std::optional<std::string>& config_file,
                                                                  cli::MissingStore missing_store) override;
  [[nodiscard]] Result<std::vector<std::string>> create_store(const std::optional<std::string>& config_file) override;
  [[nodiscard]] Status serve(const std::optional<std::string>& config_file, std::int32_t clock_speed) override;
  // In cli_operations.cc:
  [[nodiscard]] Result<CatalogImport> import_catalog(const std::optional<std::string>& config_file) override;
  [[nodiscard]] Result<DoctorReport> examine(const std::optional<std::string>& config_file,
                                             const std::function<void(const ExaminedPart&)>& tell) override;
  [[nodiscard]] std::string version() const override;

 private:
  // As typed, else CURFEW_CONFIG, else /etc/curfew/curfew.toml.
  [[nodiscard]] std::filesystem::path path_of(const std::optional<std::string>& config_file) const;

  const config::Environment environment_;
  std::ostream& log_to_;
};

}  // namespace curfew::wiring
