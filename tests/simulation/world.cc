#include "simulation/world.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "domain/earlier_request.h"
#include "simulation/inside/server.h"
#include "simulation/people/earlier_functions.h"
#include "simulation/people/misfortunes.h"
#include "simulation/people/people.h"
#include "support/fake_clock.h"
#include "support/fake_entropy.h"
#include "support/fake_findings.h"
#include "support/fake_mail.h"
#include "support/fake_signer.h"
#include "support/world.h"

namespace curfew::simulation {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

// Far more than any world takes: beyond it, something spins.
constexpr std::uint64_t kMostSteps = 400'000;
// Without faults a revocation takes an operation's time, and waits for those that are before it on the account.
constexpr Millis kPromptly = seconds(60);

constexpr std::array kReconcileModes{ReconcileMode::kReport, ReconcileMode::kNotify, ReconcileMode::kEnforce};

// What one seed fixes before anything happens.
struct Plan {
  explicit Plan(Dice& dice, FaultMix& faults) {
    // One world in five stands on the sandbox: one server, nothing hidden, nothing late.
    sandbox = dice.below(5) == 0;
    servers = sandbox ? 1 : 1 + static_cast<int>(dice.below(3));
    settle = sandbox ? Millis(0) : Millis(minutes(5));
    store_latency = Millis(2 + static_cast<std::int64_t>(dice.below(30)));
    center_latency = Millis(50 + static_cast<std::int64_t>(dice.below(600)));
    trouble = dice.between(minutes(8), minutes(50));
    sweep_period = dice.between(minutes(1), minutes(8));
    clocks_off = faults.has(Fault::kClockSteps) ? dice.between(Millis(0), seconds(20)) : Millis(0);
    reconcile_mode = dice.one_of(kReconcileModes);
    timer_outside = dice.coin();
    earlier_deployment = !sandbox && faults.has(Fault::kEarlierFunctions);
    rules.settle = settle;
    rules.pending_lapse = std::chrono::floor<seconds>(dice.between(minutes(3), minutes(40)));
    rules.most_leases = dice.below(4) == 0 ? 2 : Rules{}.most_leases;
    accounts = {"Management"};
    if (dice.coin()) accounts.emplace_back("Audit");
    permission_sets = {dice.below(3) == 0 ? "EmergencyAdmin" : "S3FullAccess"};
    if (dice.coin()) permission_sets = {"S3FullAccess", "EmergencyAdmin"};
    one_engineer = dice.below(3) == 0;
    if (sandbox) {
      for (const Fault fault : {Fault::kServerStalls, Fault::kListingBehind, Fault::kDeleteOvertakes,
                                Fault::kStoreCommitsLate, Fault::kOperationForgotten}) {
        faults.forbid(fault);
      }
    }
  }

  bool sandbox = false;
  int servers = 1;
  Millis settle{0};
  Millis store_latency{0};
  Millis center_latency{0};
  Millis trouble{0};
  Millis sweep_period{0};
  Millis clocks_off{0};
  ReconcileMode reconcile_mode = ReconcileMode::kReport;
  bool timer_outside = false;
  bool earlier_deployment = false;
  Rules rules;
  std::vector<std::string> accounts;
  std::vector<std::string> permission_sets;
  bool one_engineer = false;
};

class WatchedMailer final : public Mailer {
 public:
  explicit WatchedMailer(Mailer& behind) : behind_(behind) {}
  std::function<void(const Mail&)> on_sent = [](const Mail&) {};

  [[nodiscard]] Status send(const Mail& mail) override {
    on_sent(mail);
    return behind_.send(mail);
  }

