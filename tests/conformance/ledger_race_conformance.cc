// Rivals on threads of their own: of those who want the same, exactly one gets it.

#include <algorithm>
#include <atomic>
#include <functional>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include "conformance/sample_records.h"
#include "conformance/store_world.h"

namespace curfew::conformance {
namespace {

constexpr int kRivals = 8;

// How many of the rivals' steps were committed when all were tried at the same moment.
int winners(Ledger& ledger, const std::function<Step(int)>& step_of) {
  std::atomic<int> committed = 0;
  std::latch start(kRivals);
  std::vector<std::jthread> rivals;
  rivals.reserve(kRivals);
  for (int rival = 0; rival < kRivals; ++rival) {
    rivals.emplace_back([&, rival] {
      const Step step = step_of(rival);
      start.arrive_and_wait();
      const auto outcome = ledger.commit(step);
      if (outcome && *outcome == CommitOutcome::kCommitted) ++committed;
    });
  }
  rivals.clear();
  return committed;
}

TEST_P(LedgerRaceConformance, OfManyDecisionsExactlyOneWins) {
  for (int round = 1; round <= 20; ++round) {
    const Request request = pending_request(request_id(round));
    const std::string chain = "request/" + request.id.str();
    const AuditEvent submitted = event_in(chain);
    store({.requests = {creation_of(request)}, .events = {submitted}});
    const auto decide = [&](int rival) -> Step {
      Request decided = request;
      decided.status = rival % 2 == 0 ? RequestStatus::kGranting : RequestStatus::kDenied;
      decided.failure = std::to_string(rival);
      return {.requests = {change_of(decided)},
              .events = {event_in(chain, 1, submitted.hash, std::to_string(rival))},
              .owed = {letter_work(request.id, LetterKind::kRequestApproved, std::to_string(rival), kStart)}};
    };
    EXPECT_EQ(winners(ledger(), decide), 1);

    // All of the winner is there, and nothing of the others.
    const std::string winner = value_of(ledger().request(request.id))->failure;
    EXPECT_EQ(value_of(ledger().last_event(chain))->detail, winner);
    const auto letters = value_of(queue().in_lane("mail/" + request.id.str(), kStart));
    ASSERT_EQ(letters.size(), 1U);
    EXPECT_EQ(letters[0].recipient, winner);
  }
}

TEST_P(LedgerRaceConformance, OfManyFirstRecordsExactlyOneIsNew) {
  EXPECT_EQ(winners(ledger(), [](int) -> Step { return {.requests = {creation_of(pending_request(request_id(1)))}}; }),
            1);
  EXPECT_EQ(
      winners(ledger(),
              [](int) -> Step { return {.assignments = {creation_of(absent_assignment(assignment_key("ada")))}}; }),
      1);
}

TEST_P(LedgerRaceConformance, OfManyUsesOfAnIdempotencyKeyExactlyOneCounts) {
  const auto use = [](int rival) -> Step {
    return {.idempotency = IdempotencyRecord{.key = "key",
                                             .body_hash = "body",
                                             .request_id = request_id(rival),
                                             .expires_at = kStart + std::chrono::hours(24),
                                             .stored_at = kStart}};
  };
  EXPECT_EQ(winners(ledger(), use), 1);
}

TEST_P(LedgerRaceConformance, OfManyUsersForOneSubjectExactlyOneIsBound) {
  const auto bind = [](int rival) -> Step {
    return {.binding = Binding{.subject = Subject("subject"), .user_id = UserId(std::to_string(rival))}};
  };
  EXPECT_EQ(winners(ledger(), bind), 1);
}

TEST_P(LedgerRaceConformance, OfManyEventsForOnePlaceExactlyOneIsStored) {
  const auto append = [](int rival) -> Step { return {.events = {event_in("users", 0, "", std::to_string(rival))}}; };
  EXPECT_EQ(winners(ledger(), append), 1);
}

TEST_P(LedgerRaceConformance, NoIncrementIsLostByThoseWhoTryAgain) {
  constexpr int kEach = 15;
  const AssignmentKey key = assignment_key("ada");
  store({.assignments = {creation_of(absent_assignment(key))}});
  std::vector<std::jthread> threads;
  threads.reserve(kRivals);
  for (int i = 0; i < kRivals; ++i) {
    threads.emplace_back([&] {
      for (int done = 0; done < kEach;) {
        Assignment read = *value_of(ledger().assignment(key));
        ++read.event_count;
        if (commit({.assignments = {change_of(read)}}) == CommitOutcome::kCommitted) ++done;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(value_of(ledger().assignment(key))->event_count, kRivals * kEach);
}

TEST_P(LedgerRaceConformance, WhatEverybodySawCommittedIsSeenByTheNextRead) {
  std::vector<std::jthread> threads;
  threads.reserve(kRivals);
  for (int thread = 0; thread < kRivals; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 20; ++i) {
        const Request request = pending_request(request_id(thread * 100 + i));
        store({.requests = {creation_of(request)}});
        EXPECT_EQ(value_of(ledger().request(request.id)), request);
      }
    });
  }
}

}  // namespace
}  // namespace curfew::conformance
