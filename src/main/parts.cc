#include "main/parts.h"

#include <functional>
#include <utility>
#include <variant>

namespace curfew::wiring {

Result<std::unique_ptr<Parts>> Parts::open(const config::Configuration& configuration,
                                           const config::Environment& environment, const Surroundings& around) {
  std::unique_ptr<Parts> parts(new Parts);
  if (config::needs_sqlite_file(configuration)) {
    auto embedded = Embedded::open(configuration, around);
    if (!embedded) return fail(embedded.error());
    parts->embedded_ = *std::move(embedded);
  }
  if (config::calls_aws(configuration)) {
    auto aws = AwsParts::open(configuration, environment, around);
    if (!aws) return fail(aws.error());
    parts->aws_ = *std::move(aws);
  }
  if (configuration.store.dynamodb) {
    const Status opened = parts->aws_->open_store(*configuration.store.dynamodb, around);
    if (!opened) return fail(opened.error());
  }
  if (!std::holds_alternative<config::BuiltinSignInConfig>(configuration.sign_in.kind)) {
    auto issuer = IssuerParts::open(configuration, environment, parts->aws(), around);
    if (!issuer) return fail(issuer.error());
    parts->issuer_ = *std::move(issuer);
  }
  parts->choose_store();
  parts->choose_directory();
  parts->choose_sign_in();
  return parts;
}

TimerOutside Parts::timer_outside() const {
  if (aws_ && aws_->timer()) return std::ref(static_cast<RevocationTimer&>(*aws_->timer()));
  return NoTimerOutside{};
}

NoticeTopics Parts::notice_topic() const {
  if (aws_ && aws_->notice_topic()) return std::ref(static_cast<NoticeTopic&>(*aws_->notice_topic()));
  return NoNoticeTopic{};
}

void Parts::choose_store() {
  if (aws_ && aws_->store()) {
    DynamoStore& dynamo = *aws_->store();
    store_.emplace(StorePorts{.ledger = dynamo.ledger,
                              .queue = dynamo.queue,
                              .index = dynamo.index,
                              .audit_log = dynamo.audit_log,
                              .earlier = std::ref<EarlierRecords>(dynamo.earlier),
                              .signer = *dynamo.signer});
    return;
  }
  SqliteStore& sqlite = *embedded_->store();
  store_.emplace(StorePorts{.ledger = sqlite.ledger,
                            .queue = sqlite.queue,
                            .index = sqlite.index,
                            .audit_log = sqlite.audit_log,
                            .earlier = NoEarlierDeployment{},
                            .signer = sqlite.signer});
}

void Parts::choose_directory() {
  if (aws_ && aws_->directory()) {
    directory_.emplace(DirectoryPorts{.center = aws_->directory()->center, .admin = aws_->directory()->admin});
    return;
  }
  Sandbox& sandbox = *embedded_->sandbox();
  directory_.emplace(DirectoryPorts{.center = sandbox.center, .admin = sandbox.directory});
}

void Parts::choose_sign_in() {
  if (issuer_) {
    sign_in_.emplace(SignInPorts{.tokens = issuer_->tokens(),
                                 .approvers = issuer_->approvers(),
                                 .users = issuer_->users(),
                                 .endpoint = nullptr});
    return;
  }
  user_pool::UserPool& pool = *embedded_->pool();
  sign_in_.emplace(SignInPorts{.tokens = pool.token_verifier(),
                               .approvers = pool.approver_directory(),
                               .users = pool.user_admin(),
                               .endpoint = &pool.sign_in_endpoint()});
}

}  // namespace curfew::wiring
