#include "app/transition_writer.h"

#include "app_test.h"

namespace curfew::test {
namespace {

using RS = RequestStatus;

class TransitionWriterTest : public AppTest {
 protected:
  [[nodiscard]] Result<Request> revoke(const RequestId& id) {
    return world_.app().revoke({.caller = world_.ada, .request_id = id});
  }
};

TEST_F(TransitionWriterTest, AnUnknownOutcomeThatHappenedIsFoundByItsEvent) {
  const Request request = world_.granted(world_.ada);
  world_.gate.arm(1, Fault::kFailsAfter);
  EXPECT_EQ(answer(revoke(request.id)).status, RS::kRevoking);
  EXPECT_EQ(world_.trail(request.id), "request.submitted access.granted access.ending") << "once";
}

TEST_F(TransitionWriterTest, AnUnknownOutcomeThatDidNotHappenIsTriedAgain) {
  const Request request = world_.granted(world_.ada);
  world_.gate.arm(1, Fault::kUnknown);
  EXPECT_EQ(answer(revoke(request.id)).status, RS::kRevoking);
  EXPECT_EQ(world_.status(request.id), RS::kRevoking);
}

// The first leases of two requests for one access make the same event of the assignment.
TEST_F(TransitionWriterTest, AnUnknownOutcomeIsNotMistakenForARivalsThatLooksTheSame) {
  world_.gate.lose_commit(Fault::kFailsAfter);
  world_.gate.arm(7, Fault::kRivalBefore, [&] { answer(world_.rival().submit(World::low_risk(world_.ada))); });
  const Request request = answer(world_.app().submit(World::low_risk(world_.ada)));
  EXPECT_EQ(world_.gate.calls().back(), "IdentityCenter::look") << "the commit follows, which the rival beats";
  EXPECT_EQ(world_.trail(request.id), "request.submitted");
  EXPECT_EQ(world_.store.tables().requests.size(), 2U);
}

TEST_F(TransitionWriterTest, AStoreThatRefusesIsToldAndNothingHappened) {
  const Request request = world_.granted(world_.ada);
  world_.gate.arm(5, Fault::kFailsBefore);  // request, assignment, request, assignment again; then the commit
  const auto refused = revoke(request.id);
  EXPECT_EQ(refusal(refused), ErrorCode::kUnavailable);
  EXPECT_EQ(refused.error().effect, Effect::kNone);
  EXPECT_EQ(world_.status(request.id), RS::kActive);
}

// A ledger whose commits are lost on their way and take effect later, or that cannot tell what became of them.
class DarkLedger final : public Ledger {
 public:
  DarkLedger(Ledger& behind) : behind_(behind) {}

  int lost_commits = 0;       // so many end as unknown and are applied before the next but one
  bool answers_reads = true;  // of has_event

  [[nodiscard]] Result<CommitOutcome> commit(const Step& step) override {
    if (lost_commits == 0) {
      if (!under_way_.empty()) {
        static_cast<void>(behind_.commit(under_way_.front()));
        under_way_.clear();
      }
      return behind_.commit(step);
    }
    --lost_commits;
    under_way_.push_back(step);
    return CommitOutcome::kUnknown;
  }
  [[nodiscard]] Result<std::optional<Request>> request(const RequestId& id) override { return behind_.request(id); }
  [[nodiscard]] Result<std::optional<Assignment>> assignment(const AssignmentKey& key) override {
    return behind_.assignment(key);
  }
  [[nodiscard]] Result<std::optional<Binding>> binding_of(const Subject& subject) override {
    return behind_.binding_of(subject);
  }
  [[nodiscard]] Result<std::optional<Binding>> binding_of(const UserId& user) override {
    return behind_.binding_of(user);
  }
  [[nodiscard]] Result<std::optional<IdempotencyRecord>> idempotency(const std::string& key) override {
    return behind_.idempotency(key);
  }
  [[nodiscard]] Result<std::vector<AuditEvent>> events(const std::string& chain, std::int64_t after,
                                                       std::size_t limit) override {
    return behind_.events(chain, after, limit);
  }
  [[nodiscard]] Result<std::optional<AuditEvent>> last_event(const std::string& chain) override {
    return behind_.last_event(chain);
  }
  [[nodiscard]] Result<bool> has_event(const AuditEvent& event) override {
    if (!answers_reads) return fail(ErrorCode::kUnavailable, "The store does not answer.", "a test's fault");
    return behind_.has_event(event);
  }

