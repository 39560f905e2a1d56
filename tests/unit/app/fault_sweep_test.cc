// Every story of Curfew, with a fault at every single port call.
//
// For each story and each n, the n-th port call fails before its effect, fails after it, ends in the dark, takes the
// process with it, or meets a rival. People then do what people do: they try again. When nothing more goes wrong, the
// world has to become quiet, and every promise has to have held throughout.
#include <functional>
#include <string>
#include <tuple>
#include <vector>

#include "app_test.h"
#include "support/promises.h"

namespace curfew::test {
namespace {

using RS = RequestStatus;

// Claims of the dead lapse after two minutes, and settling takes five: what is late by more is lost.
constexpr Millis kPatience = minutes(8);
// More than the calls of any story; it is a failure of the sweep to get here.
constexpr std::size_t kMostCalls = 5'000;

// What a story does, in a world where things go wrong.
class Stage {
 public:
  explicit Stage(World& world) : world_(world) {
    world_.after_step = [this] { look(); };
  }

  // Somebody calls, and calls again with the same idempotency key until there is an answer. Promise 3 is about it.
  template <class UseCase, class Call>
  RequestId call(UseCase Process::* use_case, Call what) {
    what.idempotency = IdempotencyKey{.path = "/story", .key = "call " + std::to_string(++calls_), .body_hash = "body"};
    for (int i = 0; i < 10; ++i) {
      const auto answered = survive([&] { return (world_.app().*use_case)(what); });
      if (answered) return acknowledge(*answered);
      last_refusal_ = answered.error().code;
      if (last_refusal_ != ErrorCode::kUnavailable) return {};
      world_.clock.advance(seconds(1));
    }
    complain("somebody never got an answer");
    return {};
  }
  // The refusal of the last call that was refused; kInternal when none was.
  [[nodiscard]] ErrorCode last_refusal() const { return last_refusal_; }

  void wait(Millis time) {
    const Instant until = world_.clock.now() + time;
    while (world_.clock.now() < until) {
      survive([&] {
        world_.run_until(until);
        return true;
      });
    }
  }

  // Everything that has begun comes to its end, and the safety net has nothing left to find.
  void come_to_rest() {
    for (int i = 0; i < 3; ++i) {
      survive([&] { return world_.app().sweep().has_value(); });
      const bool quiet = survive([&] { return world_.run_until_quiet(); });
      if (!quiet) complain("the world does not become quiet");
    }
  }

  void complain(const std::string& what) {
    if (complaints_.size() < 5) complaints_.push_back(what);
  }
  void check_acknowledged() {
    for (const auto& [id, status] : acknowledged_) {
      const std::string to(word(status));
      const auto events = *world_.store.events("request/" + id.str(), 0, 100);
      if (std::ranges::none_of(events, [&](const AuditEvent& event) { return event.to == to; })) {
        complain("the answer " + to + " for " + id.str() + " was not kept");
      }
    }
  }
  [[nodiscard]] const std::vector<std::string>& complaints() const { return complaints_; }

 private:
  // Runs `step` again in a new process as long as it dies.
  template <class Step>
  auto survive(Step step) -> decltype(step()) {
    while (true) {
      try {
        return step();
      } catch (const ProcessDied&) {
        world_.restart();
      }
    }
  }

  RequestId acknowledge(const Request& request) {
    acknowledged_.emplace_back(request.id, request.status);
    return request.id;
  }

  void look() {
    for (const std::string& sentence : broken_promises_now(world_, kPatience)) complain(sentence);
  }

  World& world_;
  int calls_ = 0;
  ErrorCode last_refusal_ = ErrorCode::kInternal;
  std::vector<std::pair<RequestId, RS>> acknowledged_;
  std::vector<std::string> complaints_;
};

struct Story {
  std::string name;
  std::function<void(World&, Stage&)> act;
  // What somebody else does to the same access at the worst moment.
  std::function<void(World&)> rival;

