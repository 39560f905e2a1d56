// Somebody edits the database; `curfew audit verify` finds it.
#include "app/verify_audit.h"

#include <algorithm>

#include "app_test.h"

namespace curfew::test {
namespace {

using Tables = MemoryStore::Tables;

class VerifyAuditTest : public AppTest {
 protected:
  // A trail with three sealed stories and a tail that is not sealed yet.
  VerifyAuditTest() : first_(world_.granted(world_.ada, 5)), denied_(world_.submit(World::high_risk(world_.ada))) {
    answer(world_.app().decide({.caller = world_.mia, .request_id = denied_.id, .comments = "no"}));
    EXPECT_TRUE(world_.run_until_quiet());
    EXPECT_EQ(answer(world_.app().seal()), 1);
    second_ = world_.granted(world_.ben, 60);
    EXPECT_EQ(answer(world_.app().seal()), 1);
    tail_ = world_.submit(World::high_risk(world_.ben));
  }

  [[nodiscard]] AuditReport verify(const std::optional<AuditAnchor>& anchor = std::nullopt) {
    VerifyAudit verify(world_.store, world_.store, world_.store, world_.signer);
    return answer(verify(anchor));
  }
  // Whether some finding says so.
  [[nodiscard]] static bool finds(const AuditReport& report, const std::string& what) {
    return std::ranges::any_of(report.findings,
                               [&](const std::string& finding) { return finding.find(what) != std::string::npos; });
  }
  [[nodiscard]] bool finds(const std::string& what) { return finds(verify(), what); }
  [[nodiscard]] AuditAnchor anchor() const {
    const Checkpoint last = world_.store.tables().checkpoints.back();
    return {.number = last.number, .hash = last.hash};
  }
  template <class Change>
  void tamper(Change change) {
    world_.store.tamper(change);
  }
  // Takes a whole story out of every table, as if it had never been, and closes the gaps.
  static void forget(Tables& tables, const RequestId& id) {
    tables.requests.erase(id);
    std::erase_if(tables.events, [&](const PlacedEvent& e) { return e.event.chain == "request/" + id.str(); });
    std::int64_t position = 0;
    for (PlacedEvent& placed : tables.events) placed.position = ++position;
  }

