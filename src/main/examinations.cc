#include "main/examinations.h"

#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include "adapters/aws/aws_examination.h"
#include "adapters/cognito/pool_examination.h"
#include "adapters/dynamodb/store_examination.h"
#include "adapters/eventbridge/scheduler_examination.h"
#include "adapters/identity_center/catalog_examination.h"
#include "adapters/identity_center/instance_examination.h"
#include "adapters/jwt/https_documents.h"
#include "adapters/keyfile/key_file_examination.h"
#include "adapters/mail_templates/template_examination.h"
#include "adapters/maildir/maildir_examination.h"
#include "adapters/oidc/oidc_examination.h"
#include "adapters/ses/ses_examination.h"
#include "adapters/smtp/smtp_examination.h"
#include "adapters/sns/sns_examination.h"
#include "adapters/sqlite_file/store_file_examination.h"
#include "adapters/system/listen_examination.h"
#include "main/embedded.h"
#include "main/issuer_parts.h"
#include "main/mail_settings.h"

namespace curfew::wiring {
namespace {

// Of what could not even be begun.
class BrokenExamination final : public Examination {
 public:
  BrokenExamination(std::string part, Diagnosis diagnosis) : part_(std::move(part)), diagnosis_(std::move(diagnosis)) {}
  [[nodiscard]] std::string part() const override { return part_; }
  [[nodiscard]] std::vector<Diagnosis> examine() override { return {diagnosis_}; }

 private:
  const std::string part_;
  const Diagnosis diagnosis_;
};

identity_center::CatalogToExamine catalog_to_examine(const config::Configuration& configuration,
                                                     const std::string& instance_arn) {
  identity_center::CatalogToExamine catalog{.instance_arn = instance_arn, .accounts = configuration.accounts};
  for (const config::PermissionSetConfig& set : configuration.permission_sets) {
    catalog.permission_sets.push_back({.entry = set.entry, .max_session = set.max_session});
  }
  return catalog;
}

}  // namespace

Examinations ExaminationList::make() {
  add_server();
  open_http();
  add_aws();
  add_store();
  add_identity_center();
  add_sign_in();
  add_revocation_timer();
  add_mail();
  return std::move(list_);
}

void ExaminationList::add_broken(const std::string& part, const std::string& subject, const Error& error) {
  add<BrokenExamination>(part, broken(subject, error.public_text, "Correct the configuration."));
}

void ExaminationList::add_server() {
  const config::ServerConfig& server = configuration_.server;
  add<system::ListenExamination>("server.listen", server.listen);
  if (server.metrics_listen) add<system::ListenExamination>("server.metrics_listen", *server.metrics_listen);
}

void ExaminationList::open_http() {
  aws::HttpSettings settings = aws::http_settings_from(environment_);
  settings.most_body_bytes = jwt::kLongestDocument;
  auto opened = aws::HttpClient::open(settings);
  if (!opened) return add_broken("aws", "HTTPS", opened.error());
  http_ = *std::move(opened);
}

void ExaminationList::add_aws() {
  if (!config::calls_aws(configuration_) || http_ == nullptr) return;
  auto opened = AwsParts::open(configuration_, environment_, around_);
  if (!opened) return add_broken("aws", "client", opened.error());
  aws_ = *std::move(opened);
  add<aws::AwsExamination>(aws_->caller(), *http_, around_.clock,
                           aws::EndpointSettings{.region = configuration_.aws.region,
                                                 .endpoint_url = configuration_.aws.endpoint_url,
                                                 .environment = environment_});
}

void ExaminationList::add_store() {
  if (configuration_.store.dynamodb) add_tables(*configuration_.store.dynamodb);
  if (config::needs_sqlite_file(configuration_)) add_sqlite_file();
}

void ExaminationList::add_tables(const config::DynamoDbConfig& config) {
  if (aws_ != nullptr) {
    tables_.emplace(aws_->caller(),
                    dynamodb::Settings{.requests_table = config.requests_table, .ledger_table = config.ledger_table},
                    around_.entropy, pause_);
    add<dynamodb::StoreExamination>(*tables_);
  }
  add<keyfile::KeyFileExamination>(keyfile::KeyFileExamination::Settings{
      .part = "store",
      .path = config.key_file.string(),
      .if_missing =
          "Copy it from another server, with mode 600; where there is none yet, `curfew store create` makes it."});
}

void ExaminationList::add_sqlite_file() {
  add<sqlite_file::StoreFileExamination>(configuration_.store.path.string(), store_schemas());
  std::error_code error;
  add<keyfile::KeyFileExamination>(keyfile::KeyFileExamination::Settings{
      .part = "store",
      .path = sealing_key_file_of(configuration_).string(),
      .may_be_missing = !std::filesystem::exists(configuration_.store.path, error),
      .if_missing = std::filesystem::exists(configuration_.store.path, error)
                        ? "Put it back from its backup: without it nothing that the store has sealed can be read."
                        : "The first start makes it, with the store."});
}

void ExaminationList::add_identity_center() {
  const auto* center = std::get_if<config::AwsIdentityCenterConfig>(&configuration_.identity_center.kind);
  if (center == nullptr || aws_ == nullptr) return;
  add<identity_center::InstanceExamination>(aws_->caller(), center->instance_arn, center->identity_store_id);
  add<identity_center::CatalogExamination>(aws_->caller(), catalog_to_examine(configuration_, center->instance_arn));
}

void ExaminationList::add_sign_in() {
  if (http_ == nullptr) return;
  documents_.emplace(*http_, true);
  const config::SignInConfig& sign_in = configuration_.sign_in;
  if (const auto* cognito = std::get_if<config::CognitoSignInConfig>(&sign_in.kind); cognito != nullptr && aws_) {
    add<cognito::PoolExamination>(aws_->caller(), *documents_, cognito_settings_of(configuration_, *cognito));
  }
  if (const auto* oidc = std::get_if<config::OidcSignInConfig>(&sign_in.kind)) {
    add<oidc::OidcExamination>(*documents_, oidc_settings_of(sign_in, *oidc));
  }
}

void ExaminationList::add_revocation_timer() {
  const auto& timer = configuration_.revocation_timer.eventbridge;
  if (!timer || aws_ == nullptr) return;
  add<eventbridge::SchedulerExamination>(aws_->caller(), around_.clock,
                                         eventbridge::SchedulesToExamine{.region = configuration_.aws.region,
                                                                         .group = timer->group,
                                                                         .target_arn = timer->target_arn,
                                                                         .role_arn = timer->role_arn});
}

void ExaminationList::add_mail() {
  add<mail_templates::TemplateExamination>(letter_settings_of(configuration_));
  const auto& transport = configuration_.mail.transport;
  if (const auto* maildir = std::get_if<config::MaildirConfig>(&transport)) {
    add<maildir::MaildirExamination>(maildir->path);
  }
  if (const auto* smtp = std::get_if<config::SmtpConfig>(&transport)) {
    auto settings = smtp_settings_of(*smtp);
    if (!settings) return add_broken("mail", "server " + smtp->url, settings.error());
    add<smtp::SmtpExamination>(*std::move(settings));
  }
  if (std::holds_alternative<config::SesConfig>(transport) && aws_ != nullptr) {
    add<ses::SesExamination>(aws_->caller(), configuration_.mail.from, configuration_.aws.region);
  }
  if (configuration_.notices.sns_topic_arn && aws_ != nullptr) {
    add<sns::SnsExamination>(aws_->caller(), *configuration_.notices.sns_topic_arn);
  }
}

}  // namespace curfew::wiring