 private:
  Ledger& behind_;
  std::vector<Step> under_way_;
};

class DarkLedgerTest : public AppTest {
 protected:
  DarkLedgerTest()
      : dark_(world_.store),
        writer_(dark_, world_.clock, world_.metrics, Rules{}, NoEarlierDeployment{}),
        requesters_(dark_, world_.center),
        submit_(writer_, requesters_, world_.center, world_.catalog, world_.entropy) {}

  DarkLedger dark_;
  TransitionWriter writer_;
  Requesters requesters_;
  Submit submit_;
};

TEST_F(DarkLedgerTest, WhatCannotBeFoundOutIsSaidToBeUnknown) {
  dark_.lost_commits = 1;
  dark_.answers_reads = false;
  const auto refused = submit_(World::low_risk(world_.ada));
  EXPECT_EQ(refusal(refused), ErrorCode::kUnavailable);
  EXPECT_EQ(refused.error().effect, Effect::kMaybe);
}

TEST_F(DarkLedgerTest, ALowRiskSubmitThatTakesEffectLateIsOneRequestAndItsOwnSuccess) {
  dark_.lost_commits = 1;
  const Request request = answer(submit_(World::low_risk(world_.ada)));
  EXPECT_EQ(world_.store.tables().requests.size(), 1U);
  EXPECT_EQ(world_.status(request.id), RS::kGranting);
  EXPECT_EQ(world_.trail(request.id), "request.submitted");
}

TEST_F(DarkLedgerTest, AHighRiskSubmitThatTakesEffectLateIsOneRequestAndItsOwnSuccess) {
  dark_.lost_commits = 1;
  const Request request = answer(submit_(World::high_risk(world_.ada)));
  EXPECT_EQ(world_.store.tables().requests.size(), 1U);
  EXPECT_EQ(world_.status(request.id), RS::kPending);
}

TEST_F(TransitionWriterTest, EndlessContentionIsToldAndNotWaitedOut) {
  World world({.most_leases = 100});
  const Request request = world.granted(world.ada);
  const auto refused = world.app().writer.change(
      {.request_id = request.id, .actor = curfew_itself(), .decide = [&](const Request&) -> Result<Command> {
         answer(world.rival().submit(World::low_risk(world.ada)));
         return command::Revoke{.request = request.id};
       }});
  EXPECT_EQ(refusal(refused), ErrorCode::kConflict);
  EXPECT_EQ(world.status(request.id), RS::kActive);
}

TEST_F(TransitionWriterTest, ADamagedSceneIsNeverActedOn) {
  const Request request = world_.granted(world_.ada);
  world_.store.tamper([&](MemoryStore::Tables& tables) { tables.requests.at(request.id).status = RS::kRevoked; });
  EXPECT_EQ(refusal(revoke(request.id)), ErrorCode::kDamaged);
  EXPECT_EQ(refusal(world_.app().submit(World::low_risk(world_.ada))), ErrorCode::kDamaged);
}

TEST_F(TransitionWriterTest, ALeaseWithoutItsRequestIsDamage) {
  const Request request = world_.granted(world_.ada);
  world_.store.tamper([&](MemoryStore::Tables& tables) { tables.requests.erase(request.id); });
  EXPECT_EQ(refusal(world_.app().writer.load(request.access)), ErrorCode::kDamaged);
}

TEST_F(TransitionWriterTest, AnIdempotencyKeyWinsOnceInARaceToo) {
  SubmitCall call = World::low_risk(world_.ada);
  call.idempotency = IdempotencyKey{.path = "/requests", .key = "k", .body_hash = "b"};
  std::optional<Request> rivals;
  world_.gate.arm(1, Fault::kRival, [&] { rivals = answer(world_.rival().submit(call)); });
  EXPECT_EQ(answer(world_.app().submit(call)).id, rivals->id);
  EXPECT_EQ(world_.store.tables().requests.size(), 1U);
}

// A client that got no answer in time repeats its call, and the balancer sends it to another server.
TEST_F(TransitionWriterTest, NobodyIsRefusedForWhatTheirOwnRepeatHasDone) {
  const Request request = world_.submit(World::high_risk(world_.ada));
  const DecideCall call{.caller = world_.mia,
                        .request_id = request.id,
                        .approve = true,
                        .idempotency = IdempotencyKey{.path = "/approvals", .key = "k", .body_hash = "b"}};
  // Its own key was looked up and unknown; the record is read next.
  world_.gate.arm(5, Fault::kRivalBefore, [&] { answer(world_.rival().decide(call)); });
  EXPECT_EQ(answer(world_.app().decide(call)).status, RS::kGranting);
  EXPECT_EQ(world_.gate.calls().back(), "Ledger::request");
  EXPECT_EQ(world_.trail(request.id), "request.submitted request.approved") << "once";
}

TEST_F(TransitionWriterTest, ASubmitIsNotRefusedForTheLeaseThatItsOwnRepeatHasTaken) {
  World world({.most_leases = 1});
  SubmitCall call = World::low_risk(world.ada);
  call.idempotency = IdempotencyKey{.path = "/requests", .key = "k", .body_hash = "b"};
  std::optional<Request> repeat;
  world.gate.arm(1, Fault::kRival, [&] { repeat = answer(world.rival().submit(call)); });
  EXPECT_EQ(answer(world.app().submit(call)).id, repeat->id);
  world.gate.arm(6, Fault::kRivalBefore, [&] { repeat = answer(world.rival().submit(call)); });
  call.caller = world.ben;
  EXPECT_EQ(answer(world.app().submit(call)).id, repeat->id);
  EXPECT_EQ(world.gate.calls().back(), "Ledger::assignment");
}

TEST_F(TransitionWriterTest, WhatHappenedIsCounted) {
  const Request first = world_.granted(world_.ada, 5);
  const Request pending = world_.submit(World::high_risk(world_.ada, 5));
  world_.clock.advance(seconds(90));
  world_.approve(world_.mia, pending.id);
  world_.run_for(seconds(10));
  answer(world_.app().revoke({.caller = world_.ada, .request_id = pending.id}));
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_EQ(world_.metrics.value("curfew_requests_total{risk=LOW}"), 1);
  EXPECT_EQ(world_.metrics.value("curfew_requests_total{risk=HIGH}"), 1);
  EXPECT_EQ(world_.metrics.value("curfew_decisions_total{action=approve}"), 1);
  EXPECT_EQ(world_.metrics.observed("curfew_approval_seconds"), std::vector{90.0});
  EXPECT_EQ(world_.metrics.value("curfew_revocations_total{type=AUTO}"), 1);
  EXPECT_EQ(world_.metrics.value("curfew_revocations_total{type=MANUAL}"), 1);
  EXPECT_EQ(world_.metrics.observed("curfew_grant_seconds").size(), 2U);
  EXPECT_EQ(world_.metrics.value("curfew_transitions_total{to=ACTIVE}"), 2);
}

TEST_F(TransitionWriterTest, AnApprovalOntoAccessThatIsHeldIsCountedAsADecisionToo) {
  const Request first = world_.submit(World::high_risk(world_.ada));
  const Request second = world_.submit(World::high_risk(world_.ada));
  world_.approve(world_.mia, first.id);
  world_.run_for(seconds(10));
  EXPECT_EQ(world_.approve(world_.mia, second.id).status, RS::kActive);
  EXPECT_EQ(world_.metrics.value("curfew_decisions_total{action=approve}"), 2);
}

}  // namespace
}  // namespace curfew::test
