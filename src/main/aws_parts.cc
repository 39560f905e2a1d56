#include "main/aws_parts.h"

#include <utility>
#include <variant>

#include "adapters/dynamodb/check_tables.h"
#include "adapters/dynamodb/create_tables.h"
#include "base/digest.h"

namespace curfew::wiring {

AwsDirectory::AwsDirectory(const config::AwsIdentityCenterConfig& config, aws::Caller& caller,
                           const Surroundings& around)
    : center(caller, around.clock,
             {.instance_arn = config.instance_arn,
              .identity_store_id = config.identity_store_id,
              .calls_per_second = config.calls_per_second,
              .max_outstanding_creates = config.max_outstanding_creates}),
      admin(config.identity_store_id, caller, around.log) {}

DynamoStore::DynamoStore(const config::DynamoDbConfig& config, aws::Caller& caller, const Surroundings& around,
                         std::unique_ptr<keyfile::SharedKeySigner> shared_key)
    : tables(caller, {.requests_table = config.requests_table, .ledger_table = config.ledger_table}, around.entropy,
             pause),
      ledger(tables, around.clock),
      queue(tables),
      index(tables),
      audit_log(tables),
      earlier(tables),
      signer(std::move(shared_key)) {}

namespace {

// A trail that two keys seal would verify on no server.
Status check_signer(DynamoStore& store, const config::DynamoDbConfig& config) {
  const auto last = store.audit_log.last_checkpoint();
  if (!last) return fail(last.error());
  const auto key = store.signer->public_key();
  if (!key) return fail(key.error());
  if (!*last || (*last)->public_key == hex(*key)) return {};
  return fail(ErrorCode::kConfiguration, "store.key_file: " + config.key_file.string() +
                                             " does not belong to this store: its audit trail is sealed with another "
                                             "key. Copy the key file from another server.");
}

}  // namespace

Status AwsParts::open_store(const config::DynamoDbConfig& config, const Surroundings& around) {
  auto signer = keyfile::SharedKeySigner::open(config.key_file);
  if (!signer) return fail(signer.error());
  store_.emplace(config, caller(), around, *std::move(signer));
  if (Status good = dynamodb::check_tables(store_->tables); !good) return good;
  return check_signer(*store_, config);
}

Result<std::unique_ptr<AwsParts>> AwsParts::open(const config::Configuration& configuration,
                                                 const config::Environment& environment, const Surroundings& around) {
  auto http = aws::HttpClient::open(aws::http_settings_from(environment));
  if (!http) return fail(http.error());
  auto client = aws::Client::open(
      {.region = configuration.aws.region, .endpoint_url = configuration.aws.endpoint_url, .environment = environment},
      {.http = **http, .clock = around.clock, .entropy = around.entropy, .log = around.log, .metrics = around.metrics});
  if (!client) return fail(client.error());
  std::unique_ptr<AwsParts> parts(new AwsParts(*std::move(http), *std::move(client)));
  if (const auto* center = std::get_if<config::AwsIdentityCenterConfig>(&configuration.identity_center.kind)) {
    parts->directory_.emplace(*center, parts->caller(), around);
  }
  if (const auto& topic = configuration.notices.sns_topic_arn) parts->notice_topic_.emplace(*topic, parts->caller());
  if (const auto& timer = configuration.revocation_timer.eventbridge) {
    parts->timer_.emplace(
        eventbridge::TimerSettings{.group = timer->group, .target_arn = timer->target_arn, .role_arn = timer->role_arn},
        parts->caller());
  }
  return parts;
}

Result<std::vector<std::string>> create_store(const config::Configuration& configuration,
                                              const config::Environment& environment, const Surroundings& around) {
  if (!configuration.store.dynamodb) {
    return fail(ErrorCode::kConfiguration, "store.kind is \"sqlite\": its file makes itself at the first start.");
  }
  const config::DynamoDbConfig& config = *configuration.store.dynamodb;
  const auto parts = AwsParts::open(configuration, environment, around);
  if (!parts) return fail(parts.error());
  aws::SleepingPause pause;
  dynamodb::Tables tables((*parts)->caller(),
                          {.requests_table = config.requests_table, .ledger_table = config.ledger_table},
                          around.entropy, pause);
  auto made = dynamodb::create_tables(tables);
  if (!made) return made;
  const auto key_made = keyfile::SharedKeySigner::make_key(config.key_file, around.entropy);
  if (!key_made) return fail(key_made.error());
  made->push_back("The key file " + config.key_file.string() +
                  (*key_made ? " was made. Every other server of this store needs a copy of it." : " stands already."));
  return made;
}

}  // namespace curfew::wiring
