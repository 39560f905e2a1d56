// One server of a simulated world: the production wiring and use cases on ports that pass its wire, and the tasks that
// a real server runs in the background. It dies and comes back; what it had not stored is gone.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "main/use_cases.h"
#include "simulation/inside/earlier_port.h"
#include "simulation/inside/ports.h"
#include "simulation/inside/timer_port.h"
#include "simulation/inside/topic_port.h"
#include "simulation/inside/wire.h"

namespace curfew::simulation {

// What outlives every server.
struct Surroundings {
  Air& air;
  SimulatedStore& store;
  SimulatedIdentityCenter& center;
  SimulatedTimer& timer;
  bool timer_outside;  // whether servers set it
  bool earlier_deployment;  // whether its functions share the store
  Mailer& mailer;
  ApproverDirectory& approvers;
  LetterWriter& letters;
  FindingsWriter& findings;
  NoticeWriter& notices;
  NoticeTopic& topic;
  const CatalogSource& catalog;
  Entropy& entropy;
  CheckpointSigner& signer;
  Rules rules;
  Millis sweep_period;
  ReconcileMode reconcile_mode = ReconcileMode::kReport;
  // What people want here, and what else is given to them: the fewer, the more they get into each other's way.
  std::vector<std::string> accounts;
  std::vector<std::string> permission_sets;
  bool one_engineer = false;
};

// For the thread of its world.
class Server {
 public:
  // `number` is 1, 2, 3 …
  Server(Surroundings& around, int number, bool late_commits);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server() = default;

  // A new process, of this or of the earlier version of the program. It must be dead.
  void start(bool earlier_version);
  // kill -9.
  void die();
  [[nodiscard]] bool is_alive() const { return alive_; }
  [[nodiscard]] Owner owner() const { return number_; }
  [[nodiscard]] std::string name() const { return "server " + std::to_string(number_); }

  [[nodiscard]] wiring::UseCases& app() { return *use_cases_; }
  [[nodiscard]] ServerClock& clock() { return clock_; }
  [[nodiscard]] WiredIdentityCenter& center() { return center_; }
  // New work may be due: its workers look soon.
  void wake_workers(Instant due);

 private:
  class EventLog final : public Log {
   public:
    explicit EventLog(Air& air) : air_(air) {}
    void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) override;

   private:
    Air& air_;
  };
  class NoMetrics final : public Metrics {
   public:
    void count(std::string_view, MetricLabels, double) override {}
    void set(std::string_view, double, MetricLabels) override {}
    void observe(std::string_view, double, MetricLabels) override {}
  };

  [[nodiscard]] TimerOutside timer_outside();
  [[nodiscard]] EarlierDeployment earlier();
  void work(WorkClass work_class);
  void every(Millis period, const std::function<bool()>& task);
  [[nodiscard]] Instant next_look(WorkClass work_class);

  Surroundings& around_;
  const int number_;
  bool alive_ = false;
  Wire wire_;
  ServerClock clock_;
  WiredLedger ledger_;
  WiredQueue queue_;
  WiredIndex index_;
  WiredAuditLog audit_log_;
  WiredIdentityCenter center_;
  WiredTimer timer_;
  WiredEarlierRecords earlier_;
  WiredMailer mailer_;
  WiredApprovers approvers_;
  WiredTopic topic_;
  EventLog log_;
  NoMetrics metrics_;
  std::unique_ptr<wiring::UseCases> use_cases_;
};

}  // namespace curfew::simulation
