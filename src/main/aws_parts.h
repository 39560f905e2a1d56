// AWS's parts, as far as the configuration wants them, on one signing client.
//
// One for a process. Thread-safe as the ports are.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/aws/client.h"
#include "adapters/aws/http_client.h"
#include "adapters/aws/pause.h"
#include "adapters/dynamodb/audit_log.h"
#include "adapters/dynamodb/earlier_records.h"
#include "adapters/dynamodb/ledger.h"
#include "adapters/dynamodb/request_index.h"
#include "adapters/dynamodb/tables.h"
#include "adapters/dynamodb/work_queue.h"
#include "adapters/eventbridge/eventbridge_timer.h"
#include "adapters/identity_center/directory_admin.h"
#include "adapters/identity_center/identity_center.h"
#include "adapters/keyfile/shared_key_signer.h"
#include "adapters/sns/sns_topic.h"
#include "base/error.h"
#include "main/config/configuration.h"
#include "main/config/environment.h"
#include "main/surroundings.h"

namespace curfew::wiring {

struct AwsDirectory {
  AwsDirectory(const config::AwsIdentityCenterConfig& config, aws::Caller& caller, const Surroundings& around);

  identity_center::AwsIdentityCenter center;
  identity_center::AwsDirectoryAdmin admin;
};

struct DynamoStore {
  DynamoStore(const config::DynamoDbConfig& config, aws::Caller& caller, const Surroundings& around,
              std::unique_ptr<keyfile::SharedKeySigner> shared_key);

  aws::SleepingPause pause;
  dynamodb::Tables tables;
  dynamodb::DynamoLedger ledger;
  dynamodb::DynamoWorkQueue queue;
  dynamodb::DynamoRequestIndex index;
  dynamodb::DynamoAuditLog audit_log;
  dynamodb::DynamoEarlierRecords earlier;
  std::unique_ptr<keyfile::SharedKeySigner> signer;
};

class AwsParts {
 public:
  // Calls nothing yet, and leaves the store closed. Errors: kConfiguration. What is around must outlive this.
  [[nodiscard]] static Result<std::unique_ptr<AwsParts>> open(const config::Configuration& configuration,
                                                              const config::Environment& environment,
                                                              const Surroundings& around);
  AwsParts(const AwsParts&) = delete;
  AwsParts& operator=(const AwsParts&) = delete;
  ~AwsParts() = default;

  // Opens the store after a look at its tables. Errors: kConfiguration, kUnavailable, kDamaged, each with what to do.
  [[nodiscard]] Status open_store(const config::DynamoDbConfig& config, const Surroundings& around);

  [[nodiscard]] aws::Caller& caller() { return *client_; }
  // Each is empty where the configuration has another part in its place, or none.
  [[nodiscard]] std::optional<AwsDirectory>& directory() { return directory_; }
  [[nodiscard]] std::optional<eventbridge::EventBridgeTimer>& timer() { return timer_; }
  [[nodiscard]] std::optional<sns::SnsTopic>& notice_topic() { return notice_topic_; }
  // Empty before open_store.
  [[nodiscard]] std::optional<DynamoStore>& store() { return store_; }

 private:
  AwsParts(std::unique_ptr<aws::HttpClient> http, std::unique_ptr<aws::Client> client)
      : http_(std::move(http)), client_(std::move(client)) {}

  std::unique_ptr<aws::HttpClient> http_;
  std::unique_ptr<aws::Client> client_;
  std::optional<AwsDirectory> directory_;
  std::optional<eventbridge::EventBridgeTimer> timer_;
  std::optional<sns::SnsTopic> notice_topic_;
  std::optional<DynamoStore> store_;
};

// Makes the tables and the key file as far as they are missing; a sentence for each thing made or found. Errors:
// kConfiguration, kUnavailable; what was made until then stays, and it can be repeated.
[[nodiscard]] Result<std::vector<std::string>> create_store(const config::Configuration& configuration,
                                                            const config::Environment& environment,
                                                            const Surroundings& around);

}  // namespace curfew::wiring
