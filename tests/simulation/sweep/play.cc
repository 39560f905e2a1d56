#include "simulation/sweep/play.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "support/everything.h"
#include "support/promises.h"
#include "support/sqlite_store.h"

namespace curfew::test {
namespace {

// Claims of the dead lapse after two minutes at most, and settling takes five: what is late by more is lost.
constexpr Millis kPatience = std::chrono::minutes(8);
constexpr int kMostTries = 10;
constexpr std::size_t kMostEvents = 1000;
constexpr std::size_t kMostComplaints = 5;
const char* const kUnanswered = "unavailable";

}  // namespace

Ground memory_ground() { return {.name = "Memory", .make_store = {}}; }
Ground settling_ground() { return {.name = "Settling", .make_store = {}, .settle = std::chrono::minutes(5)}; }
Ground shared_ground() {
  return {.name = "Shared", .make_store = {}, .settle = std::chrono::minutes(5), .earlier_deployment = true};
}
Ground sqlite_ground() { return {.name = "Sqlite", .make_store = make_sqlite_store}; }

Play::Play(const Ground& ground)
    : world(
          {.settle = ground.settle, .earlier_deployment = ground.earlier_deployment, .make_store = ground.make_store}) {
  world.after_step = [this] {
    for (const std::string& sentence : broken_promises_now(world, kPatience)) complain(sentence);
  };
}

void Play::submit_low(std::int64_t minutes) { id = world.submit(World::low_risk(world.ada, minutes)).id; }

void Play::submit_high() { id = world.submit(World::high_risk(world.ada, 30)).id; }

void Play::approve() { world.approve(world.mia, id); }

void Play::be_granted(std::int64_t minutes) { id = world.granted(world.ada, minutes).id; }

void Play::work(WorkClass work_class) {
  ensure(world.app().do_owed_work.run_once(work_class).has_value(), "owed work can be done");
}

void Play::work_when_due() {
  const auto next = world.next_instant();
  ensure(next.has_value(), "some work is owed");
  world.clock.set(*next);
  work(WorkClass::kAccess);
}

Answer Play::told(const Result<Request>& answer) {
  if (answer) acknowledged_.emplace_back(answer->id, answer->status);
  return told_of(answer);
}

Turn Play::rivals_turn(std::string key) {
  return {.play = *this, .process = world.rival(), .gate = world.rivals_gate, .key = std::move(key)};
}

Answer Play::act(const UseCase& use_case) {
  return use_case.act({.play = *this, .process = world.app(), .gate = world.gate, .key = "the call"});
}

Answer Play::insist(const UseCase& use_case) {
  for (int i = 0; i < kMostTries; ++i) {
    try {
      Answer answer = act(use_case);
      if (answer != kUnanswered) return answer;
    } catch (const ProcessDied&) {
      world.restart();
    }
    pass(std::chrono::seconds(1));
  }
  return kUnanswered;
}

void Play::come_to_rest() {
  for (int i = 0; i < 3; ++i) {
    if (!world.app().sweep()) complain("the safety net does not hold");
    if (!world.run_until_quiet()) complain("the world does not become quiet");
  }
}

std::vector<std::string> Play::fates() {
  std::vector<std::string> fates;
  for (const Request& request : all_requests(world.index())) {
    fates.push_back(request.permission_set + " " + std::string(word(request.status)));
  }
  std::ranges::sort(fates);
  return fates;
}

std::vector<std::string> Play::unended_commands() {
  std::vector<std::string> unended;
  for (const std::string chain : {"users", "keys"}) {
    const auto events = world.ledger().events(chain, 0, kMostEvents);
    ensure(events.has_value(), "the trail can be read");
    const auto begun = std::ranges::count(*events, "ASKED", &AuditEvent::to);
    const auto ended = std::ranges::count(*events, "ASKED", &AuditEvent::from);
    unended.push_back(chain + ": " + std::to_string(begun - ended) + " without an end");
  }
  return unended;
}

std::vector<std::string> Play::complaints() {
  for (const std::string& sentence : broken_promises_at_rest(world)) complain(sentence);
  check_acknowledged();
  check_decisions();
  check_administration();
  return complaints_;
}

void Play::complain(const std::string& what) {
  if (complaints_.size() < kMostComplaints) complaints_.push_back(what);
}

// Promise 3.
void Play::check_acknowledged() {
  for (const auto& [request, status] : acknowledged_) {
    const std::string to(word(status));
    const auto events = world.ledger().events("request/" + request.str(), 0, kMostEvents);
    if (!events || std::ranges::find(*events, to, &AuditEvent::to) == events->end()) {
      complain("the answer " + to + " for " + request.str() + " was not kept");
    }
  }
}

// Promise 6: one decision wins.
void Play::check_decisions() {
  static constexpr std::array<std::string_view, 4> kDecisions{"request.approved", "request.denied", "request.cancelled",
                                                              "request.expired"};
  for (const Request& request : all_requests(world.index())) {
    const auto events = world.ledger().events("request/" + request.id.str(), 0, kMostEvents);
    const auto decisions = std::ranges::count_if(*events, [](const AuditEvent& event) {
      return std::ranges::find(kDecisions, event.action) != kDecisions.end();
    });
    if (decisions > 1) complain(request.id.str() + " was decided more than once");
  }
}

// Promise 7, for what is not in the lifecycle: who is in the pool got in by a command that is on record as begun.
void Play::check_administration() {
  const auto events = world.ledger().events("users", 0, kMostEvents);
  for (const auto& [email, entry] : pool.users()) {
    const bool on_record = std::ranges::any_of(*events, [&](const AuditEvent& event) {
      return event.action == "user.add" && event.detail.starts_with(email + ":");
    });
    if (!on_record) complain(email + " is in the pool, and nobody is on record for it");
  }
}

}  // namespace curfew::test
