#include "simulation/people/people.h"

#include <array>
#include <chrono>
#include <utility>

#include "app/release_assignment.h"
#include "simulation/world.h"
#include "support/world.h"

namespace curfew::simulation {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array kDurations{5, 5, 5, 5, 6, 8, 10, 15, 30, 60};
constexpr int kMostTries = 5;

Caller caller(const std::string& name, bool manager) {
  return {.identity = {.subject = Subject("subject-" + name),
                       .email = name + "@example.com",
                       .is_engineer = !manager,
                       .is_manager = manager},
          .origin = {.address = "203.0.113.7", .user_agent = "simulation"}};
}

Actor administrator() {
  Actor actor;
  actor.kind = ActorKind::kAdministrator;
  actor.email = "root";
  return actor;
}

}  // namespace

People::People(Surroundings& around, std::vector<std::unique_ptr<Server>>& servers, Promises& promises, Model& model,
               Circumstances& circumstances)
    : around_(around),
      scheduler_(around.air.scheduler),
      dice_(around.air.dice),
      servers_(servers),
      promises_(promises),
      model_(model),
      circumstances_(circumstances) {
  std::vector<std::pair<std::string, bool>> names{{"ada", false}, {"mia", true}, {"max", true}};
  if (!around.one_engineer) names.emplace_back("ben", false);
  for (const auto& [name, manager] : names) {
    persons_.push_back({.caller = caller(name, manager), .user_id = around.center.add_user(name + "@example.com")});
    if (manager) promises_.let_approve(persons_.back().caller.identity);
  }
}

void People::begin() {
  for (Person& person : persons_) {
    const std::uint64_t deeds = 2 + dice_.below(person.is_manager() || around_.one_engineer ? 6 : 4);
    scheduler_.spawn(kWorldItself, person.email(), [this, &person, deeds] { live(person, deeds); });
  }
}

void People::live(Person& person, std::uint64_t deeds) {
  for (std::uint64_t i = 0; i < deeds && !around_.air.faults.stopped(); ++i) {
    scheduler_.sleep(dice_.below(4) == 0 ? dice_.between(Millis(0), seconds(5)) : dice_.between(Millis(0), minutes(7)));
    if (around_.air.faults.stopped()) return;
    if (person.is_manager() && dice_.below(5) != 0) {
      act_as_manager(person);
    } else {
      act(person);
    }
  }
}

void People::act(Person& person) {
  const std::uint64_t choice = dice_.below(100);
  const auto request = some_request(person);
  if (choice < 55 || !request) return submit(person);
  if (choice < 60) return submit_nonsense(person);
  if (choice < 80) return end(person, *request);
  if (choice < 92) return read(person, *request);
  decide(person, *request);  // their own, or without the right to
}

void People::act_as_manager(Person& person) {
  if (board_.empty()) return;
  const RequestId request = dice_.coin() ? board_.back() : dice_.one_of(board_);
  const std::uint64_t choice = dice_.below(100);
  if (choice < 65) return decide(person, request);
  if (choice < 85) return end(person, request);
  read(person, request);
}

std::optional<RequestId> People::some_request(Person& person) {
  const bool of_others = dice_.below(10) == 0;
  auto& requests = of_others ? board_ : person.own;
  if (requests.empty()) return std::nullopt;
  return dice_.one_of(requests);
}

// ---- Deeds -------------------------------------------------------------------------------------------------------

void People::submit(Person& person) {
  const std::string& permission_set = dice_.one_of(around_.permission_sets);
  const std::string& account = dice_.one_of(around_.accounts);
  const bool low = permission_set == "S3FullAccess";
  const int asked = kDurations.at(static_cast<std::size_t>(dice_.below(kDurations.size())));
  const int duration = low ? asked : std::min(asked, 30);
  Intent intent;
  intent.deed = {.act = Act::kSubmit, .permission_set = permission_set, .minutes = duration, .key = new_key()};
  const auto known = test::usual_catalog();
  intent.access = {.user_id = person.user_id,
                   .account_id = known.account(account)->id,
                   .permission_set_arn = known.permission_set(intent.deed.permission_set)->arn};
  SubmitCall submit{.caller = person.caller,
                    .account_name = account,
                    .permission_set = intent.deed.permission_set,
                    .reason = "the world is on fire",
                    .duration_minutes = duration,
                    .idempotency = key_of(intent.deed)};
  intent.serve = [submit](wiring::UseCases& app) { return app.submit(submit); };
  if (submit.idempotency) {
    submit.idempotency->body_hash = "another body";
    intent.serve_another_body = [submit](wiring::UseCases& app) { return app.submit(submit); };
  }
  call(person, std::move(intent));
}

