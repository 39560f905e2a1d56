// When a ledger refuses a step: each condition, and that a refused step leaves nothing behind.

#include <string>
#include <vector>

#include "conformance/sample_records.h"
#include "conformance/store_world.h"

namespace curfew::conformance {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

IdempotencyRecord key_stored_at(Instant now, std::int64_t request) {
  return {.key = "key",
          .body_hash = "body",
          .request_id = request_id(request),
          .expires_at = now + hours(24),
          .stored_at = now};
}

Binding binding(const std::string& subject, const std::string& user) {
  return {.subject = Subject(subject), .user_id = UserId(user)};
}

// `step` beside much that could be stored.
Step with_company(Step step) {
  const Request request = pending_request(request_id(77), "company");
  step.requests.insert(step.requests.begin(), creation_of(request));
  step.assignments.insert(step.assignments.begin(), creation_of(absent_assignment(request.access)));
  step.events.insert(step.events.begin(), event_in("request/company"));
  step.owed.push_back(lapse_work(request.id, kStart));
  step.settled.emplace_back("lapse/kept");
  if (!step.binding) step.binding = binding("company", "company");
  if (!step.idempotency) {
    step.idempotency = key_stored_at(kStart, 77);
    step.idempotency->key = "company";
  }
  return step;
}

}  // namespace

void LedgerConditionsConformance::expect_no_trace_of_company() {
  EXPECT_EQ(value_of(ledger().request(request_id(77))), std::nullopt);
  EXPECT_EQ(value_of(ledger().assignment(assignment_key("company"))), std::nullopt);
  EXPECT_EQ(value_of(ledger().last_event("request/company")), std::nullopt);
  EXPECT_FALSE(value_of(ledger().has_event(event_in("request/company"))));
  EXPECT_EQ(value_of(queue().work(lapse_work(request_id(77), kStart).id)), std::nullopt);
  EXPECT_EQ(value_of(ledger().binding_of(Subject("company"))), std::nullopt);
  EXPECT_EQ(value_of(ledger().binding_of(UserId("company"))), std::nullopt);
  EXPECT_EQ(value_of(ledger().idempotency("company")), std::nullopt);
  EXPECT_NE(value_of(queue().work("lapse/kept")), std::nullopt) << "work was settled all the same";
}

void LedgerConditionsConformance::expect_conflict(const Step& step) {
  store({.owed = {lapse_work(RequestId("kept"), kStart)}});
  EXPECT_EQ(commit(with_company(step)), CommitOutcome::kConflict);
  expect_no_trace_of_company();
  world_->restart();
  expect_no_trace_of_company();
}

