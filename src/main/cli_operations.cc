// The commands of CliBackend that look at the outside, and open no part of the server for it.
#include <utility>
#include <variant>

#include "adapters/organizations/aws_organization.h"
#include "adapters/system/clock.h"
#include "adapters/system/entropy.h"
#include "adapters/telemetry/json_log.h"
#include "adapters/telemetry/prometheus_metrics.h"
#include "main/aws_parts.h"
#include "main/cli_backend.h"
#include "main/config/configuration.h"
#include "main/examinations.h"

namespace curfew::wiring {
namespace {

// Of a command that somebody watches: the log goes where nobody has to read it.
class QuietLog final : public Log {
 public:
  void write(LogLevel /*level*/, std::string_view /*event*/, std::initializer_list<LogField> /*fields*/) override {}
};

struct Around {
  system::SystemClock clock;
  system::SystemEntropy entropy;
  QuietLog log;
  telemetry::PrometheusMetrics no_metrics;
  Surroundings surroundings{clock, entropy, log, no_metrics};
};

}  // namespace

Result<CatalogImport> CliBackend::import_catalog(const std::optional<std::string>& config_file) {
  const auto configuration = config::load(path_of(config_file), environment_, config::EmptyCatalog::kAllow);
  if (!configuration) return fail(error_of(configuration.error()));
  const auto* center = std::get_if<config::AwsIdentityCenterConfig>(&configuration->identity_center.kind);
  if (center == nullptr) {
    return fail(ErrorCode::kConfiguration,
                "There is nothing to import: identity_center.kind is not \"aws\". The catalog is written by hand.");
  }
  Around around;
  const auto aws = AwsParts::open(*configuration, environment_, around.surroundings);
  if (!aws) return fail(aws.error());
  organizations::AwsOrganization organization((*aws)->caller(), center->instance_arn);
  return ImportCatalog(organization)(config::catalog_of(*configuration));
}

Result<DoctorReport> CliBackend::examine(const std::optional<std::string>& config_file,
                                         const std::function<void(const ExaminedPart&)>& tell) {
  const auto configuration = config::load(path_of(config_file), environment_);
  if (!configuration) return fail(error_of(configuration.error()));
  Around around;
  ExaminationList list(*configuration, environment_, around.surroundings);
  return Doctor(list.make())(tell);
}

}  // namespace curfew::wiring
