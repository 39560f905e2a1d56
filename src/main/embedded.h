// The embedded parts, as far as the configuration wants them: everything that lies in the SQLite file or beside it.
//
// Shared by the server and by the commands that work beside it. One for a process; made before its threads.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

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
#include "main/config/configuration.h"
#include "main/surroundings.h"

namespace curfew::wiring {

// All tables that the SQLite file holds.
[[nodiscard]] std::vector<sqlite_file::Schema> store_schemas();
// The key that seals what the file holds: the built-in pool's to name; without that pool it lies beside the file.
[[nodiscard]] std::filesystem::path sealing_key_file_of(const config::Configuration& configuration);

// The store in the SQLite file, and the key that seals its audit trail.
struct SqliteStore {
  SqliteStore(sqlite_file::Database& database, Sealer& sealer, Entropy& entropy)
      : signer(database, sealer, entropy), ledger(database), queue(database), index(database), audit_log(database) {}

  keyfile::Ed25519Signer signer;
  sqlite::SqliteLedger ledger;
  sqlite::SqliteWorkQueue queue;
  sqlite::SqliteRequestIndex index;
  sqlite::SqliteAuditLog audit_log;
};

struct Sandbox {
  Sandbox(sqlite_file::Database& database, const Surroundings& around, sandbox::SandboxSettings settings)
      : center(database, around.clock, around.entropy, no_faults, std::move(settings)),
        directory(database, around.clock, around.entropy) {}

  sandbox::FaultPlan no_faults;
  sandbox::SandboxIdentityCenter center;
  sandbox::SandboxDirectory directory;
};

class Embedded {
 public:
  // Opens or makes the file and its key file; the configuration has to want some part of it. Errors: kConfiguration,
  // kDamaged, kUnavailable, each with what to do. What is around must outlive this.
  [[nodiscard]] static Result<std::unique_ptr<Embedded>> open(const config::Configuration& configuration,
                                                              const Surroundings& around);
  Embedded(const Embedded&) = delete;
  Embedded& operator=(const Embedded&) = delete;
  ~Embedded() = default;

  // Each is empty where the configuration has another part in its place.
  [[nodiscard]] std::optional<SqliteStore>& store() { return store_; }
  [[nodiscard]] std::optional<Sandbox>& sandbox() { return sandbox_; }
  [[nodiscard]] user_pool::UserPool* pool() { return pool_.get(); }

 private:
  Embedded(std::unique_ptr<sqlite_file::Database> database, std::unique_ptr<keyfile::KeyFileSealer> sealer);

  std::unique_ptr<sqlite_file::Database> database_;
  std::unique_ptr<keyfile::KeyFileSealer> sealer_;
  std::optional<SqliteStore> store_;
  std::optional<Sandbox> sandbox_;
  std::unique_ptr<user_pool::UserPool> pool_;
};

}  // namespace curfew::wiring
