#include "main/embedded.h"

#include <utility>

#include "adapters/keyfile/schema.h"
#include "adapters/sandbox/schema.h"
#include "adapters/sqlite/schema.h"
#include "adapters/user_pool/schema.h"

namespace curfew::wiring {
namespace {

sandbox::SandboxSettings sandbox_settings(const config::Configuration& configuration) {
  const config::SandboxConfig& config = configuration.identity_center.sandbox;
  sandbox::SandboxSettings settings{.delay = config.delay,
                                    .calls_per_second = config.calls_per_second,
                                    .max_outstanding_creates = config.max_outstanding_creates,
                                    .conflict_scope = config.account_conflicts ? sandbox::ConflictScope::kAccount
                                                                               : sandbox::ConflictScope::kAssignment};
  for (const CatalogAccount& account : configuration.accounts) settings.accounts.push_back(account.id);
  return settings;
}

user_pool::PoolSettings pool_settings(const config::Configuration& configuration) {
  const config::SignInConfig& sign_in = configuration.sign_in;
  return {.issuer = public_url_of(configuration) + "/" + sign_in.pool_id,
          .pool_id = sign_in.pool_id,
          .client_id = sign_in.client_id,
          .require_verified_email = sign_in.require_verified_email,
          .password_expiry = sign_in.password_expiry};
}

}  // namespace

std::string public_url_of(const config::Configuration& configuration) {
  return configuration.server.public_url.value_or("http://" + configuration.server.listen);
}

Rules rules_of(const config::Configuration& configuration, const IdentityCenter& identity_center) {
  return {.pending_lapse = configuration.policy.pending_lapse,
          .granting_limit = configuration.policy.granting_limit,
          .settle = identity_center.settle()};
}

Result<std::unique_ptr<Embedded>> Embedded::open(const config::Configuration& configuration, const Clock& clock,
                                                 Entropy& entropy, Log& log) {
  auto database = sqlite_file::Database::open(
      configuration.store.path,
      {sqlite::ledger_schema(), keyfile::keys_schema(), user_pool::user_pool_schema(), sandbox::sandbox_schema()});
  if (!database) return fail(database.error());
  auto sealer = keyfile::KeyFileSealer::open(configuration.sign_in.key_file, **database, entropy);
  if (!sealer) return fail(sealer.error());
  auto pool = user_pool::UserPool::open(pool_settings(configuration), **database, **sealer, entropy, log, clock.now());
  if (!pool) return fail(pool.error());
  return std::unique_ptr<Embedded>(
      new Embedded(configuration, std::move(*database), std::move(*sealer), std::move(*pool), clock, entropy));
}

Embedded::Embedded(const config::Configuration& configuration, std::unique_ptr<sqlite_file::Database> database,
                   std::unique_ptr<keyfile::KeyFileSealer> sealer, std::unique_ptr<user_pool::UserPool> pool,
                   const Clock& clock, Entropy& entropy)
    : database_(std::move(database)),
      sealer_(std::move(sealer)),
      pool_(std::move(pool)),
      identity_center_(*database_, clock, entropy, no_faults_, sandbox_settings(configuration)),
      directory_(*database_, clock, entropy),
      signer_(*database_, *sealer_, entropy),
      ledger_(*database_),
      queue_(*database_),
      index_(*database_),
      audit_log_(*database_) {}

}  // namespace curfew::wiring