  friend void PrintTo(const Story& story, std::ostream* out) { *out << story.name; }
};

// Everybody who can act on a request acts on all of them; most are refused, and that is fine.
void everybody_revokes(World& world) {
  for (const auto& [id, request] : world.store.tables().requests) {
    const auto revoked = world.rival().revoke({.caller = world.max, .request_id = id});
    static_cast<void>(revoked);
  }
}

void another_lease_comes(World& world) {
  const auto submitted = world.rival().submit(World::low_risk(world.ada, 10));
  static_cast<void>(submitted);
}

void somebody_denies(World& world) {
  for (const auto& [id, request] : world.store.tables().requests) {
    const auto denied = world.rival().decide({.caller = world.max, .request_id = id, .comments = "no"});
    static_cast<void>(denied);
  }
}

void another_server_works(World& world) {
  for (const WorkClass work : {WorkClass::kAccess, WorkClass::kMail}) {
    const auto done = world.rival().do_owed_work.run_once(work);
    static_cast<void>(done);
  }
  const auto swept = world.rival().sweep();
  static_cast<void>(swept);
}

void low_risk_to_its_end(World& world, Stage& stage) {
  const RequestId id = stage.call(&Process::submit, World::low_risk(world.ada, 5));
  stage.wait(minutes(1));
  if (world.status(id) != RS::kActive && !world.gate.fired()) stage.complain("low risk is not granted");
}

void high_risk_is_approved(World& world, Stage& stage) {
  const RequestId id = stage.call(&Process::submit, World::high_risk(world.ada, 5));
  stage.wait(minutes(1));
  stage.call(&Process::decide, DecideCall{.caller = world.mia, .request_id = id, .approve = true});
  stage.wait(minutes(1));
}

void somebody_revokes_early(World& world, Stage& stage) {
  const RequestId id = stage.call(&Process::submit, World::low_risk(world.ada, 60));
  stage.wait(seconds(30));
  stage.call(&Process::revoke, RevokeCall{.caller = world.mia, .request_id = id});
  stage.wait(minutes(1));
}

void leases_overlap(World& world, Stage& stage) {
  stage.call(&Process::submit, World::low_risk(world.ada, 5));
  stage.wait(minutes(2));
  const RequestId longer = stage.call(&Process::submit, World::low_risk(world.ada, 15));
  stage.wait(minutes(8));
  const bool may_be_gone = world.gate.fired();
  if (!may_be_gone && world.status(longer) != RS::kActive) stage.complain("a second request was cut short");
}

void the_requester_cancels(World& world, Stage& stage) {
  const RequestId pending = stage.call(&Process::submit, World::high_risk(world.ben));
  stage.call(&Process::cancel, CancelCall{.caller = world.ben, .request_id = pending});
  const RequestId granting = stage.call(&Process::submit, World::low_risk(world.ben, 60));
  stage.wait(milliseconds(700));
  stage.call(&Process::cancel, CancelCall{.caller = world.ben, .request_id = granting});
  stage.wait(minutes(1));
}

void what_was_standing_stays(World& world, Stage& stage) {
  const RequestId id = stage.call(&Process::submit, World::high_risk(world.ada, 5));
  world.center.add_standing(world.access_of(world.ada, "EmergencyAdmin"));
  stage.call(&Process::decide, DecideCall{.caller = world.mia, .request_id = id, .approve = true});
  stage.wait(minutes(1));
}

void aws_is_difficult(World& world, Stage& stage) {
  world.center.plan(OperationKind::kCreate, {.kind = AskPlan::Kind::kConflict});
  world.center.plan(OperationKind::kCreate, {.kind = AskPlan::Kind::kLostAfter});
  world.center.plan(OperationKind::kDelete, {.kind = AskPlan::Kind::kThrottled});
  world.center.plan(OperationKind::kDelete, {.kind = AskPlan::Kind::kFails});
  world.center.plan(OperationKind::kDelete, {.kind = AskPlan::Kind::kLostAfter});
  stage.call(&Process::submit, World::low_risk(world.ada, 5));
  stage.wait(minutes(2));
}

const std::vector<Story>& stories() {
  static const std::vector<Story> kStories{
      {"LowRiskToItsEnd", low_risk_to_its_end, everybody_revokes},
      {"LowRiskWithASecondServer", low_risk_to_its_end, another_server_works},
      {"HighRiskIsApproved", high_risk_is_approved, somebody_denies},
      {"SomebodyRevokesEarly", somebody_revokes_early, another_lease_comes},
      {"LeasesOverlap", leases_overlap, everybody_revokes},
      {"TheRequesterCancels", the_requester_cancels, another_server_works},
      {"WhatWasStandingStays", what_was_standing_stays, everybody_revokes},
      {"AwsIsDifficult", aws_is_difficult, another_lease_comes},
  };
  return kStories;
}

struct Mode {
  std::string name;
  Fault fault = Fault::kNone;

  friend void PrintTo(const Mode& mode, std::ostream* out) { *out << mode.name; }
};

const std::vector<Mode>& modes() {
  static const std::vector<Mode> kModes{{"FailsBefore", Fault::kFailsBefore}, {"FailsAfter", Fault::kFailsAfter},
                                        {"Unknown", Fault::kUnknown},         {"DiesBefore", Fault::kDiesBefore},
                                        {"DiesAfter", Fault::kDiesAfter},     {"Rival", Fault::kRival}};
  return kModes;
}

using Parameters = std::tuple<Story, Mode, Millis>;

class FaultSweep : public testing::TestWithParam<Parameters> {
 protected:
  // Plays the story with the fault at its n-th call. False when the story has fewer calls.
  static bool play(const Story& story, const Mode& mode, Millis settle, std::size_t nth) {
    World world({.settle = settle});
    Stage stage(world);
    world.gate.arm(nth, mode.fault, [&] { story.rival(world); });
    story.act(world, stage);
    stage.come_to_rest();
    for (const std::string& sentence : broken_promises_at_rest(world)) stage.complain(sentence);
    stage.check_acknowledged();
    for (const std::string& complaint : stage.complaints()) {
      ADD_FAILURE() << story.name << ", " << mode.name << " at call " << nth << ", settle " << settle.count()
                    << " ms: " << complaint;
    }
    return world.gate.fired();
  }
};

TEST_P(FaultSweep, EveryPromiseHolds) {
  const auto& [story, mode, settle] = GetParam();
  std::size_t nth = 1;
  while (play(story, mode, settle, nth)) {
    ASSERT_LT(++nth, kMostCalls);
    if (HasFailure()) return;
  }
  EXPECT_GT(nth, 5U) << "the story makes calls that can be hit";
}

std::string name_of(const testing::TestParamInfo<Parameters>& info) {
  const auto& [story, mode, settle] = info.param;
  return story.name + mode.name + (settle > Millis::zero() ? "Settling" : "");
}

INSTANTIATE_TEST_SUITE_P(Stories, FaultSweep,
                         testing::Combine(testing::ValuesIn(stories()), testing::ValuesIn(modes()),
                                          testing::Values(Millis{0}, Millis{minutes(5)})),
                         name_of);

}  // namespace

}  // namespace curfew::test
