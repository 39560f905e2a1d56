// A store in DynamoDB for one test: the real adapter and client, against moto, on two tables of its own.
#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/aws/client.h"
#include "adapters/aws/http_client.h"
#include "adapters/dynamodb/audit_log.h"
#include "adapters/dynamodb/ledger.h"
#include "adapters/dynamodb/request_index.h"
#include "adapters/dynamodb/tables.h"
#include "adapters/dynamodb/work_queue.h"
#include "conformance/store_world.h"
#include "support/aws/moto.h"
#include "support/aws/no_pause.h"
#include "support/fake_clock.h"
#include "support/fake_entropy.h"
#include "support/recording_telemetry.h"

namespace curfew::conformance {

// Gives the server time: it shares a machine with all other tests.
class PatientCaller final : public aws::Caller {
 public:
  explicit PatientCaller(aws::Caller& behind) : behind_(behind) {}

  [[nodiscard]] aws::CallResult call(const aws::Call& call) override {
    aws::Call patient = call;
    patient.deadline = std::chrono::seconds(60);
    return behind_.call(patient);
  }

 private:
  aws::Caller& behind_;
};

class DynamoDbWorld final : public StoreWorld {
 public:
  // With `create_tables` the tables are made; without, only named.
  explicit DynamoDbWorld(bool create_tables = true);

  Ledger& ledger() override { return process_->ledger; }
  WorkQueue& queue() override { return process_->queue; }
  RequestIndex& index() override { return process_->index; }
  AuditLog& audit_log() override { return process_->audit_log; }
  [[nodiscard]] dynamodb::Tables& tables() { return process_->tables; }
  [[nodiscard]] test::FakeClock& clock() { return clock_; }

  void restart() override;

  void damage(const RequestId& request) override;
  void damage(const AssignmentKey& assignment) override;
  void damage_work(const std::string& id) override;
  void damage_event(const std::string& hash) override;
  void change_kind(const std::string& work_id, const std::string& kind) override;

  // Somebody else's hands, with a call of DynamoDB's. `body` without the table's name.
  boost::json::object on_requests(std::string_view operation, boost::json::object body) const;
  boost::json::object on_ledger(std::string_view operation, boost::json::object body) const;
  // An item of the ledger table by its attribute `name`, wherever it lies; fails the test when there is none.
  [[nodiscard]] boost::json::object ledger_item(std::string_view name, std::string_view text) const;
  // How often this world's own calls were `operation`.
  [[nodiscard]] std::size_t calls(std::string_view operation) const;

 private:
  // All that a process holds; what it does not hold lies in the tables.
  struct Process {
    Process(aws::Caller& caller, const dynamodb::Settings& settings, const Clock& clock, Entropy& entropy,
            aws::Pause& pause)
        : tables(caller, settings, entropy, pause),
          ledger(tables, clock),
          queue(tables),
          index(tables),
          audit_log(tables) {}

    dynamodb::Tables tables;
    dynamodb::DynamoLedger ledger;
    dynamodb::DynamoWorkQueue queue;
    dynamodb::DynamoRequestIndex index;
    dynamodb::DynamoAuditLog audit_log;
  };

  void open();
  void update_ledger(const boost::json::object& key, const std::string& expression, boost::json::object names,
                     boost::json::object values) const;

  dynamodb::Settings settings_;
  std::string access_key_;
  test::FakeClock clock_;
  test::FakeEntropy entropy_;  // of its own: the server remembers the tokens of all worlds
  test::RecordingLog log_;
  test::RecordingMetrics metrics_;
  test::NoPause pause_;
  std::unique_ptr<aws::HttpClient> http_;
  std::unique_ptr<aws::Client> client_;
  std::optional<PatientCaller> caller_;
  std::optional<Process> process_;
};

}  // namespace curfew::conformance