void People::submit_nonsense(Person& person) {
  SubmitCall call{.caller = person.caller,
                  .account_name = "Management",
                  .permission_set = "S3FullAccess",
                  .reason = "why not",
                  .duration_minutes = 5};
  switch (dice_.below(4)) {
    case 0: call.duration_minutes = 4; break;
    case 1: call.account_name = "Elsewhere"; break;
    case 2: call.reason = "  "; break;
    default: call.duration_minutes = 61; break;
  }
  Intent intent;
  intent.deed = {.act = Act::kSubmit, .permission_set = call.permission_set, .sound = false};
  intent.serve = [call](wiring::UseCases& app) { return app.submit(call); };
  this->call(person, std::move(intent));
}

void People::decide(Person& person, const RequestId& id) {
  const bool approve = dice_.below(4) != 0;
  const bool comment = approve ? dice_.coin() : dice_.below(5) != 0;
  Intent intent;
  intent.deed = {.act = approve ? Act::kApprove : Act::kDeny,
                 .request_id = id.str(),
                 .sound = approve || comment,
                 .key = new_key()};
  intent.serve = [call = DecideCall{.caller = person.caller,
                                    .request_id = id,
                                    .approve = approve,
                                    .comments = comment ? "as agreed" : "",
                                    .idempotency = key_of(intent.deed)}](wiring::UseCases& app) {
    return app.decide(call);
  };
  call(person, std::move(intent));
}

void People::end(Person& person, const RequestId& id) {
  wait_for_the_worst_moment(id);
  const bool cancel = dice_.below(3) == 0;
  Intent intent;
  intent.deed = {.act = cancel ? Act::kCancel : Act::kRevoke, .request_id = id.str(), .key = new_key()};
  const auto key = key_of(intent.deed);
  if (cancel) {
    intent.serve = [call = CancelCall{.caller = person.caller, .request_id = id, .idempotency = key}](
                       wiring::UseCases& app) { return app.cancel(call); };
  } else {
    intent.serve = [call = RevokeCall{.caller = person.caller, .request_id = id, .idempotency = key}](
                       wiring::UseCases& app) { return app.revoke(call); };
  }
  call(person, std::move(intent));
}

void People::read(Person& person, const RequestId& id) {
  Intent intent;
  intent.deed = {.act = Act::kRead, .request_id = id.str()};
  intent.serve = [caller = person.caller, id](wiring::UseCases& app) { return app.read.one(caller, id); };
  call(person, std::move(intent));
}

// Just when its time is over anyway.
void People::wait_for_the_worst_moment(const RequestId& id) {
  if (dice_.below(3) != 0) return;
  const auto request = around_.store.memory().request(id);
  if (!request || !*request || !(*request)->expires_at) return;
  const Instant end = *(*request)->expires_at;
  if (end <= scheduler_.now()) return;
  scheduler_.sleep_until(end + dice_.between(Millis(-1500), Millis(1500)));
}

// Both managers at once.
void People::rush_managers(const RequestId& id) {
  for (Person& person : persons_) {
    if (!person.is_manager()) continue;
    scheduler_.spawn(kWorldItself, person.email(), [this, &person, id] {
      scheduler_.sleep(dice_.between(Millis(0), Millis(300)));
      decide(person, id);
    });
  }
}

void People::release_what_is_blocked() {
  std::vector<AssignmentKey> waiting;
  around_.store.memory().inspect([&](const test::MemoryStore::Tables& tables) {
    for (const auto& [key, assignment] : tables.assignments) {
      if (assignment.state == AssignmentState::kBlocked) waiting.push_back(key);
    }
  });
  for (const AssignmentKey& key : waiting) {
    Server* server = any_server();
    if (server == nullptr) return;
    const auto released = ask(*server, [&](wiring::UseCases& app) -> Result<Request> {
      const auto closed = ReleaseAssignment(app.writer)(key, "the user is gone", administrator());
      return closed ? Result<Request>() : fail(closed.error());
    });
    static_cast<void>(released);
  }
}

void People::order_standing_access_taken() {
  Server* server = any_server();
  if (server == nullptr) return;
  const auto done = ask(*server, [](wiring::UseCases& app) -> Result<Request> {
    const auto report =
        app.reconcile({.mode = ReconcileMode::kEnforce, .take_standing = "nobody needs it", .actor = administrator()});
    return report ? Result<Request>() : fail(report.error());
  });
  static_cast<void>(done);
}

// ---- Calls -------------------------------------------------------------------------------------------------------

Server* People::any_server() {
  std::vector<Server*> alive;
  for (const auto& server : servers_) {
    if (server->is_alive()) alive.push_back(server.get());
  }
  return alive.empty() ? nullptr : dice_.one_of(alive);
}

void People::call(Person& person, Intent intent) {
  intent.deed.who = person.email();
  intent.deed.manager = person.is_manager();
  if (around_.air.faults.strikes(Fault::kCallsAgain)) {
    scheduler_.spawn(kWorldItself, person.email() + " again",
                     [this, &person, intent] { static_cast<void>(try_once(person, intent)); });
  }
  for (int i = 0; i < kMostTries; ++i) {
    if (try_once(person, intent)) break;
    // Without a key, asking again is asking for more.
    if (intent.deed.key.empty() && dice_.coin()) return;
    scheduler_.sleep(dice_.between(Millis(100), seconds(20)));
  }
  if (!intent.serve_another_body || dice_.below(8) != 0 || !model_.is_answered_repeat(intent.deed)) return;
  intent.serve = intent.serve_another_body;
  intent.deed.same_body = false;
  static_cast<void>(try_once(person, std::move(intent)));
}