  Request first_;
  Request denied_;
  Request second_;
  Request tail_;
};

TEST_F(VerifyAuditTest, AnUntouchedTrailIsWhole) {
  const AuditReport report = verify(anchor());
  EXPECT_EQ(report.findings, std::vector<std::string>{});
  EXPECT_EQ(report.events, static_cast<std::int64_t>(world_.store.tables().events.size()));
  EXPECT_EQ(report.checkpoints, 2);
  EXPECT_EQ(report.unsealed_events, 1);
  EXPECT_EQ(report.chains, 6) << "four requests, two assignments";
  EXPECT_EQ(report.records, 6);
}

TEST_F(VerifyAuditTest, AnEventThatWasChangedIsFound) {
  tamper([](Tables& tables) { tables.events[1].event.actor.email = "nobody@example.com"; });
  EXPECT_TRUE(finds("The contents of event 2"));
}

TEST_F(VerifyAuditTest, AChangedEventWithAFreshHashIsFound) {
  tamper([](Tables& tables) {
    AuditEvent& event = tables.events[1].event;
    event.detail = "a better reason";
    event.hash = hash_of(event);
  });
  EXPECT_TRUE(finds("Checkpoint 1 does not fit the events that it covers"));
}

TEST_F(VerifyAuditTest, AMissingEventIsFound) {
  tamper([](Tables& tables) { tables.events.erase(tables.events.begin() + 2); });
  EXPECT_TRUE(finds("Events are missing between position 2 and 4"));
}

TEST_F(VerifyAuditTest, AnEventThatWasTakenOutWithoutAGapIsFound) {
  tamper([&](Tables& tables) {
    tables.events.erase(tables.events.begin() + 2);
    for (std::size_t i = 2; i < tables.events.size(); ++i) --tables.events[i].position;
  });
  EXPECT_TRUE(finds("events were removed or reordered"));
}

TEST_F(VerifyAuditTest, ReorderedEventsAreFound) {
  tamper([](Tables& tables) { std::swap(tables.events[0].event, tables.events[1].event); });
  EXPECT_TRUE(finds("Checkpoint 1 does not fit"));
}

TEST_F(VerifyAuditTest, ARequestThatWasForgottenAltogetherIsFound) {
  tamper([&](Tables& tables) { forget(tables, denied_.id); });
  EXPECT_TRUE(finds("Checkpoint 1 does not fit"));
}

TEST_F(VerifyAuditTest, ARecordThatWasEditedIsFound) {
  tamper([&](Tables& tables) { tables.requests.at(denied_.id).reason = "something harmless"; });
  EXPECT_TRUE(finds("request/" + denied_.id.str() + " was changed without an audit event"));
}

TEST_F(VerifyAuditTest, ADecisionThatWasEditedIsFound) {
  tamper([&](Tables& tables) { tables.requests.at(denied_.id).decision->approver_email = "max@example.com"; });
  EXPECT_TRUE(finds("was changed without an audit event"));
}

TEST_F(VerifyAuditTest, AnEditIsFoundAlsoAfterTheNextTransition) {
  tamper([&](Tables& tables) { tables.requests.at(tail_.id).user_email = "eve@example.com"; });
  answer(world_.app().decide({.caller = world_.mia, .request_id = tail_.id, .comments = "no"}));
  EXPECT_TRUE(finds("request/" + tail_.id.str() + " was changed without an audit event before event"));
}

TEST_F(VerifyAuditTest, ARecordSetBackToAnEarlierVersionIsFound) {
  tamper([&](Tables& tables) {
    Request& request = tables.requests.at(second_.id);
    request.version = 1;
    request.status = RequestStatus::kGranting;
  });
  EXPECT_TRUE(finds("do not belong together"));
}

TEST_F(VerifyAuditTest, ARecordThatWasRemovedIsFound) {
  tamper([&](Tables& tables) { tables.requests.erase(denied_.id); });
  EXPECT_TRUE(finds("The record of request/" + denied_.id.str() + " was removed"));
}

TEST_F(VerifyAuditTest, ARecordThatWasSmuggledInIsFound) {
  tamper([&](Tables& tables) {
    Request request = tables.requests.at(denied_.id);
    request.id = RequestId("smuggled");
    tables.requests.emplace(request.id, request);
  });
  EXPECT_TRUE(finds("The record of request/smuggled has no audit events"));
}

TEST_F(VerifyAuditTest, AnAssignmentThatWasEditedOrRemovedIsFound) {
  tamper([&](Tables& tables) { tables.assignments.at(second_.access).state = AssignmentState::kAbsent; });
  EXPECT_TRUE(finds("assignment/" + second_.access.str() + " was changed without an audit event"));
  tamper([&](Tables& tables) { tables.assignments.erase(first_.access); });
  EXPECT_TRUE(finds("assignment/" + first_.access.str() + " was removed"));
}

TEST_F(VerifyAuditTest, ALeaseThatWasEditedOrRemovedIsFoundOnce) {
  const std::string lease = "The records do not fit together: the lease of request " + second_.id.str();
  tamper([&](Tables& tables) { tables.assignments.at(second_.access).leases.front().end += hours(24); });
  const AuditReport report = verify();
  EXPECT_EQ(report.findings.size(), 1U);
  EXPECT_TRUE(finds(report, lease));
  tamper([&](Tables& tables) { tables.assignments.at(second_.access).leases.clear(); });
  EXPECT_TRUE(finds("request " + second_.id.str() + " has no lease"));
}

TEST_F(VerifyAuditTest, ARecordThatCannotBeReadIsAFindingAndTheRestIsStillChecked) {
  tamper([&](Tables& tables) {
    tables.damaged_requests.insert(denied_.id);
    tables.damaged_assignments.insert(first_.access);
    tables.requests.at(second_.id).reason = "edited";
    tables.assignments.at(second_.access).state = AssignmentState::kAbsent;
  });
  const AuditReport report = verify();
  EXPECT_TRUE(finds(report, "The record of request/" + denied_.id.str() + " cannot be read"));
  EXPECT_TRUE(finds(report, "The record of assignment/" + first_.access.str() + " cannot be read"));
  EXPECT_TRUE(finds(report, "request/" + second_.id.str() + " was changed"));
  EXPECT_TRUE(finds(report, "assignment/" + second_.access.str() + " was changed"));
}

TEST_F(VerifyAuditTest, AChangedCheckpointIsFound) {
  tamper([](Tables& tables) { tables.checkpoints[0].at += hours(1); });
  const AuditReport report = verify();
  EXPECT_TRUE(finds(report, "Checkpoint 1 was changed"));
  EXPECT_TRUE(finds(report, "Checkpoint 1 is not signed with this installation's key"));
}

TEST_F(VerifyAuditTest, ACheckpointSignedWithAnotherKeyIsFound) {
  FakeSigner thief("the thief's key");
  tamper([](Tables& tables) { tables.checkpoints.pop_back(); });
  SealAudit seal(world_.store, thief, world_.clock, world_.log, world_.metrics);
  ASSERT_EQ(answer(seal()), 1);
  EXPECT_TRUE(finds("Checkpoint 2 is not signed with this installation's key"));
}

TEST_F(VerifyAuditTest, AMissingCheckpointIsFound) {
  tamper([](Tables& tables) { tables.checkpoints.erase(tables.checkpoints.begin()); });
  EXPECT_TRUE(finds("Checkpoints are missing before number 2"));
}

TEST_F(VerifyAuditTest, EventsCutOffBehindACheckpointAreFound) {
  tamper([](Tables& tables) { tables.events.resize(tables.events.size() - 3); });
  EXPECT_TRUE(finds("events were removed"));
}

TEST_F(VerifyAuditTest, ATailCutOffCleanlyIsFoundAgainstAnAnchor) {
  const AuditAnchor kept = anchor();
  tamper([&](Tables& tables) {
    tables.checkpoints.pop_back();
    forget(tables, tail_.id);
    forget(tables, second_.id);
    std::erase_if(tables.events, [&](const PlacedEvent& placed) {
      return placed.event.chain == "assignment/" + second_.access.str();
    });
    tables.assignments.erase(second_.access);
  });
  EXPECT_EQ(verify().findings, std::vector<std::string>{}) << "by itself, what is left is whole";
  EXPECT_TRUE(finds(verify(kept), "Checkpoint 2, which was kept elsewhere, is missing"));
}

TEST_F(VerifyAuditTest, ATrailThatWasRewrittenWithTheRightKeyIsFoundAgainstAnAnchor) {
  const AuditAnchor kept = anchor();
  tamper([](Tables& tables) { tables.checkpoints.pop_back(); });
  world_.clock.advance(seconds(1));
  EXPECT_EQ(answer(world_.app().seal()), 1);
  EXPECT_EQ(verify().findings, std::vector<std::string>{});
  EXPECT_TRUE(finds(verify(kept), "Checkpoint 2 is not the one that was kept elsewhere"));
}

// An index in which a server works beside the one who verifies, at every page.
class BusyIndex final : public RequestIndex {
 public:
  BusyIndex(MemoryStore& store, std::function<void()> work) : store_(store), work_(std::move(work)) {}