 private:
  Mailer& behind_;
};

class World {
 public:
  World(std::uint64_t seed, FiberStacks& stacks, Trace::Reader reader)
      : dice_(seed),
        faults_(dice_, verdict_.marks),
        plan_(dice_, faults_),
        trace_(beginning(), std::move(reader)),
        scheduler_(beginning(), dice_, stacks),
        center_(scheduler_, dice_, faults_, verdict_.marks,
                {.settle = plan_.settle,
                 .longest_lag = plan_.sandbox ? Millis(0) : Millis(seconds(30)),
                 .usual_time = seconds(5)}),
        timer_(scheduler_, dice_, faults_, verdict_.marks),
        entropy_(seed),
        air_{.scheduler = scheduler_,
             .dice = dice_,
             .faults = faults_,
             .marks = verdict_.marks,
             .trace = trace_,
             .store_latency = plan_.store_latency,
             .center_latency = plan_.center_latency},
        around_{.air = air_,
                .store = store_,
                .center = center_,
                .timer = timer_,
                .timer_outside = plan_.timer_outside,
                .earlier_deployment = plan_.earlier_deployment,
                .mailer = mailer_,
                .approvers = approvers_,
                .letters = letters_,
                .findings = findings_,
                .notices = notices_,
                .topic = topic_,
                .catalog = catalog_,
                .entropy = entropy_,
                .signer = signer_,
                .rules = plan_.rules,
                .sweep_period = plan_.sweep_period,
                .reconcile_mode = plan_.reconcile_mode,
                .accounts = plan_.accounts,
                .permission_sets = plan_.permission_sets,
                .one_engineer = plan_.one_engineer},
        promises_(scheduler_, store_, center_, timer_, mailbox_, topic_, verdict_.marks),
        model_({.pending_lapse = Millis(plan_.rules.pending_lapse).count(),
                .clocks_off = plan_.clocks_off.count(),
                // What the earlier deployment gave are leases, too, and nobody asked us for them.
                .most_leases = plan_.earlier_deployment ? 0 : static_cast<int>(plan_.rules.most_leases)}),
        people_(around_, servers_, promises_, model_, circumstances_),
        earlier_functions_(around_, people_),
        misfortunes_(around_, servers_, people_, catalog_, circumstances_, plan_.clocks_off) {
    verdict_.seed = seed;
    verdict_.calm = faults_.is_calm();
    catalog_.set(test::usual_catalog());
    approvers_.set({"mia@example.com", "max@example.com"});
    observe();
  }
  ~World() { scheduler_.end(); }
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  Verdict live() {
    begin();
    const bool alive = scheduler_.run_until(beginning() + plan_.trouble, kMostSteps) && come_to_rest();
    promises_.check(Promise::kTheWorldComesToRest, alive, "something goes on without an end");
    store_.memory().inspect([&](const test::MemoryStore::Tables& tables) { tables_ = tables; });
    promises_.at_rest(tables_, signer_);
    verdict_.hash = trace_.hash();
    verdict_.broken = promises_.broken();
    verdict_.checked = promises_.checked();
    verdict_.worst_lateness = promises_.worst_lateness();
    verdict_.steps = scheduler_.steps();
    return std::move(verdict_);
  }

 private:
  void observe();
  void begin();
  void keep_alive(Server& server);
  void commit_is_seen(const Step& step);
  void earlier_is_known(const AssignmentKey& key);
  void timer_calls(const RequestId& id);
  [[nodiscard]] bool come_to_rest();
  [[nodiscard]] bool is_at_rest() const;