bool People::try_once(Person& person, Intent intent) {
  Server* server = any_server();
  if (server == nullptr) return false;
  Deed& deed = intent.deed;
  deed.begin = millis();
  deed.number = model_.begin(deed);
  const bool repeats = model_.is_answered_repeat(deed);
  const std::uint64_t struck = around_.air.faults.struck();
  const std::uint64_t commits = circumstances_.commits;
  around_.air.trace.note(scheduler_.now(), person.email(), "calls " + server->name(), deed.request_id);
  const auto answer = ask(*server, intent.serve);
  tell_model(deed, intent, answer, struck, commits);
  if (!answer) return false;
  if (*answer) {
    if (repeats) around_.air.marks.reach("rare: a repeated call is answered from the record");
    learn(person, deed, **answer);
    return true;
  }
  const std::string refusal(word(answer->error().code));
  // The model objects to words that nobody may be told.
  if (Marks::is_listed("refusal: " + refusal)) around_.air.marks.reach("refusal: " + refusal);
  return refusal != "unavailable" && refusal != "conflict";
}

std::optional<Result<Request>> People::ask(Server& server, const Serve& serve) {
  std::optional<Result<Request>> answer;
  scheduler_.hand_to(server.owner());
  try {
    answer.emplace(serve(server.app()));
  } catch (const Killed&) {
    answer.reset();  // the connection is cut, and nobody knows
  }
  scheduler_.hand_to(kWorldItself);
  if (scheduler_.is_ending()) throw Killed{};
  return answer;
}

void People::tell_model(Deed deed, const Intent& intent, const std::optional<Result<Request>>& answer,
                        std::uint64_t struck_before, std::uint64_t commits_before) {
  deed.end = millis();
  deed.answered = answer.has_value();
  deed.troubled = around_.air.faults.struck() > 0;
  deed.disturbed = around_.air.faults.struck() > struck_before;
  deed.contended = circumstances_.commits > commits_before + 1;
  deed.catalog_changed = circumstances_.catalog_changed;
  const auto request = around_.store.memory().request(RequestId(deed.request_id));
  const AssignmentKey access = request && *request ? (*request)->access : intent.access;
  deed.others_gave =
      around_.center.others_gave(access, beginning() + Millis(deed.begin)) || circumstances_.released.contains(access);
  deed.refused_by_aws = circumstances_.blocked.contains(access);
  deed.user_deleted = around_.center.is_deleted(intent.access.user_id);
  if (answer && *answer) {
    const Request& about = **answer;
    promises_.told(about.id, about.status);
    deed.told = Told{.id = about.id.str(),
                     .status = std::string(word(about.status)),
                     .requester = about.user_email,
                     .permission_set = about.permission_set,
                     .expires_at = about.expires_at ? unix_seconds(*about.expires_at) -
                                                          unix_seconds(std::chrono::floor<seconds>(beginning()))
                                                    : 0};
  } else if (answer) {
    deed.refusal = word(answer->error().code);
  }
  around_.air.trace.note(scheduler_.now(), deed.who, "is told",
                         deed.told       ? deed.told->status
                         : deed.answered ? deed.refusal
                                         : "nothing");
  for (const Complaint& complaint : model_.end(deed)) {
    const Promise promise = complaint.kind == Complaint::Kind::kOneDecision   ? Promise::kOneDecisionWins
                            : complaint.kind == Complaint::Kind::kOwnDecision ? Promise::kNobodyDecidesForThemselves
                            : complaint.kind == Complaint::Kind::kKept        ? Promise::kAnswersAreKept
                                                                              : Promise::kPeopleAreToldTheTruth;
    promises_.check(promise, false, complaint.sentence);
  }
  promises_.check(Promise::kPeopleAreToldTheTruth, true, {});
  promises_.check(Promise::kOneDecisionWins, true, {});
}

void People::learn(Person& person, const Deed& deed, const Request& request) {
  if (deed.act != Act::kSubmit) return;
  person.own.push_back(request.id);
  board_.push_back(request.id);
  if (request.status == RequestStatus::kPending && dice_.below(4) == 0) rush_managers(request.id);
}

std::optional<IdempotencyKey> People::key_of(const Deed& deed) const {
  if (deed.key.empty()) return std::nullopt;
  return IdempotencyKey{.path = "/simulation", .key = deed.key, .body_hash = "body"};
}

std::string People::new_key() { return dice_.below(5) < 3 ? "key " + std::to_string(++keys_) : std::string{}; }

std::int64_t People::millis() const { return (scheduler_.now() - beginning()).count(); }

}  // namespace curfew::simulation
