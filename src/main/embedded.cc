#include "main/embedded.h"

#include <string>
#include <utility>
#include <variant>

#include "adapters/keyfile/schema.h"
#include "adapters/sandbox/schema.h"
#include "adapters/sqlite/schema.h"
#include "adapters/user_pool/schema.h"
#include "main/settings.h"

namespace curfew::wiring {
namespace {

sandbox::SandboxSettings sandbox_settings(const config::SandboxConfig& config,
                                          const std::vector<CatalogAccount>& accounts) {
  sandbox::SandboxSettings settings{.delay = config.delay,
                                    .calls_per_second = config.calls_per_second,
                                    .max_outstanding_creates = config.max_outstanding_creates,
                                    .conflict_scope = config.account_conflicts ? sandbox::ConflictScope::kAccount
                                                                               : sandbox::ConflictScope::kAssignment};
  for (const CatalogAccount& account : accounts) settings.accounts.push_back(account.id);
  return settings;
}

user_pool::PoolSettings pool_settings(const config::Configuration& configuration,
                                      const config::BuiltinSignInConfig& builtin) {
  return {.issuer = public_url_of(configuration) + "/" + builtin.pool_id,
          .pool_id = builtin.pool_id,
          .client_id = configuration.sign_in.client_id,
          .require_verified_email = configuration.sign_in.require_verified_email,
          .password_expiry = builtin.password_expiry};
}

}  // namespace

std::vector<sqlite_file::Schema> store_schemas() {
  return {sqlite::ledger_schema(), keyfile::keys_schema(), user_pool::user_pool_schema(), sandbox::sandbox_schema()};
}

std::filesystem::path sealing_key_file_of(const config::Configuration& configuration) {
  const auto* builtin = std::get_if<config::BuiltinSignInConfig>(&configuration.sign_in.kind);
  if (builtin != nullptr) return builtin->key_file;
  return configuration.store.path.string() + ".key";
}

Result<std::unique_ptr<Embedded>> Embedded::open(const config::Configuration& configuration,
                                                 const Surroundings& around) {
  auto database = sqlite_file::Database::open(configuration.store.path, store_schemas());
  if (!database) return fail(database.error());
  auto sealer = keyfile::KeyFileSealer::open(sealing_key_file_of(configuration), **database, around.entropy);
  if (!sealer) return fail(sealer.error());
  std::unique_ptr<Embedded> embedded(new Embedded(std::move(*database), std::move(*sealer)));
  if (!configuration.store.dynamodb) {
    embedded->store_.emplace(*embedded->database_, *embedded->sealer_, around.entropy);
  }
  if (const auto* sandbox = std::get_if<config::SandboxConfig>(&configuration.identity_center.kind)) {
    embedded->sandbox_.emplace(*embedded->database_, around, sandbox_settings(*sandbox, configuration.accounts));
  }
  if (const auto* builtin = std::get_if<config::BuiltinSignInConfig>(&configuration.sign_in.kind)) {
    auto pool = user_pool::UserPool::open(pool_settings(configuration, *builtin), *embedded->database_,
                                          *embedded->sealer_, around.entropy, around.log, around.clock.now());
    if (!pool) return fail(pool.error());
    embedded->pool_ = *std::move(pool);
  }
  return embedded;
}

Embedded::Embedded(std::unique_ptr<sqlite_file::Database> database, std::unique_ptr<keyfile::KeyFileSealer> sealer)
    : database_(std::move(database)), sealer_(std::move(sealer)) {}

}  // namespace curfew::wiring
