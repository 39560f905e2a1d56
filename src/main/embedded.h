// The embedded parts, opened from the configuration: everything that lies in the SQLite file or beside it.
//
// Shared by the server and by the commands that work beside it. One for a process; made before its threads.
#pragma once

#include <memory>

#include "adapters/keyfile/ed25519_signer.h"
#include "adapters/keyfile/key_file_sealer.h"
#include "adapters/sandbox/directory.h"
#include "adapters/sandbox/fault_plan.h"
#include "adapters/sandbox/identity_center.h"
#include "adapters/sqlite/audit_log.h"
#include "adapters/sqlite/ledger.h"
#include "adapters/sqlite/request_index.h"
#include "adapters/sqlite/work_queue.h"
#include "adapters/sqlite_file/database.h"
#include "adapters/user_pool/user_pool.h"
#include "base/error.h"
#include "domain/policy.h"
#include "main/config/configuration.h"
#include "ports/clock.h"
#include "ports/entropy.h"
#include "ports/telemetry.h"

namespace curfew::wiring {

class Embedded {
 public:
  // Opens or makes the store and its key file. Errors: kConfiguration, kDamaged, kUnavailable, each with what to do.
  // The three parts must outlive this.
  [[nodiscard]] static Result<std::unique_ptr<Embedded>> open(const config::Configuration& configuration,
                                                              const Clock& clock, Entropy& entropy, Log& log);
  Embedded(const Embedded&) = delete;
  Embedded& operator=(const Embedded&) = delete;
  ~Embedded() = default;

  [[nodiscard]] sqlite::SqliteLedger& ledger() { return ledger_; }
  [[nodiscard]] sqlite::SqliteWorkQueue& queue() { return queue_; }
  [[nodiscard]] sqlite::SqliteRequestIndex& index() { return index_; }
  [[nodiscard]] sqlite::SqliteAuditLog& audit_log() { return audit_log_; }
  [[nodiscard]] keyfile::Ed25519Signer& signer() { return signer_; }
  [[nodiscard]] sandbox::SandboxIdentityCenter& identity_center() { return identity_center_; }
  [[nodiscard]] sandbox::SandboxDirectory& directory() { return directory_; }
  [[nodiscard]] user_pool::UserPool& pool() { return *pool_; }

 private:
  Embedded(const config::Configuration& configuration, std::unique_ptr<sqlite_file::Database> database,
           std::unique_ptr<keyfile::KeyFileSealer> sealer, std::unique_ptr<user_pool::UserPool> pool,
           const Clock& clock, Entropy& entropy);

  std::unique_ptr<sqlite_file::Database> database_;
  std::unique_ptr<keyfile::KeyFileSealer> sealer_;
  std::unique_ptr<user_pool::UserPool> pool_;
  sandbox::FaultPlan no_faults_;
  sandbox::SandboxIdentityCenter identity_center_;
  sandbox::SandboxDirectory directory_;
  keyfile::Ed25519Signer signer_;
  sqlite::SqliteLedger ledger_;
  sqlite::SqliteWorkQueue queue_;
  sqlite::SqliteRequestIndex index_;
  sqlite::SqliteAuditLog audit_log_;
};

// Where people and clients reach the server: `server.public_url`, or http:// and where it listens.
[[nodiscard]] std::string public_url_of(const config::Configuration& configuration);

// The limits of the lifecycle, from the configuration and from how Identity Center behaves.
[[nodiscard]] Rules rules_of(const config::Configuration& configuration, const IdentityCenter& identity_center);

}  // namespace curfew::wiring
