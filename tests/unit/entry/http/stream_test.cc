// Answers that are streams, on real sockets.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <future>
#include <latch>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "entry/http/server.h"
#include "unit/entry/http/support/raw_client.h"
#include "unit/entry/http/support/running_server.h"
#include "unit/entry/http/support/scripted_stream.h"

namespace curfew::http::test {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kListen = "GET /stream HTTP/1.1\r\nHost: c\r\n\r\n";
constexpr std::string_view kGet = "GET /hello HTTP/1.1\r\nHost: c\r\n\r\n";

class StreamTest : public testing::Test {
 protected:
  // A server that answers /stream with the script, and everything else with a word.
  RunningServer& serve(const ServerSettings& settings = {}) {
    server_ = std::make_unique<RunningServer>(settings, handler_);
    return *server_;
  }
  static Answer listen(RawClient& client) {
    client.send(kListen);
    return client.read_answer(true);
  }

  Script script_;
  FunctionHandler handler_{[this](const HttpRequest& request) {
    HttpReply answer = reply(200, "hello");
    if (request.path == "/stream") {
      answer.now.body.clear();
      answer.stream = std::make_shared<ScriptedStream>(script_);
    }
    return answer;
  }};
  std::unique_ptr<RunningServer> server_;
};

TEST_F(StreamTest, BeginsAtOnceAndPiecesComeInTheirOrder) {
  RawClient client(serve().port());
  const Answer head = listen(client);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Transfer-Encoding"), "chunked");
  EXPECT_EQ(head.header("Connection"), "close");
  EXPECT_EQ(head.count("Content-Length"), 0U);
  for (const char* piece : {"one", "two", "three and so on"}) {
    script_.say(piece);
    EXPECT_EQ(client.read_chunk(), piece);
  }
  script_.say("the last words");
  script_.end();
  EXPECT_EQ(client.read_chunk(), "the last words");
  EXPECT_EQ(client.read_chunk(), "");
  EXPECT_TRUE(client.closed_by_server());
  EXPECT_TRUE(script_.is_gone());
}

TEST_F(StreamTest, WhatIsMoreThanOnePieceComesWhole) {
  const std::string much(300'000, 'm');
  script_.say(much);
  script_.end();
  RawClient client(serve().port());
  listen(client);
  EXPECT_EQ(client.read_chunk(), much);
  EXPECT_EQ(client.read_chunk(), "");
}

TEST_F(StreamTest, Http10GetsTheBytesAsTheyAreUntilTheClose) {
  script_.say("a");
  RawClient client(serve().port());
  client.send("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  const Answer head = client.read_answer(true);
  EXPECT_EQ(head.count("Transfer-Encoding") + head.count("Content-Length"), 0U);
  script_.say("b");
  script_.end();
  EXPECT_EQ(client.read_rest(), "ab");
}

TEST_F(StreamTest, HeadGetsTheHeadAloneAndKeepsTheConnection) {
  RawClient client(serve().port());
  client.send("HEAD /stream HTTP/1.1\r\nHost: c\r\n\r\n");
  const Answer head = client.read_answer(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Transfer-Encoding"), "chunked");
  EXPECT_TRUE(script_.is_gone());
  client.send(kGet);
  EXPECT_EQ(client.read_answer().body, "hello");
}

TEST_F(StreamTest, NoWorkerIsHeldWhileAStreamIsOpen) {
  RunningServer& server = serve({.workers = 1});
  RawClient client(server.port());
  listen(client);
  EXPECT_EQ(exchange(server.port(), kGet).body, "hello");
  script_.say("still there");
  EXPECT_EQ(client.read_chunk(), "still there");
}

TEST_F(StreamTest, IsCheckedAgainAndAgainAndEndsWhenItMayNotGoOn) {
  std::atomic<int> checks{0};
  script_.on_check = [&] {
    if (++checks < 3) return script_.say("alive");
    script_.end();
  };
  RawClient client(serve({.stream_check = 5ms}).port());
  listen(client);
  EXPECT_EQ(client.read_chunk(), "alive");
  EXPECT_EQ(client.read_chunk(), "alive");
  EXPECT_EQ(client.read_chunk(), "");
  EXPECT_TRUE(client.closed_by_server());
  EXPECT_EQ(checks, 3);
}

// Of three checks that do not come back, one has the only worker, one waits in the queue, and one finds that full.
TEST_F(StreamTest, EndsWhenItCannotBeChecked) {
  std::atomic<bool> busy{false};
  std::latch leave(1);
  std::array<Script, 3> scripts;
  for (Script& script : scripts)
    script.on_check = [&] {
      if (busy) leave.wait();
    };
  std::atomic<std::size_t> next{0};
  FunctionHandler handler([&](const HttpRequest&) {
    return HttpReply{.now = {.status = 200, .headers = {}, .body = {}},
                     .stream = std::make_shared<ScriptedStream>(scripts.at(next++))};
  });
  RunningServer server({.workers = 1, .queue_limit = 1, .stream_check = 5ms}, handler);
  std::array<std::unique_ptr<RawClient>, 3> clients;
  std::vector<std::future<std::optional<std::string>>> ends;
  for (auto& client : clients) {
    client = std::make_unique<RawClient>(server.port());
    while (listen(*client).status != 200) client = std::make_unique<RawClient>(server.port());  // the queue was full
  }
  busy = true;
  for (auto& client : clients) ends.push_back(std::async(std::launch::async, [&] { return client->read_chunk(); }));
  const auto has_ended = [](auto& end) { return end.wait_for(1ms) == std::future_status::ready; };
  while (std::ranges::none_of(ends, has_ended)) {
  }
  const auto ended = std::ranges::find_if(ends, has_ended);
  EXPECT_EQ(ended->get(), "");
  leave.count_down();
  for (Script& script : scripts) script.end();
}

TEST_F(StreamTest, AClientThatLeavesEndsIt) {
  RunningServer& server = serve();
  {
    RawClient client(server.port());
    listen(client);
  }
  EXPECT_TRUE(script_.is_gone());
  script_.say("to nobody");
  EXPECT_EQ(exchange(server.port(), kGet).body, "hello");
}

TEST_F(StreamTest, AClientThatEndsItsSideEndsIt) {
  RawClient client(serve().port());
  listen(client);
  client.finish_sending();
  EXPECT_TRUE(script_.is_gone());
}

TEST_F(StreamTest, WhatTheClientSendsMeanwhileIsThrownAway) {
  RawClient client(serve().port());
  client.send(std::string(kListen) + std::string(kGet));
  EXPECT_EQ(client.read_answer(true).status, 200);
  client.send(kGet);
  client.send("no HTTP at all \r\n\r\n");
  script_.say("one");
  EXPECT_EQ(client.read_chunk(), "one");
  script_.end();
  EXPECT_EQ(client.read_chunk(), "");
  EXPECT_TRUE(client.closed_by_server());
}

TEST_F(StreamTest, AClientThatSendsWithoutEndIsCutOff) {
  RawClient client(serve().port());
  listen(client);
  client.send(std::string(100'000, 'x'));
  EXPECT_TRUE(script_.is_gone());
}

TEST_F(StreamTest, AClientThatDoesNotReadIsCutOff) {
  script_.endless = true;
  RawClient client(serve({.send_timeout = 60ms}).port());
  listen(client);
  EXPECT_TRUE(script_.is_gone());
}

TEST_F(StreamTest, TheSendTimeoutIsOfAPieceAndNotOfTheStream) {
  std::atomic<int> checks{0};
  script_.on_check = [&] { ++checks; };
  RawClient client(serve({.send_timeout = 20ms, .stream_check = 50ms}).port());
  listen(client);
  while (checks < 3) std::this_thread::yield();
  script_.say("still there");
  EXPECT_EQ(client.read_chunk(), "still there");
}

TEST_F(StreamTest, AStopEndsItAtOnceAndInGoodOrder) {
  RunningServer& server = serve({.drain_timeout = 1h});
  RawClient client(server.port());
  listen(client);
  script_.say("one");
  EXPECT_EQ(client.read_chunk(), "one");
  server.server().stop();
  EXPECT_EQ(client.read_chunk(), "");
  EXPECT_TRUE(client.closed_by_server());
  server.join();
}

TEST_F(StreamTest, AStopDoesNotWaitForAClientThatDoesNotRead) {
  script_.endless = true;
  RunningServer& server = serve({.send_timeout = 1h, .drain_timeout = 1h});
  RawClient client(server.port());
  listen(client);
  server.server().stop();
  server.join();
  EXPECT_TRUE(script_.is_gone());
}

}  // namespace
}  // namespace curfew::http::test