namespace {

TEST_P(LedgerConditionsConformance, AStepWithoutARivalIsStoredWithItsCompany) {
  store({.owed = {lapse_work(RequestId("kept"), kStart)}});
  ASSERT_EQ(commit(with_company({})), CommitOutcome::kCommitted);
  EXPECT_NE(value_of(ledger().request(request_id(77))), std::nullopt);
  EXPECT_EQ(value_of(queue().work("lapse/kept")), std::nullopt);
}

TEST_P(LedgerConditionsConformance, ARequestThatIsThereAlreadyCannotBeNew) {
  const Request request = pending_request(request_id(1));
  store({.requests = {creation_of(request)}});
  Request other = request;
  other.reason = "another";
  expect_conflict({.requests = {creation_of(other)}});
  EXPECT_EQ(value_of(ledger().request(request.id)), request);
}

TEST_P(LedgerConditionsConformance, ARequestThatIsNotThereCannotChange) {
  expect_conflict({.requests = {change_of(pending_request(request_id(1)))}});
  EXPECT_EQ(value_of(ledger().request(request_id(1))), std::nullopt);
}

TEST_P(LedgerConditionsConformance, ARivalBetweenReadAndCommitWins) {
  store({.requests = {creation_of(pending_request(request_id(1)))}});
  const Request read = *value_of(ledger().request(request_id(1)));

  Request rival = read;
  rival.status = RequestStatus::kDenied;
  store({.requests = {change_of(rival)}});

  Request late = read;
  late.status = RequestStatus::kGranting;
  expect_conflict({.requests = {change_of(late)}});
  EXPECT_EQ(value_of(ledger().request(read.id))->status, RequestStatus::kDenied);
}

TEST_P(LedgerConditionsConformance, AStaleAssignmentIsAConflict) {
  const Assignment read = absent_assignment(assignment_key("ada"));
  store({.assignments = {creation_of(read)}});
  store({.assignments = {change_of(read)}});
  expect_conflict({.assignments = {change_of(read)}});
  expect_conflict({.assignments = {creation_of(read)}});
  EXPECT_EQ(value_of(ledger().assignment(read.key))->version, 2);
}

TEST_P(LedgerConditionsConformance, TheSameRecordTwiceInOneStepIsAConflict) {
  const Request request = pending_request(request_id(1));
  expect_conflict({.requests = {creation_of(request), creation_of(request)}});
}

TEST_P(LedgerConditionsConformance, AVersionThatDoesNotGrowIsRefusedAsAMistake) {
  store({.requests = {creation_of(pending_request(request_id(1)))}});
  for (const std::int64_t version : {0, 1}) {
    Request request = pending_request(request_id(1));
    request.version = version;
    request.reason = "not to be stored";
    const auto outcome =
        ledger().commit({.requests = {{.expected_version = 1, .record = request}}, .events = {event_in("request/1")}});
    EXPECT_EQ(error_of(outcome), ErrorCode::kInternal);
    EXPECT_EQ(value_of(ledger().last_event("request/1")), std::nullopt);
  }
  EXPECT_EQ(value_of(ledger().request(request_id(1))), pending_request(request_id(1)));
}

TEST_P(LedgerConditionsConformance, AStepOfSeveralTransitionsMayLeaveVersionsOut) {
  Request request = pending_request(request_id(1));
  store({.requests = {creation_of(request)}});
  request.version = 4;
  store({.requests = {{.expected_version = 1, .record = request}}});
  EXPECT_EQ(value_of(ledger().request(request.id)), request);
  expect_conflict({.requests = {{.expected_version = 1, .record = request}}});
  store({.requests = {change_of(request)}});
}

TEST_P(LedgerConditionsConformance, AnEventsPlaceInItsChainIsTakenOnce) {
  const AuditEvent first = event_in("users");
  store({.events = {first}});
  expect_conflict({.events = {event_in("users", 0, "", "another first")}});
  EXPECT_EQ(value_of(ledger().last_event("users")), first);
}

TEST_P(LedgerConditionsConformance, ASubjectKeepsItsUserAndAUserItsSubject) {
  store({.binding = binding("subject-1", "user-1")});
  store({.binding = binding("subject-1", "user-1")});
  expect_conflict({.binding = binding("subject-1", "user-2")});
  expect_conflict({.binding = binding("subject-2", "user-1")});
  EXPECT_EQ(value_of(ledger().binding_of(UserId("user-2"))), std::nullopt);
  EXPECT_EQ(value_of(ledger().binding_of(Subject("subject-2"))), std::nullopt);
  EXPECT_EQ(value_of(ledger().binding_of(Subject("subject-1"))), binding("subject-1", "user-1"));
}

TEST_P(LedgerConditionsConformance, AnIdempotencyKeyIsTakenUntilItExpires) {
  const auto first = key_stored_at(kStart, 1);
  store({.idempotency = first});
  expect_conflict({.idempotency = key_stored_at(kStart, 1)});
  expect_conflict({.idempotency = key_stored_at(first.expires_at - Millis(1), 2)});
  EXPECT_EQ(value_of(ledger().idempotency("key")), first);

  const auto second = key_stored_at(first.expires_at, 2);
  store({.idempotency = second});
  EXPECT_EQ(value_of(ledger().idempotency("key")), second);
}

TEST_P(LedgerConditionsConformance, ManyExpiredKeysAreNoTrouble) {
  for (int i = 0; i < 20; ++i) {
    auto key = key_stored_at(kStart + hours(i * 25), i);
    key.key = std::to_string(i);
    store({.idempotency = key});
    EXPECT_EQ(value_of(ledger().idempotency(key.key)), key);
  }
}

TEST_P(LedgerConditionsConformance, AStepUnderTheNewestClaimIsStored) {
  const Claim held = claim("account/1", kStart, kStart + minutes(1));
  store({.owed = {lapse_work(request_id(1), kStart)}, .under = held});
  EXPECT_NE(value_of(queue().work(lapse_work(request_id(1), kStart).id)), std::nullopt);
}

TEST_P(LedgerConditionsConformance, AStepUnderAClaimThatWasTakenOverIsAConflict) {
  const Claim stalled = claim("account/1", kStart, kStart + minutes(1));
  const Claim newest = claim("account/1", stalled.until, stalled.until + minutes(1));
  EXPECT_GT(newest.epoch, stalled.epoch);
  expect_conflict({.under = stalled});
  store({.under = newest});
}

TEST_P(LedgerConditionsConformance, AStepUnderAReleasedClaimIsAConflict) {
  const Claim released = claim("account/1", kStart, kStart + minutes(1));
  ASSERT_TRUE(queue().release(released));
  expect_conflict({.under = released});
}

TEST_P(LedgerConditionsConformance, AClaimThatLapsedButThatNobodyTookStillCounts) {
  const Claim lapsed = claim("account/1", kStart, kStart + minutes(1));
  const Claim elsewhere = claim("account/2", kStart + hours(2), kStart + hours(3));
  store({.under = lapsed});
  store({.under = elsewhere});
}

TEST_P(LedgerConditionsConformance, AClaimCountsInItsLaneOnly) {
  Claim held = claim("account/1", kStart, kStart + minutes(1));
  held.lane = "account/2";
  expect_conflict({.under = held});
}

TEST_P(LedgerConditionsConformance, WhatAStepRestsOnMustBeAsItWasRead) {
  const Assignment read = absent_assignment(assignment_key("ada"));
  store({.unchanged = Unchanged{.key = read.key, .version = 0}});
  expect_conflict({.unchanged = Unchanged{.key = read.key, .version = 1}});
  store({.assignments = {creation_of(read)}});
  store({.unchanged = Unchanged{.key = read.key, .version = 1}});
  store({.assignments = {change_of(read)}});
  expect_conflict({.unchanged = Unchanged{.key = read.key, .version = 0}});
  expect_conflict({.unchanged = Unchanged{.key = read.key, .version = 1}});
}

}  // namespace
}  // namespace curfew::conformance