  [[nodiscard]] Result<std::vector<Request>> page(const RequestFilter& filter, std::size_t limit,
                                                  const std::optional<PagePosition>& after) override {
    work_();
    auto found = store_.page(filter, limit, after);
    work_();
    return found;
  }

 private:
  MemoryStore& store_;
  std::function<void()> work_;
};

TEST_F(VerifyAuditTest, AServerThatWorksBesideItIsNoFinding) {
  int calls = 0;
  BusyIndex index(world_.store, [&] {
    if (++calls == 1) answer(world_.app().cancel({.caller = world_.ben, .request_id = tail_.id}));
    if (calls == 2) answer(world_.app().revoke({.caller = world_.ben, .request_id = second_.id}));
    world_.submit(World::high_risk(world_.ada));
    answer(world_.app().seal());
  });
  VerifyAudit verify(world_.store, world_.store, index, world_.signer);
  EXPECT_EQ(answer(verify(std::nullopt)).findings, std::vector<std::string>{});
  EXPECT_EQ(calls, 2);
}

// An audit log that grows while its checkpoints are read.
class BusyAuditLog final : public AuditLog {
 public:
  BusyAuditLog(MemoryStore& store, std::function<void()> work) : store_(store), work_(std::move(work)) {}

  [[nodiscard]] Result<std::vector<PlacedEvent>> events_after(std::int64_t position, std::size_t limit) override {
    return store_.events_after(position, limit);
  }
  [[nodiscard]] Result<std::optional<Checkpoint>> last_checkpoint() override { return store_.last_checkpoint(); }
  [[nodiscard]] Result<std::vector<Checkpoint>> checkpoints_after(std::int64_t number, std::size_t limit) override {
    work_();
    return store_.checkpoints_after(number, limit);
  }
  [[nodiscard]] Result<bool> append(const Checkpoint& checkpoint) override { return store_.append(checkpoint); }

 private:
  MemoryStore& store_;
  std::function<void()> work_;
};

TEST_F(VerifyAuditTest, ACheckpointThatIsMadeMeanwhileIsNoFinding) {
  int rounds = 0;
  BusyAuditLog audit_log(world_.store, [&] {
    if (++rounds > 3) return;
    world_.submit(World::high_risk(world_.ada));
    EXPECT_EQ(answer(world_.app().seal()), 1);
  });
  VerifyAudit verify(audit_log, world_.store, world_.store, world_.signer);
  const AuditReport report = answer(verify(std::nullopt));
  EXPECT_EQ(report.findings, std::vector<std::string>{});
  EXPECT_EQ(report.checkpoints, 5);
}

}  // namespace
}  // namespace curfew::test
