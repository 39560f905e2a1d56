#include "entry/http/event_hub.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "support/fake_clock.h"
#include "support/recording_telemetry.h"
#include "support/scenes.h"

namespace curfew::http::test {
namespace {

const std::string kAlive = ":\n\n";

// Verifies every token as this identity, for as long as there is one.
class OneIdentity final : public TokenVerifier {
 public:
  [[nodiscard]] Result<Identity> verify(const Secret&, Instant) override {
    if (identity) return *identity;
    return fail(ErrorCode::kUnauthenticated, "Sign in again.");
  }
  std::optional<Identity> identity;
};

class EventHubTest : public testing::Test {
 protected:
  using Stream = std::shared_ptr<EventStream>;

  static Identity person(const std::string& name, bool manager = false) {
    return {.subject = Subject(name), .email = name + "@example.com", .is_engineer = !manager, .is_manager = manager};
  }
  static ChangedRequest change(std::int64_t position, const std::string& owner, const std::string& reason = "r") {
    Request request{.id = RequestId("request-" + std::to_string(position)), .subject = Subject(owner)};
    request.reason = reason;
    return {.position = position, .request = std::move(request)};
  }
  // Somebody who listens from `position` on, and has heard the hello.
  Stream listener(const Identity& identity, std::int64_t position) {
    Stream stream = hub_.open(identity, Secret("token")).value();
    hub_.begin(*stream, {.identity = identity}, {.position = position});
    EXPECT_EQ(heard(stream), "retry: 3000\n\nevent: hello\nid: " + std::to_string(position) + "\ndata: {}\n\n");
    return stream;
  }
  static std::string heard(const Stream& stream) {
    std::string all;
    for (std::string some = stream->take().bytes; !some.empty(); some = stream->take().bytes) all += some;
    return all;
  }
  // The ids of what was told.
  static std::vector<std::string> ids_in(const std::string& text) {
    std::vector<std::string> ids;
    for (std::size_t at = text.find("id: "); at != std::string::npos; at = text.find("id: ", at + 1)) {
      ids.push_back(text.substr(at + 4, text.find('\n', at) - at - 4));
    }
    return ids;
  }