  Verdict verdict_;
  Dice dice_;
  FaultMix faults_;
  Plan plan_;
  Trace trace_;
  Scheduler scheduler_;
  SimulatedStore store_;
  SimulatedIdentityCenter center_;
  SimulatedTimer timer_;
  test::FakeMailer mailbox_;
  WatchedMailer mailer_{mailbox_};
  test::FakeApprovers approvers_;
  test::FakeLetterWriter letters_;
  test::FakeFindingsWriter findings_;
  test::FakeNoticeWriter notices_;
  test::FakeTopic topic_;
  test::FakeCatalog catalog_;
  test::FakeEntropy entropy_;
  test::FakeSigner signer_;
  Air air_;
  Surroundings around_;
  std::vector<std::unique_ptr<Server>> servers_;
  Promises promises_;
  Model model_;
  Circumstances circumstances_;
  People people_;
  EarlierFunctions earlier_functions_;
  Misfortunes misfortunes_;
  test::MemoryStore::Tables tables_;
};

void World::observe() {
  promises_.allow_clocks_off(plan_.clocks_off);
  promises_.follow(plan_.rules);
  if (faults_.has(Fault::kMailRefused)) promises_.allow_lost_mail();
  if (verdict_.calm) promises_.expect_revocations_within(kPromptly);
  if (plan_.timer_outside) promises_.expect_timers();
  scheduler_.on_time([this] {
    center_.catch_up();
    timer_.catch_up();
  });
  timer_.observe({.calls = [this](const RequestId& id) { timer_calls(id); },
                  .removed = [this](const RequestId& id) { promises_.timer_removed(id); }});
  center_.observe({.made = [this](const Access& access) { promises_.made(access); },
                   .gone = [this](const Access& access) { promises_.gone(access); }});
  mailer_.on_sent = [this](const Mail& mail) { promises_.sent(mail); };
  store_.observe({.before_commit = [this](const Step& step) { promises_.before_commit(step); },
                  .committed = [this](const Step& step) { commit_is_seen(step); }});
}

void World::commit_is_seen(const Step& step) {
  ++circumstances_.commits;
  for (const AuditEvent& event : step.events) {
    trace_.note(scheduler_.now(), scheduler_.name(), event.action, event.hash);
    if (step.assignments.empty()) continue;
    const AssignmentKey& key = step.assignments.front().record.key;
    if (event.action == "assignment.blocked") circumstances_.blocked.insert(key);
    if (event.action == "assignment.released") circumstances_.released.insert(key);
    if (event.action == "assignment.taken") center_.excuse(key);
    if (event.action == "assignment.standing" || event.action == "assignment.creating") earlier_is_known(key);
    // Somebody else's assignment came between the look that this rests on and now.
    const Access* there = center_.present(key);
    const bool just_came = there != nullptr && scheduler_.now() - there->from < minutes(2);
    if (event.action == "assignment.creating" && just_came) center_.excuse(key);
  }
  promises_.committed(step);
  for (const auto& server : servers_) {
    for (const OwedWork& work : step.owed) server->wake_workers(work.due);
  }
}

// As a function that runs beside the servers would: the same use case, on whichever of them is up.
void World::timer_calls(const RequestId& id) {
  trace_.note(scheduler_.now(), "a timer outside", "calls", id.str());
  promises_.timer_calls(id);
  Server* server = people_.any_server();
  if (server == nullptr) return;
  scheduler_.spawn(server->owner(), server->name() + " called by a timer", [server, id] {
    const auto ran = server->app().timers.end_lease(id);
    static_cast<void>(ran);
  });
}

// What a record that could be found names is a lease before anything is concluded.
void World::earlier_is_known(const AssignmentKey& key) {
  const auto since = earlier_functions_.named_since(key);
  // A decision may be on its way to the store for as long as that stalls.
  const Millis on_its_way = faults_.has(Fault::kStoreStalls) || faults_.has(Fault::kStoreCommitsLate)
                                ? Millis(minutes(10))
                                : 4 * plan_.store_latency;
  promises_.check(Promise::kStandingAccessStays, !since || *since + on_its_way > scheduler_.now(),
                  "it was concluded for " + key.str() + ", which a record of the deployment before names");
}

void World::begin() {
  const bool two_versions = faults_.has(Fault::kTwoVersions);
  for (int number = 1; number <= plan_.servers; ++number) {
    servers_.push_back(std::make_unique<Server>(around_, number, plan_.settle > Millis::zero()));
    Server& server = *servers_.back();
    server.center().on_ask = [this, &server](OperationKind kind, const AssignmentKey& key) {
      promises_.asked(kind, key, server.clock().now());
    };
    server.start(two_versions && faults_.strikes(Fault::kTwoVersions));
    keep_alive(server);
  }
  people_.begin();
  misfortunes_.begin();
  if (plan_.earlier_deployment) earlier_functions_.begin();
  scheduler_.spawn(kWorldItself, "administrator", [this] {
    while (true) {
      scheduler_.sleep(dice_.between(minutes(5), minutes(30)));
      people_.release_what_is_blocked();
      if (!faults_.stopped() && dice_.below(6) == 0) people_.order_standing_access_taken();
    }
  });
}

// Somebody starts a dead server again, sooner or later, as this or as the other version of the program.
void World::keep_alive(Server& server) {
  scheduler_.spawn(kWorldItself, server.name() + "'s keeper", [this, &server] {
    while (true) {
      scheduler_.sleep(dice_.between(seconds(1), minutes(3)));
      if (!server.is_alive() && !faults_.stopped()) server.start(faults_.strikes(Fault::kTwoVersions));
    }
  });
}

// Nothing goes wrong any more, and all servers run this version. Then there is a bound to everything.
bool World::come_to_rest() {
  faults_.stop();
  trace_.note(scheduler_.now(), "the world", "is calm from now on", "");
  catalog_.set(test::usual_catalog());
  if (!verdict_.calm) {
    for (const auto& server : servers_) {
      server->clock().set_offset(Millis(0));
      if (server->is_alive()) server->die();
    }
    if (!scheduler_.run_until(scheduler_.now() + Millis(seconds(1)), kMostSteps)) return false;
    for (const auto& server : servers_) server->start(false);
  }
  const Millis longest = std::max(Millis(plan_.rules.pending_lapse), Millis(minutes(60)));
  const Instant latest = scheduler_.now() + longest + Millis(minutes(60));
  while (scheduler_.now() < latest) {
    if (!scheduler_.run_until(scheduler_.now() + Millis(minutes(1)), kMostSteps)) return false;
    if (is_at_rest()) return true;
  }
  return true;  // what is not at rest by now is told one by one
}

bool World::is_at_rest() const {
  const bool quiet = store_.memory().inspect([](const test::MemoryStore::Tables& tables) {
    return tables.work.empty() &&
           std::ranges::all_of(tables.requests, [](const auto& entry) { return is_final(entry.second.status); }) &&
           std::ranges::none_of(tables.earlier, [](const auto& entry) {
             const auto earlier = earlier_request_from(entry.second);
             return earlier && is_to_be_adopted(earlier->request);
           });
  });
  return quiet && center_.is_idle() && timer_.standing().empty();
}

}  // namespace

Instant beginning() { return test::kTestStart; }

Verdict simulate(std::uint64_t seed, FiberStacks& stacks, Trace::Reader reader) {
  return World(seed, stacks, std::move(reader)).live();
}

}  // namespace curfew::simulation
