// What a ledger keeps, and how it reads back.

#include <string>
#include <vector>

#include "conformance/sample_records.h"
#include "conformance/store_world.h"

namespace curfew::conformance {
namespace {

using namespace std::string_literals;

constexpr RequestId kNobody{};

// A step that writes one of everything.
Step step_of_everything() {
  const Request request = full_request(request_id(1));
  const std::string chain = "request/" + request.id.str();
  const AuditEvent first = event_in(chain);
  return {.requests = {creation_of(request)},
          .assignments = {creation_of(full_assignment(request.access))},
          .events = {first, event_in(chain, 1, first.hash, "and more")},
          .owed = {drive_work(request.access, kStart, kGrantPriority, true),
                   letter_work(request.id, LetterKind::kAccessGranted, "ada@example.com", kStart)},
          .binding = Binding{.subject = request.subject, .user_id = request.access.user_id},
          .idempotency = IdempotencyRecord{.key = "key",
                                           .body_hash = "body",
                                           .request_id = request.id,
                                           .expires_at = kStart + std::chrono::hours(24),
                                           .stored_at = kStart}};
}

TEST_P(LedgerConformance, IsEmptyAtFirst) {
  EXPECT_EQ(value_of(ledger().request(request_id(1))), std::nullopt);
  EXPECT_EQ(value_of(ledger().assignment(assignment_key("ada"))), std::nullopt);
  EXPECT_EQ(value_of(ledger().binding_of(Subject("ada"))), std::nullopt);
  EXPECT_EQ(value_of(ledger().binding_of(UserId("ada"))), std::nullopt);
  EXPECT_EQ(value_of(ledger().idempotency("key")), std::nullopt);
  EXPECT_TRUE(value_of(ledger().events("users", 0, 10)).empty());
  EXPECT_EQ(value_of(ledger().last_event("users")), std::nullopt);
  EXPECT_FALSE(value_of(ledger().has_event(event_in("users"))));
  EXPECT_EQ(value_of(ledger().request(kNobody)), std::nullopt);
}

TEST_P(LedgerConformance, EverythingReadsBackEqualAlsoAfterARestart) {
  const Step step = step_of_everything();
  store(step);
  for (int round = 0; round < 2; ++round) {
    const Request& request = step.requests[0].record;
    EXPECT_EQ(value_of(ledger().request(request.id)), request);
    EXPECT_EQ(value_of(ledger().assignment(request.access)), step.assignments[0].record);
    EXPECT_EQ(value_of(ledger().binding_of(request.subject)), step.binding);
    EXPECT_EQ(value_of(ledger().binding_of(request.access.user_id)), step.binding);
    EXPECT_EQ(value_of(ledger().idempotency("key")), step.idempotency);
    EXPECT_EQ(value_of(ledger().events(step.events[0].chain, 0, 10)), step.events);
    for (const AuditEvent& event : step.events) EXPECT_TRUE(value_of(ledger().has_event(event)));
    for (const OwedWork& work : step.owed) EXPECT_EQ(value_of(queue().work(work.id)), work);
    world_->restart();
  }
}

TEST_P(LedgerConformance, ChangesReplaceTheRecord) {
  Request request = full_request(request_id(1));
  store({.requests = {creation_of(request)}});
  for (int version = 2; version < 6; ++version) {
    request.failure = std::string(static_cast<std::size_t>(version * 100), 'x');
    const auto change = change_of(request);
    store({.requests = {change}});
    request = change.record;
    EXPECT_EQ(value_of(ledger().request(request.id)), request);
  }
}

TEST_P(LedgerConformance, RecordsWithAndWithoutOptionalPartsReadBackEqual) {
  const Request pending = pending_request(request_id(1));
  const Assignment absent = absent_assignment(pending.access);
  store({.requests = {creation_of(pending)}, .assignments = {creation_of(absent)}});
  EXPECT_EQ(value_of(ledger().request(pending.id)), pending);
  EXPECT_EQ(value_of(ledger().assignment(pending.access)), absent);
}

TEST_P(LedgerConformance, AnEmptyStepIsCommitted) { EXPECT_EQ(commit({}), CommitOutcome::kCommitted); }

TEST_P(LedgerConformance, TextsSurviveByteForByte) {
  const std::vector<std::string> texts{std::string(4096, 'r'),
                                       [] {
                                         std::string s;
                                         for (int i = 0; i < 4096; ++i) s += "é";
                                         return s;
                                       }(),
                                       "before\0after"s,
                                       "\0"s,
                                       "line\nbreak\ttab \"quotes\" \\ ' ; -- $(id) %s {{x}}",
                                       "承認 🔑 \u202Eright to left",
                                       "e\u0301 is not é",
                                       "\xEF\xBB\xBF starts with a mark",
                                       " spaces around ",
                                       "null",
                                       "{\"a\":1}"};
  std::int64_t number = 0;
  for (const std::string& text : texts) {
    Request request = pending_request(request_id(++number));
    request.reason = text;
    const AuditEvent event = event_in("request/" + request.id.str(), 0, "", text);
    store({.requests = {creation_of(request)}, .events = {event}});
    EXPECT_EQ(value_of(ledger().request(request.id)), request);
    EXPECT_EQ(value_of(ledger().last_event(event.chain)), event);
  }
}

TEST_P(LedgerConformance, AUserAgentThatIsNoUtf8KeepsItsBytesAndItsHash) {
  AuditEvent event = event_in("users");
  event.actor.origin.user_agent = "browser \xC3";  // cut in the middle of a character
  event = chained(event, 0, "");
  store({.events = {event}});
  const auto stored = value_of(ledger().last_event("users"));
  ASSERT_TRUE(stored.has_value());
  EXPECT_EQ(*stored, event);
  EXPECT_EQ(hash_of(*stored), event.hash);
}

TEST_P(LedgerConformance, IdentifiersAreComparedByteByByte) {
  const std::vector<std::string> users{"ada",      "Ada",       "ada ", " ada", "ada\0"s,
                                       "ad\u00E1", "ada\u0301", "ADA",  "%",    "_"};
  for (const std::string& user : users) {
    const RequestId id("request" + user);
    store({.requests = {creation_of(pending_request(id, user))},
           .assignments = {creation_of(absent_assignment(assignment_key(user)))},
           .events = {event_in("request/" + user)},
           .owed = {lapse_work(id, kStart)},
           .binding = Binding{.subject = Subject(user), .user_id = UserId(user)},
           .idempotency = IdempotencyRecord{.key = user, .body_hash = user, .request_id = id, .expires_at = kStart}});
  }
  for (const std::string& user : users) {
    const RequestId id("request" + user);
    EXPECT_EQ(value_of(ledger().request(id)), pending_request(id, user));
    EXPECT_EQ(value_of(ledger().assignment(assignment_key(user))), absent_assignment(assignment_key(user)));
    EXPECT_EQ(value_of(ledger().events("request/" + user, 0, 10)).size(), 1U);
    EXPECT_EQ(value_of(ledger().binding_of(Subject(user)))->user_id.str(), user);
    EXPECT_EQ(value_of(ledger().idempotency(user))->body_hash, user);
    EXPECT_EQ(value_of(queue().work("lapse/request" + user)), lapse_work(id, kStart));
  }
}

TEST_P(LedgerConformance, EventsOfAChainArePagedInOrder) {
  std::vector<AuditEvent> chain;
  for (int i = 0; i < 25; ++i) {
    chain.push_back(event_in("users", i, i == 0 ? "" : chain.back().hash, std::to_string(i)));
    store({.events = {chain.back(), event_in("other/" + std::to_string(i))}});
  }
  std::vector<AuditEvent> read;
  while (true) {
    const auto page = value_of(ledger().events("users", static_cast<std::int64_t>(read.size()), 10));
    if (page.empty()) break;
    EXPECT_LE(page.size(), 10U);
    read.insert(read.end(), page.begin(), page.end());
  }
  EXPECT_EQ(read, chain);
  EXPECT_EQ(value_of(ledger().last_event("users")), chain.back());
}

TEST_P(LedgerConformance, OwingWorkAgainReplacesIt) {
  OwedWork work = drive_work(assignment_key("ada"), kStart, kGrantPriority, false);
  store({.owed = {work}});
  work.due = kStart + std::chrono::minutes(1);
  work.priority = kRevokePriority;
  work.in_flight = true;
  work.attempts = 3;
  work.last_error = "ThrottlingException";
  store({.owed = {work}});
  EXPECT_EQ(value_of(queue().work(work.id)), work);
  EXPECT_EQ(value_of(queue().in_lane(work.lane, work.due)), std::vector{work});
}

TEST_P(LedgerConformance, SettledWorkIsGoneAndUnknownWorkIsNoTrouble) {
  const OwedWork work = lapse_work(request_id(1), kStart);
  store({.owed = {work}});
  store({.settled = {work.id, "lapse/unknown"}});
  EXPECT_EQ(value_of(queue().work(work.id)), std::nullopt);
}

TEST_P(LedgerConformance, WorkSettledAndOwedInOneStepIsOwed) {
  OwedWork work = lapse_work(request_id(1), kStart);
  store({.owed = {work}});
  work.attempts = 1;
  store({.owed = {work}, .settled = {work.id}});
  EXPECT_EQ(value_of(queue().work(work.id)), work);
}

TEST_P(LedgerConformance, ADamagedRecordIsToldAboutAndTouchesNoOther) {
  const Request good = pending_request(request_id(1), "ada");
  const Request bad = pending_request(request_id(2), "bob");
  store({.requests = {creation_of(good), creation_of(bad)},
         .assignments = {creation_of(absent_assignment(good.access)), creation_of(absent_assignment(bad.access))}});
  world_->damage(bad.id);
  world_->damage(bad.access);
  const auto request = ledger().request(bad.id);
  ASSERT_EQ(error_of(request), ErrorCode::kDamaged);
  EXPECT_NE(request.error().public_text.find("audit verify"), std::string::npos) << "says what to do";
  EXPECT_NE(request.error().log_text.find(bad.id.str()), std::string::npos) << "says which record it is";
  EXPECT_EQ(error_of(ledger().assignment(bad.access)), ErrorCode::kDamaged);
  EXPECT_EQ(value_of(ledger().request(good.id)), good);
  EXPECT_EQ(value_of(ledger().assignment(good.access)), absent_assignment(good.access));
}

TEST_P(LedgerConformance, ADamagedEventIsToldAboutAndItsChainCanGoOn) {
  const AuditEvent first = event_in("users");
  store({.events = {first}});
  world_->damage_event(first.hash);
  EXPECT_EQ(error_of(ledger().events("users", 0, 10)), ErrorCode::kDamaged);
  EXPECT_EQ(error_of(ledger().last_event("users")), ErrorCode::kDamaged);
  const AuditEvent second = event_in("users", 1, first.hash);
  store({.events = {second}});
  EXPECT_EQ(value_of(ledger().events("users", 1, 10)), std::vector{second});
}

}  // namespace
}  // namespace curfew::conformance
