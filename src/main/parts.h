// The part behind each port, as the configuration chooses it: embedded ones, AWS's, in any mix.
//
// Shared by the server and by the commands that work beside it. One for a process; made before its threads.
#pragma once

#include <memory>
#include <optional>

#include "base/error.h"
#include "main/aws_parts.h"
#include "main/config/configuration.h"
#include "main/config/environment.h"
#include "main/embedded.h"
#include "main/issuer_parts.h"
#include "main/surroundings.h"
#include "ports/audit_log.h"
#include "ports/directory_admin.h"
#include "ports/earlier_records.h"
#include "ports/identity_center.h"
#include "ports/ledger.h"
#include "ports/mail.h"
#include "ports/notice_topic.h"
#include "ports/request_index.h"
#include "ports/revocation_timer.h"
#include "ports/sign_in.h"
#include "ports/work_queue.h"

namespace curfew::wiring {

struct StorePorts {
  Ledger& ledger;
  WorkQueue& queue;
  RequestIndex& index;
  AuditLog& audit_log;
  EarlierDeployment earlier;
  CheckpointSigner& signer;
};

struct DirectoryPorts {
  IdentityCenter& center;
  DirectoryAdmin& admin;
};

struct SignInPorts {
  TokenVerifier& tokens;
  ApproverDirectory& approvers;
  UserAdmin& users;
  SignInEndpoint* endpoint;  // of the built-in pool; null where sign-in is somebody else's
};

class Parts {
 public:
  // Errors: kConfiguration, kDamaged, kUnavailable, each with what to do. What is around must outlive this.
  [[nodiscard]] static Result<std::unique_ptr<Parts>> open(const config::Configuration& configuration,
                                                           const config::Environment& environment,
                                                           const Surroundings& around);
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;
  ~Parts() = default;

  [[nodiscard]] const StorePorts& store() const { return *store_; }
  [[nodiscard]] const DirectoryPorts& directory() const { return *directory_; }
  [[nodiscard]] const SignInPorts& sign_in() const { return *sign_in_; }
  [[nodiscard]] TimerOutside timer_outside() const;
  [[nodiscard]] NoticeTopics notice_topic() const;
  // For the parts that mail; null where no part is AWS's.
  [[nodiscard]] aws::Caller* aws() const { return aws_ ? &aws_->caller() : nullptr; }

 private:
  Parts() = default;

  void choose_store();
  void choose_directory();
  void choose_sign_in();

  std::unique_ptr<Embedded> embedded_;   // null where no part is embedded
  std::unique_ptr<AwsParts> aws_;        // null where no part is AWS's
  std::unique_ptr<IssuerParts> issuer_;  // null where sign-in is built in
  std::optional<StorePorts> store_;
  std::optional<DirectoryPorts> directory_;
  std::optional<SignInPorts> sign_in_;
};

}  // namespace curfew::wiring
