#include "simulation/inside/server.h"

#include <algorithm>
#include <chrono>
#include <map>

namespace curfew::simulation {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

// A real server's workers look for work this often.
constexpr Millis kPoll{100};
// … and this often here, where all that is due is claimed or was put off: less often, to save steps.
constexpr Millis kSlowPoll = seconds(1);

// Log events that are rare enough to be marks.
const std::map<std::string_view, std::string_view>& marked_events() {
  static const std::map<std::string_view, std::string_view> kMarked{
      {"sweep_found_due", "rare: the sweep finds what is due"},
      {"sweep_found_lost_work", "rare: the sweep finds lost work"},
      {"revocation_late", "rare: a revocation is late and told loudly"},
      {"mail_given_up", "rare: a mail is given up"},
      {"reconcile_found", "rare: reconcile finds something"},
      {"undecided_access", "rare: access is found beside a wish that nobody has decided"},
      {"record_overwritten", "rare: a record of ours is overwritten"},
      {"timer_not_set", "rare: nothing is granted, for no timer could be set"},
  };
  return kMarked;
}

}  // namespace

void Server::EventLog::write(LogLevel level, std::string_view event, std::initializer_list<LogField> /*fields*/) {
  if (const auto mark = marked_events().find(event); mark != marked_events().end()) air_.marks.reach(mark->second);
  const bool loud = level == LogLevel::kError;
  air_.trace.note(air_.scheduler.now(), air_.scheduler.name(), loud ? "logs an error" : "logs", event);
}

Server::Server(Surroundings& around, int number, bool late_commits)
    : around_(around),
      number_(number),
      wire_(around.air, [this] { die(); }),
      clock_(around.air.scheduler),
      ledger_(wire_, around.store, late_commits),
      queue_(wire_, around.store),
      index_(wire_, around.store),
      audit_log_(wire_, around.store),
      center_(wire_, around.center),
      timer_(wire_, around.timer),
      earlier_(wire_, around.store),
      mailer_(wire_, around.mailer),
      approvers_(wire_, around.approvers),
      topic_(wire_, around.topic),
      log_(around.air) {}

void Server::start(bool earlier_version) {
  queue_.be_earlier_version(earlier_version);
  use_cases_ = std::make_unique<wiring::UseCases>(wiring::Ports{.ledger = ledger_,
                                                                .queue = queue_,
                                                                .index = index_,
                                                                .audit_log = audit_log_,
                                                                .earlier = earlier(),
                                                                .signer = around_.signer,
                                                                .identity_center = center_,
                                                                .timer_outside = timer_outside(),
                                                                .catalog = around_.catalog,
                                                                .letter_writer = around_.letters,
                                                                .findings_writer = around_.findings,
                                                                .mailer = mailer_,
                                                                .approvers = approvers_,
                                                                .notice_writer = around_.notices,
                                                                .notice_topic = std::ref<NoticeTopic>(topic_),
                                                                .clock = clock_,
                                                                .entropy = around_.entropy,
                                                                .log = log_,
                                                                .metrics = metrics_},
                                                  around_.rules);
  alive_ = true;
  Scheduler& scheduler = around_.air.scheduler;
  around_.air.trace.note(scheduler.now(), name(), "starts", earlier_version ? "in the earlier version" : "");
  for (const char* worker : {" access", " access too"}) {
    scheduler.spawn(owner(), name() + worker, [this] { work(WorkClass::kAccess); });
  }
  scheduler.spawn(owner(), name() + " mail", [this] { work(WorkClass::kMail); });
  scheduler.spawn(owner(), name() + " timer", [this] { work(WorkClass::kTimer); });
  scheduler.spawn(owner(), name() + " sweep",
                  [this] { every(around_.sweep_period, [this] { return app().sweep().has_value(); }); });
  scheduler.spawn(owner(), name() + " reconcile", [this] {
    every(minutes(10), [this] { return app().reconcile({.mode = around_.reconcile_mode}).has_value(); });
  });
  scheduler.spawn(owner(), name() + " seal",
                  [this] { every(minutes(10), [this] { return app().seal_audit().has_value(); }); });
}

EarlierDeployment Server::earlier() {
  if (around_.earlier_deployment) return std::ref<EarlierRecords>(earlier_);
  return NoEarlierDeployment{};
}

TimerOutside Server::timer_outside() {
  if (around_.timer_outside) return std::ref<RevocationTimer>(timer_);
  return NoTimerOutside{};
}

void Server::die() {
  alive_ = false;
  around_.air.trace.note(around_.air.scheduler.now(), name(), "is dead", "");
  around_.air.scheduler.kill(owner());
}

void Server::wake_workers(Instant due) {
  if (!alive_) return;
  Scheduler& scheduler = around_.air.scheduler;
  const Instant soon = std::max(due, scheduler.now() + around_.air.dice.between(Millis(1), kPoll));
  for (const char* worker : {" access", " access too", " mail", " timer"}) scheduler.wake(name() + worker, soon);
}

void Server::work(WorkClass work_class) {
  while (true) {
    const auto done = app().owed_work.run_once(work_class);
    if (!done || *done == 0) around_.air.scheduler.doze_until(next_look(work_class));
  }
}

// A real worker polls; here it sleeps until a poll could find something.
Instant Server::next_look(WorkClass work_class) {
  const Instant now = clock_.now();
  const Millis offset = now - around_.air.scheduler.now();
  Instant next = now + minutes(5);
  const auto& memory = around_.store.memory();
  next = memory.inspect([&](const test::MemoryStore::Tables& tables) {
    for (const auto& [id, work] : tables.work) {
      if (curfew::work_class(work.kind) != work_class) continue;
      next = std::min(next, work.due > now ? work.due : now + kSlowPoll);
    }
    return next;
  });
  return next - offset + around_.air.dice.between(Millis(0), kPoll);
}

void Server::every(Millis period, const std::function<bool()>& task) {
  Scheduler& scheduler = around_.air.scheduler;
  scheduler.sleep(around_.air.dice.between(Millis(0), period));
  while (true) {
    const bool done = task();  // what could not be done is tried again in its turn
    static_cast<void>(done);
    scheduler.sleep(period);
  }
}

}  // namespace curfew::simulation
