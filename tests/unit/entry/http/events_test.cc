// GET /events through the whole API, on real sockets.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <string>

#include "unit/entry/http/support/api_world.h"

namespace curfew::http::test {
namespace {

using namespace std::chrono_literals;
using curfew::test::Fault;

// Somebody who listens.
class Listener {
 public:
  Listener(const ApiWorld& world, std::string_view token, std::string_view headers = {}) : client_(world.port()) {
    client_.send("GET /events HTTP/1.1\r\nHost: c\r\nAuthorization: " + std::string(token) + "\r\n" +
                 std::string(headers) + "\r\n");
    head = client_.read_answer(true);
  }

  // The next event, a line each member; a comment as it is; empty at the end of the stream.
  std::string next() {
    while (!text_.contains("\n\n")) {
      const auto chunk = client_.read_chunk();
      if (!chunk || chunk->empty()) return {};
      text_ += *chunk;
    }
    std::string event = text_.substr(0, text_.find("\n\n") + 1);
    text_.erase(0, event.size() + 1);
    return event;
  }
  // The same, after the retry and the hello.
  std::string hello() {
    EXPECT_EQ(next(), "retry: 3000\n");
    return next();
  }

  Answer head;

 private:
  RawClient client_;
  std::string text_;
};

std::string member(const std::string& event, const std::string& name) {
  const std::size_t at = event.find(name + ": ");
  if (at == std::string::npos) return {};
  const std::size_t begin = at + name.size() + 2;
  return event.substr(begin, event.find('\n', begin) - begin);
}

TEST(EventsTest, AreSaidToBeAStreamThatNobodyKeepsOrBuffers) {
  const ApiWorld world;
  Listener engineer(world, "engineer");
  EXPECT_EQ(engineer.head.status, 200);
  EXPECT_EQ(engineer.head.header("Content-Type"), "text/event-stream");
  EXPECT_EQ(engineer.head.header("Cache-Control"), "no-store");
  EXPECT_EQ(engineer.head.header("X-Accel-Buffering"), "no");
  EXPECT_EQ(engineer.head.header("X-Request-Id").size(), 36U);
  EXPECT_EQ(engineer.hello(), "event: hello\nid: 0\ndata: {}\n");
}

TEST(EventsTest, TellEachCallerWhatGetWouldShowThem) {
  ApiWorld world;
  Listener engineer(world, "engineer");
  Listener manager(world, "manager");
  Listener guest(world, "guest");
  for (Listener* each : {&engineer, &manager, &guest}) each->hello();
  EXPECT_EQ(world.feed_calls(), 3);
  const std::string own = world.ask("engineer", "EmergencyAdmin");
  const std::string others = world.ask("boss", "EmergencyAdmin");
  ASSERT_TRUE(world.tell_changes());
  const std::string event = engineer.next();
  EXPECT_EQ(member(event, "event"), "request");
  EXPECT_EQ(boost::json::parse(member(event, "data")),
            boost::json::parse(world.call("GET", "/requests/" + own, "engineer").body));
  EXPECT_EQ(manager.next(), event);
  EXPECT_TRUE(manager.next().contains(others));
  world.call("POST", "/approvals", "boss", R"({"request_id":")" + own + R"(","action":"DENY","comments":"no"})");
  ASSERT_TRUE(world.tell_changes());
  EXPECT_TRUE(member(engineer.next(), "data").contains(R"("Status":"DENIED")")) << "and of the other nothing at all";
  world.sign_out("guest");
}

TEST(EventsTest, GoOnAfterTheLastOneThatWasHeard) {
  ApiWorld world;
  const std::string first = world.ask("engineer", "EmergencyAdmin");
  std::string seen;
  {
    Listener engineer(world, "engineer");
    seen = member(engineer.hello(), "id");
  }
  const std::string missed = world.ask("engineer", "EmergencyAdmin");
  Listener again(world, "engineer", "Last-Event-ID: " + seen + "\r\n");
  EXPECT_EQ(member(again.hello(), "id"), seen);
  ASSERT_TRUE(world.tell_changes());
  const std::string event = again.next();
  EXPECT_TRUE(event.contains(missed));
  EXPECT_FALSE(event.contains(first));
}

TEST(EventsTest, AnIdThatLeadsNowhereMeansFetchEverythingAgain) {
  ApiWorld world;
  world.ask("engineer", "EmergencyAdmin");
  for (const char* id :
       {"Last-Event-ID: 4711\r\n", "Last-Event-ID: x\r\n", "Last-Event-ID: 1\r\nLast-Event-ID: 1\r\n"}) {
    Listener engineer(world, "engineer", id);
    EXPECT_EQ(engineer.hello(), "event: hello\ndata: {}\n") << id;
    const std::string resync = engineer.next();
    EXPECT_EQ(member(resync, "event"), "resync") << id;
    EXPECT_EQ(member(resync, "data"), "{}");
    EXPECT_NE(member(resync, "id"), "");
  }
  Listener fresh(world, "engineer", "Last-Event-ID:\r\n");
  EXPECT_NE(member(fresh.hello(), "id"), "");
}

TEST(EventsTest, EndWithTheSignIn) {
  ApiWorld world([](ApiSettings&, ServerSettings& transport) { transport.stream_check = 5ms; });
  Listener engineer(world, "engineer");
  engineer.hello();
  EXPECT_EQ(engineer.next(), ":\n") << "a sign of life";
  world.sign_out("engineer");
  std::string last = engineer.next();
  while (last == ":\n") last = engineer.next();
  EXPECT_EQ(last, "");
}

TEST(EventsTest, AreForWhoeverIsSignedInAndTakeNoParameters) {
  ApiWorld world;
  EXPECT_EQ(world.call("GET", "/events").status, 401);
  EXPECT_EQ(world.call("GET", "/events", "forged").status, 401);
  EXPECT_EQ(world.call("GET", "/events?since=3", "engineer").status, 400);
  EXPECT_EQ(world.call("POST", "/events", "engineer", "{}").status, 405);
  EXPECT_EQ(world.call("GET", "/events", "engineer", "{}").status, 400);
  const Answer head = world.call("HEAD", "/events", "engineer");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Type"), "text/event-stream");
  EXPECT_EQ(head.count("Content-Length"), 0U);
}

TEST(EventsTest, OfAnotherOriginAreAllowedToTellWhereTheyWere) {
  ApiWorld world;
  const Answer preflight = world.call("OPTIONS", "/events", "", "", "Origin: https://portal.example.com\r\n");
  EXPECT_EQ(preflight.status, 204);
  EXPECT_TRUE(preflight.header("Access-Control-Allow-Headers").contains("Last-Event-ID"));
  const Listener listener(world, "engineer", "Origin: https://portal.example.com\r\n");
  EXPECT_EQ(listener.head.header("Access-Control-Allow-Origin"), "https://portal.example.com");
}

TEST(EventsTest, HaveSoManyListenersAndNoMore) {
  ApiWorld world({}, {.streams = 3, .streams_of_caller = 2});
  const Listener one(world, "engineer");
  const Listener two(world, "engineer");
  const Listener three(world, "engineer");
  EXPECT_EQ(three.head.status, 429);
  EXPECT_NE(three.head.header("Retry-After"), "");
  const Listener manager(world, "manager");
  EXPECT_EQ(manager.head.status, 200);
  const Listener boss(world, "boss");
  EXPECT_EQ(boss.head.status, 503);
  EXPECT_NE(boss.head.header("Retry-After"), "");
}

TEST(EventsTest, BeginOnlyWhereItIsKnownWhatToTell) {
  ApiWorld world;
  world.gate.arm(1, Fault::kFailsBefore);
  EXPECT_EQ(world.call("GET", "/events", "manager").status, 503);
  EXPECT_EQ(world.metrics.value("curfew_event_streams"), 0);
}

TEST(EventsTest, AreLoggedWhenTheyBegin) {
  ApiWorld world;
  Listener engineer(world, "engineer");
  engineer.hello();
  const auto log = world.access_log();
  ASSERT_EQ(log.size(), 1U);
  EXPECT_EQ(log[0].fields.at("route"), "/events");
  EXPECT_EQ(log[0].fields.at("status"), "200");
}

}  // namespace
}  // namespace curfew::http::test
