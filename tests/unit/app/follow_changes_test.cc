#include "app/follow_changes.h"

#include <string>
#include <vector>

#include "app_test.h"

namespace curfew::test {
namespace {

class FollowChangesTest : public AppTest {
 protected:
  [[nodiscard]] StartingPoint start(std::string_view seen) { return answer(changes_.start(seen, std::nullopt)); }
  [[nodiscard]] std::int64_t end() { return start("").position; }
  [[nodiscard]] Changes after(std::int64_t position) { return answer(changes_.after(position)); }
  [[nodiscard]] Viewer viewer(const Caller& caller) { return answer(changes_.viewer(caller.identity)); }

  // What `caller` is told of `changes`.
  [[nodiscard]] std::vector<RequestId> told(const Caller& caller, const Changes& changes) {
    const Viewer who = viewer(caller);
    std::vector<RequestId> ids;
    for (const ChangedRequest& change : changes.requests) {
      const bool shown = world_.app().read.one(caller, change.request.id).has_value();
      EXPECT_EQ(who.sees(change.request), shown) << "GET /requests/{id} must say the same";
      if (who.sees(change.request)) ids.push_back(change.request.id);
    }
    return ids;
  }
  void store_events(std::size_t count) {
    const AuditEvent event{.chain = "users", .at = kTestStart, .action = "user.added", .detail = "somebody"};
    Step step;
    for (std::size_t i = 0; i < count; ++i) {
      step.events.push_back(chained(event, users_, last_));
      last_ = step.events.back().hash;
      ++users_;
    }
    ASSERT_EQ(answer(world_.store.commit(step)), CommitOutcome::kCommitted);
  }