  using Ids = std::vector<std::string>;
  curfew::test::FakeClock clock_;
  curfew::test::RecordingMetrics metrics_;
  OneIdentity tokens_;
  int calls_ = 0;
  EventHub hub_{{.streams = 3, .streams_of_caller = 2}, tokens_, clock_, metrics_, [this] { ++calls_; }};
};

TEST_F(EventHubTest, EachListenerHearsWhatIsTheirsToSeeInOrder) {
  const Stream ada = listener(person("ada"), 10);
  const Stream mia = listener(person("mia", true), 10);
  EXPECT_EQ(calls_, 2);
  hub_.tell({.from = 10, .reached = 13, .requests = {change(11, "ada"), change(12, "ben")}});
  EXPECT_EQ(ids_in(heard(ada)), Ids({"11"}));
  EXPECT_EQ(ids_in(heard(mia)), Ids({"11", "12"}));
  EXPECT_EQ(heard(mia), "");
}

TEST_F(EventHubTest, AChangeIsTheRecordOnOneLine) {
  const Stream ada = listener(person("ada"), 0);
  hub_.tell({.from = 0, .reached = 7, .requests = {change(7, "ada", "two\nlines")}});
  const std::string text = heard(ada);
  EXPECT_TRUE(text.starts_with("id: 7\nevent: request\ndata: {")) << text;
  EXPECT_TRUE(text.ends_with("}\n\n")) << text;
  EXPECT_EQ(std::ranges::count(text, '\n'), 4) << text;
  EXPECT_TRUE(text.contains(R"("Reason":"two\nlines")")) << text;
}

TEST_F(EventHubTest, NobodyHearsTwiceAndNobodyMissesWhatLiesBetween) {
  const Stream behind = listener(person("mia", true), 5);
  const Stream ahead = listener(person("max", true), 8);
  const auto positions = hub_.positions();
  ASSERT_TRUE(positions);
  EXPECT_EQ(positions->least, 5);
  EXPECT_EQ(positions->greatest, 8);
  hub_.tell({.from = 5, .reached = 9, .requests = {change(6, "x"), change(9, "x")}});
  EXPECT_EQ(ids_in(heard(behind)), Ids({"6", "9"}));
  EXPECT_EQ(ids_in(heard(ahead)), Ids({"9"}));
  hub_.tell({.from = 5, .reached = 9, .requests = {change(6, "x"), change(9, "x")}});
  hub_.tell({.from = 10, .reached = 12, .requests = {change(12, "x")}});  // what follows 9 would be left out
  EXPECT_EQ(heard(behind) + heard(ahead), "");
  EXPECT_EQ(hub_.positions()->least, 9);
}

TEST_F(EventHubTest, WhoeverHasNotBegunOrHasEndedIsNotWaitedFor) {
  tokens_.identity.reset();
  const Stream not_begun = hub_.open(person("ada"), Secret("token")).value();
  EXPECT_FALSE(hub_.positions());
  const Stream ended = listener(person("ada"), 3);
  EXPECT_TRUE(hub_.positions());
  ended->check();
  EXPECT_FALSE(hub_.positions());
}

TEST_F(EventHubTest, WhoeverMissedSomethingIsToldSoAndKeepsTheirIdUntilThen) {
  const Stream ada = hub_.open(person("ada"), Secret("token")).value();
  hub_.begin(*ada, {.identity = person("ada")}, {.position = 20, .missed = true});
  EXPECT_EQ(heard(ada), "retry: 3000\n\nevent: hello\ndata: {}\n\nid: 20\nevent: resync\ndata: {}\n\n");
}

TEST_F(EventHubTest, WhatWaitsForASlowListenerIsBounded) {
  const Stream slow = listener(person("ada"), 0);
  const std::string much(10'000, 'x');
  for (std::int64_t position = 1; position <= 1000; ++position) {
    hub_.tell({.from = position - 1, .reached = position, .requests = {change(position, "ada", much)}});
  }
  const std::string text = heard(slow);
  EXPECT_LT(text.size(), std::size_t{300} * 1024);
  EXPECT_TRUE(text.contains("event: resync\ndata: {}\n\n")) << "to fetch what is not told any more";
  EXPECT_LT(text.rfind("event: resync"), text.find("event: request")) << "what it stands for came before it";
  EXPECT_EQ(ids_in(text).back(), "1000");
}

TEST_F(EventHubTest, AListenerWhoIsSlowFromTheBeginningStillHearsTheHelloFirst) {
  const Stream slow = hub_.open(person("ada"), Secret("token")).value();
  hub_.begin(*slow, {.identity = person("ada")}, {.position = 0});
  hub_.tell({.from = 0, .reached = 1, .requests = {change(1, "ada", std::string(300 * 1024, 'x'))}});
  EXPECT_EQ(heard(slow), "retry: 3000\n\nevent: hello\nid: 0\ndata: {}\n\nid: 1\nevent: resync\ndata: {}\n\n");
}

TEST_F(EventHubTest, ACheckIsASignOfLifeAndMovesTheIdPastWhatHappenedToOthers) {
  tokens_.identity = person("ada");
  const Stream ada = listener(person("ada"), 4);
  ada->check();
  EXPECT_EQ(heard(ada), kAlive);
  hub_.tell({.from = 4, .reached = 9, .requests = {change(9, "ben")}});
  EXPECT_EQ(heard(ada), "");
  ada->check();
  EXPECT_EQ(heard(ada), ":\nid: 9\n\n") << "no data: no event";
  ada->check();
  EXPECT_EQ(heard(ada), kAlive);
}

TEST_F(EventHubTest, WithTheTokenTheStreamEndsAndNothingMoreIsTold) {
  tokens_.identity = person("ada");
  const Stream ada = listener(person("ada"), 0);
  ada->check();
  EXPECT_FALSE(ada->take().last);
  hub_.tell({.from = 0, .reached = 1, .requests = {change(1, "ada")}});
  tokens_.identity.reset();
  ada->check();
  hub_.tell({.from = 1, .reached = 2, .requests = {change(2, "ada")}});
  const auto piece = ada->take();
  EXPECT_TRUE(piece.last);
  EXPECT_EQ(piece.bytes, "");
}

TEST_F(EventHubTest, WithARightThatIsLostOrGainedTheStreamEnds) {
  const Identity manager = person("mia", true);
  for (const bool lost : {true, false}) {
    const Stream mia = listener(lost ? manager : person("mia"), 0);
    tokens_.identity = lost ? person("mia") : manager;
    mia->check();
    EXPECT_TRUE(mia->take().last);
  }
}

TEST_F(EventHubTest, OneCallerDoesNotTakeAllPlacesAndAllTogetherHaveAnEnd) {
  const Stream first = listener(person("ada"), 0);
  Stream second = listener(person("ada"), 0);
  const auto third = hub_.open(person("ada"), Secret("token"));
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().code, ErrorCode::kTooManyRequests);
  EXPECT_GT(third.error().retry_after_seconds, 0);
  const Stream other = listener(person("ben"), 0);
  EXPECT_EQ(metrics_.value("curfew_event_streams"), 3);
  const auto too_many = hub_.open(person("mia", true), Secret("token"));
  ASSERT_FALSE(too_many);
  EXPECT_EQ(too_many.error().code, ErrorCode::kUnavailable);
  second.reset();
  EXPECT_EQ(metrics_.value("curfew_event_streams"), 2);
  EXPECT_TRUE(hub_.open(person("ada"), Secret("token")));
}

TEST_F(EventHubTest, TheTransportIsWokenForWhateverItCanTake) {
  tokens_.identity = person("ada");
  const Stream ada = hub_.open(person("ada"), Secret("token")).value();
  int wakes = 0;
  ada->on_more([&] { ++wakes; });
  hub_.begin(*ada, {.identity = person("ada")}, {.position = 0});
  EXPECT_EQ(wakes, 1);
  hub_.tell({.from = 0, .reached = 1, .requests = {change(1, "ada")}});
  EXPECT_EQ(wakes, 2);
  ada->on_more({});
  hub_.tell({.from = 1, .reached = 2, .requests = {change(2, "ada")}});
  EXPECT_EQ(wakes, 2);
}

}  // namespace
}  // namespace curfew::http::test
