#include "main/parts.h"

#include <utility>

namespace curfew::wiring {

Result<std::unique_ptr<Parts>> Parts::open(const config::Configuration& configuration, const Surroundings& around) {
  std::unique_ptr<Parts> parts(new Parts);
  if (config::needs_sqlite_file(configuration)) {
    auto embedded = Embedded::open(configuration, around);
    if (!embedded) return fail(embedded.error());
    parts->embedded_ = *std::move(embedded);
  }
  parts->choose_store();
  parts->choose_directory();
  parts->choose_sign_in();
  return parts;
}

void Parts::choose_store() {
  SqliteStore& sqlite = *embedded_->store();
  store_.emplace(StorePorts{.ledger = sqlite.ledger,
                            .queue = sqlite.queue,
                            .index = sqlite.index,
                            .audit_log = sqlite.audit_log,
                            .signer = sqlite.signer});
}

void Parts::choose_directory() {
  Sandbox& sandbox = *embedded_->sandbox();
  directory_.emplace(DirectoryPorts{.center = sandbox.center, .admin = sandbox.directory});
}

void Parts::choose_sign_in() {
  user_pool::UserPool& pool = *embedded_->pool();
  sign_in_.emplace(SignInPorts{.tokens = pool.token_verifier(),
                               .approvers = pool.approver_directory(),
                               .users = pool.user_admin(),
                               .endpoint = &pool.sign_in_endpoint()});
}

}  // namespace curfew::wiring