  FollowChanges changes_{world_.app().audit_log, world_.app().ledger, world_.app().requesters, world_.log};
  std::int64_t users_ = 0;
  std::string last_;
};

TEST_F(FollowChangesTest, EachChangedRequestIsToldOnceAsItIsNow) {
  const std::int64_t before = end();
  const Request granted = world_.granted(world_.ada);
  const Request pending = world_.submit(World::high_risk(world_.ben));
  const Changes changes = after(before);
  ASSERT_EQ(changes.requests.size(), 2U);
  EXPECT_EQ(changes.requests[0].request.id, granted.id);
  EXPECT_EQ(changes.requests[0].request.status, RequestStatus::kActive);
  EXPECT_EQ(changes.requests[1].request.id, pending.id);
  EXPECT_LT(changes.requests[0].position, changes.requests[1].position);
  EXPECT_EQ(changes.from, before);
  EXPECT_EQ(changes.reached, end());
  EXPECT_FALSE(changes.more);
  EXPECT_TRUE(after(changes.reached).requests.empty());
  EXPECT_EQ(after(changes.reached).reached, changes.reached);
}

TEST_F(FollowChangesTest, WhatAnotherServerChangedIsToldToo) {
  const std::int64_t before = end();
  const auto request = answer(world_.rival().submit(World::low_risk(world_.ada)));
  EXPECT_EQ(told(world_.ada, after(before)), std::vector{request.id});
}

TEST_F(FollowChangesTest, EngineersAreToldOfTheirOwnAndManagersOfAll) {
  const RequestId adas = world_.submit(World::high_risk(world_.ada)).id;
  const RequestId bens = world_.submit(World::high_risk(world_.ben)).id;
  const Changes changes = after(0);
  EXPECT_EQ(told(world_.ada, changes), std::vector{adas});
  EXPECT_EQ(told(world_.ben, changes), std::vector{bens});
  EXPECT_EQ(told(world_.mia, changes), (std::vector{adas, bens}));
  Caller nobody = World::person("eve", false);
  EXPECT_TRUE(told(nobody, changes).empty());
  nobody.identity.email = world_.ada.identity.email;
  EXPECT_TRUE(told(nobody, changes).empty()) << "an e-mail address is nobody's proof";
}

TEST_F(FollowChangesTest, ARequestOfTheDeploymentBeforeIsToldToItsIdentityCenterUserAlone) {
  const RequestId id = world_.submit(World::high_risk(world_.ada)).id;
  world_.store.tamper([&](auto& tables) { tables.requests.at(id).subject = Subject(); });
  const Changes changes = after(0);
  EXPECT_EQ(told(world_.ada, changes), std::vector{id});
  EXPECT_TRUE(told(world_.ben, changes).empty());
}

TEST_F(FollowChangesTest, WhoeverIsNewBeginsAtTheEndWhateverIsSealed) {
  world_.granted(world_.ada);
  const auto events = static_cast<std::int64_t>(world_.store.tables().events.size());
  EXPECT_EQ(start("").position, events);
  EXPECT_EQ(answer(world_.app().seal()), 1);
  EXPECT_EQ(start("").position, events);
  world_.submit(World::high_risk(world_.ben));
  EXPECT_GT(start("").position, events) << "beyond the checkpoint";
  EXPECT_FALSE(start("").missed);
  EXPECT_EQ(answer(changes_.start("", events)).position, end());
}

TEST_F(FollowChangesTest, WhoeverComesBackGoesOnWhereTheyWere) {
  world_.granted(world_.ada);
  for (const std::int64_t seen : {std::int64_t{0}, end() - 1, end()}) {
    const StartingPoint from = start(std::to_string(seen));
    EXPECT_EQ(from.position, seen);
    EXPECT_FALSE(from.missed) << seen;
  }
}

TEST_F(FollowChangesTest, WhoeverIsTooFarBehindHasToFetchEverythingAgain) {
  const auto most = static_cast<std::int64_t>(FollowChanges::kMostEvents);
  store_events(FollowChanges::kMostEvents + 1);
  EXPECT_TRUE(start("0").missed);
  EXPECT_EQ(start("0").position, most + 1);
  EXPECT_FALSE(start("1").missed);
  EXPECT_EQ(start("1").position, 1);
  const Changes first = after(0);
  EXPECT_EQ(first.reached, most);
  EXPECT_TRUE(first.more);
  EXPECT_FALSE(after(first.reached).more);
}

TEST_F(FollowChangesTest, AnIdThatWasNeverGivenOutIsNoPlaceToBegin) {
  world_.granted(world_.ada);
  const std::string beyond = std::to_string(end() + 1);
  for (const std::string& seen : {beyond, std::string("-1"), std::string("x"), std::string("1x"), std::string(" 1"),
                                  std::string("1.0"), std::string("99999999999999999999")}) {
    EXPECT_TRUE(start(seen).missed) << seen;
    EXPECT_EQ(start(seen).position, end()) << seen;
  }
}

TEST_F(FollowChangesTest, AStoreThatDoesNotAnswerIsAnErrorAndNothingIsSkipped) {
  world_.granted(world_.ada);
  for (const std::size_t call : {std::size_t{1}, std::size_t{2}}) {  // the trail, the record
    world_.gate.arm(call, Fault::kFailsBefore);
    EXPECT_EQ(refusal(changes_.after(0)), ErrorCode::kUnavailable);
    EXPECT_TRUE(world_.gate.fired());
  }
  EXPECT_EQ(after(0).requests.size(), 1U);
  world_.gate.arm(1, Fault::kFailsBefore);
  EXPECT_EQ(refusal(changes_.start("", std::nullopt)), ErrorCode::kUnavailable);
}

TEST_F(FollowChangesTest, ADamagedRecordIsLoggedAndDoesNotHideTheOthers) {
  const RequestId bad = world_.submit(World::high_risk(world_.ada)).id;
  const RequestId good = world_.submit(World::high_risk(world_.ben)).id;
  world_.store.tamper([&](auto& tables) { tables.damaged_requests.insert(bad); });
  EXPECT_EQ(told(world_.mia, after(0)), std::vector{good});
  EXPECT_EQ(world_.log.first("change_not_told").fields.at("request_id"), bad.str());
}

}  // namespace
}  // namespace curfew::test
