#include "support/world.h"

#include <algorithm>

#include "base/check.h"

namespace curfew::test {
namespace {

// More rounds than any story needs, at one instant and in all: beyond it, something spins.
constexpr int kMostRoundsAtOnce = 200;
constexpr int kMostInstants = 20'000;
constexpr std::size_t kMostEvents = 1000;
// How often a server looks for work whose lane was claimed by somebody who died.
constexpr Millis kPoll = std::chrono::seconds(1);

// A memory store outlives every process by itself.
class InMemory final : public DurableStore {
 public:
  explicit InMemory(MemoryStore& store) : store_(store) {}
  std::unique_ptr<OpenStore> open() override { return std::make_unique<Hold>(store_); }

 private:
  class Hold final : public OpenStore {
   public:
    explicit Hold(MemoryStore& store) : store_(store) {}
    Ledger& ledger() override { return store_; }
    WorkQueue& queue() override { return store_; }
    RequestIndex& index() override { return store_; }
    AuditLog& audit_log() override { return store_; }

   private:
    MemoryStore& store_;
  };

  MemoryStore& store_;
};

PermissionSetArn arn(const std::string& name) {
  return PermissionSetArn("arn:aws:sso:::permissionSet/ssoins-7223abcd1234ef56/ps-" + name);
}

}  // namespace

Catalog usual_catalog() {
  return {.accounts = {{.name = "Management", .id = AccountId("533267321107"), .title = "Management"},
                       {.name = "Audit", .id = AccountId("269423819609"), .title = "Audit"}},
          .permission_sets = {{.name = "S3FullAccess",
                               .title = "S3 Full Access",
                               .arn = arn("1111111111111111"),
                               .aws_name = "JIT-S3FullAccess",
                               .risk = Risk::kLow},
                              {.name = "EmergencyAdmin",
                               .title = "Emergency Admin",
                               .arn = arn("2222222222222222"),
                               .aws_name = "JIT-EmergencyAdmin",
                               .risk = Risk::kHigh,
                               .max_duration = std::chrono::minutes(30)}}};
}

namespace {

// Where the store has records of a deployment before, it can take them over.
Adoption adoption_on(Process& process, const Process::Outside& outside) {
  const auto* records = std::get_if<std::reference_wrapper<EarlierRecords>>(&outside.earlier);
  if (records == nullptr) return NoEarlierDeployment{};
  process.earlier.emplace(outside.gate, *records);
  process.adopt.emplace(*process.earlier, process.ledger, process.center, outside.catalog, outside.clock, outside.log,
                        outside.metrics, outside.rules);
  return std::ref(*process.adopt);
}

}  // namespace

Process::Process(const Outside& outside)
    : ledger(outside.gate, outside.ledger),
      queue(outside.gate, outside.queue),
      index(outside.gate, outside.index),
      audit_log(outside.gate, outside.audit_log),
      center(outside.gate, outside.center),
      timer(outside.gate, outside.timer),
      mailer(outside.gate, outside.mailer),
      approvers(outside.gate, outside.approvers),
      topic(outside.gate, outside.topic),
      signer(outside.gate, outside.signer),
      writer(ledger, outside.clock, outside.metrics, outside.rules, adoption_on(*this, outside)),
      requesters(ledger, center),
      submit(writer, requesters, center, outside.catalog, outside.entropy),
      decide(writer, requesters, center, outside.catalog),
      revoke(writer, requesters),
      cancel(writer, requesters),
      read(ledger, index, requesters),
      report_month(index, outside.clock),
      export_audit(audit_log, outside.log),
      release(writer),
      timers(writer),
      keep_timer(writer,
                 outside.rules.timer_outside ? TimerOutside(std::ref<RevocationTimer>(timer)) : NoTimerOutside{},
                 outside.log, outside.metrics),
      drive(writer, center, outside.log, outside.metrics),
      send_letters(writer, outside.letters, mailer, approvers, outside.log, outside.metrics),
      publish_notice(writer, outside.notices,
                     outside.rules.notice_topic ? NoticeTopics(std::ref<NoticeTopic>(topic)) : NoNoticeTopic{},
                     outside.log, outside.metrics),
      do_owed_work(writer, queue, drive, timers, keep_timer, send_letters, publish_notice, outside.log),
      sweep(writer, index, queue, timers, outside.log, outside.metrics),
      seal(audit_log, signer, outside.clock, outside.log, outside.metrics),
      find_differences(writer, center, index, queue),
      tell_findings(ledger, findings_letters, mailer, approvers, outside.clock, outside.log, outside.metrics),
      reconcile(writer, find_differences, tell_findings, outside.catalog, outside.log, outside.metrics) {}

World::World(const WorldSettings& settings)
    : center(clock, settings.delay, settings.settle),
      timer(clock),
      rules_{.settle = settings.settle,
             .most_leases = settings.most_leases,
             .timer_outside = settings.timer_outside,
             .notice_topic = settings.notice_topic},
      earlier_deployment_(settings.earlier_deployment),
      durable_(settings.make_store ? settings.make_store() : std::make_unique<InMemory>(store)),
      rivals_store_(durable_->open()),
      rival_(start(*rivals_store_, rivals_gate)) {
  catalog.set(usual_catalog());
  for (const Caller& who : {ada, ben, mia, max}) center.add_user(who.identity.email);
  approvers.set({mia.identity.email, max.identity.email});
  restart();
}

void World::restart() {
  process_.reset();
  store_.reset();
  store_ = durable_->open();
  process_ = start(*store_, gate);
}

void World::keep_time_outside(bool outside) {
  rules_.timer_outside = outside;
  rival_ = start(*rivals_store_, rivals_gate);
  restart();
}

void World::publish_notices(bool to_topic) {
  rules_.notice_topic = to_topic;
  rival_ = start(*rivals_store_, rivals_gate);
  restart();
}

std::unique_ptr<Process> World::start(OpenStore& on, CallGate& through) {
  return std::make_unique<Process>(Process::Outside{
      .gate = through,
      .ledger = on.ledger(),
      .queue = on.queue(),
      .index = on.index(),
      .audit_log = on.audit_log(),
      .earlier = earlier_deployment_ ? EarlierDeployment(std::ref<EarlierRecords>(store)) : NoEarlierDeployment{},
      .center = center,
      .timer = timer,
      .mailer = mailer,
      .approvers = approvers,
      .letters = letters,
      .notices = notices,
      .topic = topic,
      .catalog = catalog,
      .clock = clock,
      .entropy = entropy,
      .signer = signer,
      .log = log,
      .metrics = metrics,
      .rules = rules_});
}

Caller World::person(const std::string& name, bool manager) {
  return {.identity = {.subject = Subject("subject-" + name),
                       .email = name + "@example.com",
                       .is_engineer = !manager,
                       .is_manager = manager},
          .origin = {.address = "203.0.113.7", .user_agent = "test"}};
}

SubmitCall World::low_risk(const Caller& who, std::optional<std::int64_t> minutes) {
  return {.caller = who,
          .account_name = "Management",
          .permission_set = "S3FullAccess",
          .reason = "rotate the bucket keys",
          .duration_minutes = minutes};
}

SubmitCall World::high_risk(const Caller& who, std::optional<std::int64_t> minutes) {
  SubmitCall call = low_risk(who, minutes);
  call.permission_set = "EmergencyAdmin";
  return call;
}

Request World::submit(const SubmitCall& call) {
  const auto request = app().submit(call);
  ensure(request.has_value(), request ? "" : request.error().public_text.c_str());
  return *request;
}

Request World::approve(const Caller& manager, const RequestId& id) {
  const auto request = app().decide({.caller = manager, .request_id = id, .approve = true});
  ensure(request.has_value(), request ? "" : request.error().public_text.c_str());
  return *request;
}

Request World::granted(const Caller& who, std::optional<std::int64_t> minutes) {
  const Request request = submit(low_risk(who, minutes));
  run_for(std::chrono::seconds(10));
  ensure(status(request.id) == RequestStatus::kActive, "a plain low-risk request is granted within seconds");
  return this->request(request.id);
}

Request World::request(const RequestId& id) {
  const auto request = ledger().request(id);
  ensure(request && *request, "the request is stored");
  return **request;
}

Assignment World::assignment(const AssignmentKey& key) {
  const auto assignment = ledger().assignment(key);
  ensure(assignment && *assignment, "the assignment is stored");
  return **assignment;
}

AssignmentKey World::access_of(const Caller& who, const std::string& permission_set) {
  const auto now = catalog.current();
  return {.user_id = center.add_user(who.identity.email),
          .account_id = now->account("Management")->id,
          .permission_set_arn = now->permission_set(permission_set)->arn};
}

std::string World::trail(const RequestId& id) {
  std::string actions;
  const auto events = ledger().events("request/" + id.str(), 0, kMostEvents);
  ensure(events.has_value(), "the trail can be read");
  for (const AuditEvent& event : *events) actions += (actions.empty() ? "" : " ") + event.action;
  return actions;
}

bool World::work_once(Process& process) {
  bool worked = false;
  for (const WorkClass work : kWorkClasses) {
    const auto done = process.do_owed_work.run_once(work);
    worked = worked || (done && *done > 0);
  }
  return worked;
}

bool World::work_now() {
  for (int i = 0; i < kMostRoundsAtOnce; ++i) {
    if (!work_once(app())) {
      after_step();
      return true;
    }
  }
  return false;
}

std::optional<Instant> World::next_instant() {
  std::optional<Instant> next;
  for (const WorkClass work : kWorkClasses) {
    const auto later = queue().next_due(work, clock.now());
    if (*later) next = std::min(next.value_or(**later), **later);
    const Instant poll = clock.now() + kPoll;
    if (*queue().backlog(work, clock.now()) > 0) next = std::min(next.value_or(poll), poll);
  }
  return next;
}

void World::run_until(Instant at) {
  while (true) {
    ensure(work_now(), "work comes to an end");
    const auto next = next_instant();
    if (!next || *next > at) break;
    clock.set(*next);
  }
  clock.set(at);
  ensure(work_now(), "work comes to an end");
}

void World::stall(Millis time) {
  const Instant until = clock.now() + time;
  for (std::optional<Instant> next = clock.now(); next && *next < until; next = next_instant()) {
    clock.set(*next);
    for (int i = 0; work_once(rival()); ++i) ensure(i < kMostRoundsAtOnce, "work comes to an end");
  }
  clock.set(until);
}

bool World::run_until_quiet() {
  for (int i = 0; i < kMostInstants; ++i) {
    if (!work_now()) return false;
    const auto next = next_instant();
    if (!next) return true;
    clock.set(*next);
  }
  return false;
}

}  // namespace curfew::test
