#include "entry/http/server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <latch>
#include <string>

#include "unit/entry/http/support/raw_client.h"
#include "unit/entry/http/support/running_server.h"

namespace curfew::http::test {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kGet = "GET /hello HTTP/1.1\r\nHost: curfew\r\n\r\n";

// Says back what it understood.
HttpReply echo(const HttpRequest& request) {
  return reply(200, request.method + " " + request.path + "?" + request.query + " " + request.body);
}

TEST(ServerTest, AnswersAndKeepsTheConnectionForTheNextRequest) {
  FunctionHandler handler(echo);
  RunningServer server({}, handler);
  RawClient client(server.port());
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(client.send(kGet));
    const Answer answer = client.read_answer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "GET /hello? ");
    EXPECT_EQ(answer.header("Connection"), "");
    EXPECT_EQ(answer.header("Date"), "Sat, 06 Dec 2025 14:30:00 GMT");
  }
}

TEST(ServerTest, PipelinedRequestsAreAnsweredInTheirOrder) {
  FunctionHandler handler(echo);
  RunningServer server({}, handler);
  RawClient client(server.port());
  client.send(
      "GET /1?a=b HTTP/1.1\r\nHost: c\r\n\r\n"
      "POST /2 HTTP/1.1\r\nHost: c\r\nContent-Length: 3\r\n\r\nabc"
      "POST /3 HTTP/1.1\r\nHost: c\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nde\r\n1;x=y\r\nf\r\n0\r\n\r\n"
      "\r\nGET /4 HTTP/1.1\r\nHost: c\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(client.read_answer().body, "GET /1?a=b ");
  EXPECT_EQ(client.read_answer().body, "POST /2? abc");
  EXPECT_EQ(client.read_answer().body, "POST /3? def");
  const Answer last = client.read_answer();
  EXPECT_EQ(last.body, "GET /4? ");
  EXPECT_EQ(last.header("Connection"), "close");
  EXPECT_TRUE(client.closed_by_server());
}

TEST(ServerTest, HeadTellsTheLengthAndSendsNoBody) {
  FunctionHandler handler(echo);
  RunningServer server({}, handler);
  RawClient client(server.port());
  client.send("HEAD /h HTTP/1.1\r\nHost: c\r\n\r\n");
  EXPECT_EQ(client.read_answer(true).header("Content-Length"), "9");
  client.send(kGet);
  EXPECT_EQ(client.read_answer().body, "GET /hello? ");
}

TEST(ServerTest, Http10IsClosedUnlessItAsksOtherwise) {
  FunctionHandler handler(echo);
  RunningServer server({}, handler);
  RawClient client(server.port());
  client.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(client.read_answer().status, 200);
  client.send("GET /b HTTP/1.0\r\n\r\n");
  EXPECT_EQ(client.read_answer().status, 200);
  EXPECT_TRUE(client.closed_by_server());
}

TEST(ServerTest, ABodyIsAskedForWhenTheClientWaitsForThat) {
  FunctionHandler handler(echo);
  RunningServer server({}, handler);
  RawClient client(server.port());
  client.send("POST /x HTTP/1.1\r\nHost: c\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_answer(true).status, 100);
  client.send("ok");
  EXPECT_EQ(client.read_answer().body, "POST /x? ok");
}

TEST(ServerTest, ABodyThatIsTooLargeIsRefusedBeforeItIsAskedFor) {
  FunctionHandler handler(echo);
  RunningServer server({.body_bytes = 10}, handler);
  RawClient client(server.port());
  client.send("POST /x HTTP/1.1\r\nHost: c\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_answer().status, 413);
  EXPECT_TRUE(client.closed_by_server());
}

TEST(ServerTest, TheBodyLimitIsExact) {
  FunctionHandler handler(echo);
  RunningServer server({.body_bytes = 10}, handler);
  const std::string head = "POST / HTTP/1.1\r\nHost: c\r\n";
  EXPECT_EQ(exchange(server.port(), head + "Content-Length: 10\r\n\r\n0123456789").status, 200);
  EXPECT_EQ(exchange(server.port(), head + "Content-Length: 11\r\n\r\n01234567890").status, 413);
  EXPECT_EQ(
      exchange(server.port(), head + "Transfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n4\r\n6789\r\n0\r\n\r\n").status,
      200);
  EXPECT_EQ(
      exchange(server.port(), head + "Transfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n5\r\n67890\r\n0\r\n\r\n").status,
      413);
}

TEST(ServerTest, ARefusedClientGetsItsAnswerEvenWhileItStillSends) {
  FunctionHandler handler(echo);
  RunningServer server({}, handler);
  RawClient client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: c\r\nContent-Length: 500000\r\n\r\n" + std::string(500'000, 'x'));
  EXPECT_EQ(client.read_answer().status, 413);
}

TEST(ServerTest, ASlowHeadIsTimedOut) {
  FunctionHandler handler(echo);
  RunningServer server({.receive_timeout = milliseconds(60)}, handler);
  RawClient client(server.port());
  client.send("GET / HTTP/1.1\r\nHo");
  EXPECT_EQ(client.read_answer().status, 408);
  EXPECT_TRUE(client.closed_by_server());
}

TEST(ServerTest, ASlowBodyIsTimedOut) {
  FunctionHandler handler(echo);
  RunningServer server({.receive_timeout = milliseconds(60)}, handler);
  RawClient client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: c\r\nContent-Length: 5\r\n\r\nab");
  EXPECT_EQ(client.read_answer().status, 408);
}

TEST(ServerTest, AnIdleConnectionIsClosedWithoutAWord) {
  FunctionHandler handler(echo);
  RunningServer server({.idle_timeout = milliseconds(60)}, handler);
  RawClient client(server.port());
  client.send(kGet);
  EXPECT_EQ(client.read_answer().status, 200);
  EXPECT_TRUE(client.closed_by_server());
}

TEST(ServerTest, AClientThatLeavesInTheMiddleOfARequestIsNotAnswered) {
  std::atomic<int> calls{0};
  FunctionHandler handler([&](const HttpRequest&) {
    ++calls;
    return reply(200, "");
  });
  RunningServer server({}, handler);
  RawClient client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: c\r\nContent-Length: 5\r\n\r\nab");
  client.finish_sending();
  EXPECT_TRUE(client.closed_by_server());
  EXPECT_EQ(calls, 0);
}

TEST(ServerTest, ConnectionsOverTheLimitAreTurnedAwayWithAWord) {
  FunctionHandler handler(echo);
  RunningServer server({.max_connections = 1}, handler);
  RawClient first(server.port());
  first.send(kGet);
  ASSERT_EQ(first.read_answer().status, 200);
  RawClient second(server.port());
  EXPECT_EQ(second.read_answer().status, 503);
  EXPECT_EQ(server.metrics().value("curfew_http_connections_refused_total"), 1);
  first.send(kGet);
  EXPECT_EQ(first.read_answer().status, 200);
}

TEST(ServerTest, AFullQueueIsAnswered503WhileTheWorkerIsBusy) {
  std::latch entered(1);
  std::latch leave(1);
  FunctionHandler handler([&](const HttpRequest& request) {
    if (request.path == "/slow") {
      entered.count_down();
      leave.wait();
    }
    return reply(200, request.path);
  });
  RunningServer server({.workers = 1, .queue_limit = 1}, handler);
  RawClient busy(server.port());
  busy.send("GET /slow HTTP/1.1\r\nHost: c\r\n\r\n");
  entered.wait();
  // One of these waits in the queue, and the other finds it full; which is which depends on who was read first.
  RawClient one(server.port());
  RawClient two(server.port());
  one.send(kGet);
  two.send(kGet);
  std::future<Answer> of_one = std::async(std::launch::async, [&] { return one.read_answer(); });
  std::future<Answer> of_two = std::async(std::launch::async, [&] { return two.read_answer(); });
  while (of_one.wait_for(milliseconds(1)) != std::future_status::ready &&
         of_two.wait_for(milliseconds(1)) != std::future_status::ready) {
  }
  leave.count_down();
  EXPECT_EQ(of_one.get().status + of_two.get().status, 200 + 503);
  EXPECT_EQ(busy.read_answer().body, "/slow");
}

TEST(ServerTest, ABetterAnswerIsSentWhenItComesInTime) {
  std::atomic<int> polls{0};
  FunctionHandler handler([&](const HttpRequest&) {
    HttpReply waiting = reply(202, "working");
    waiting.wait = std::chrono::seconds(10);
    waiting.better = [&]() -> std::optional<HttpResponse> {
      if (++polls < 3) return std::nullopt;
      return HttpResponse{.status = 200, .headers = {}, .body = "done"};
    };
    return waiting;
  });
  RunningServer server({}, handler);
  const Answer answer = exchange(server.port(), kGet);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "done");
  EXPECT_EQ(polls, 3);
}

TEST(ServerTest, WithoutABetterAnswerInTimeTheFirstIsSent) {
  FunctionHandler handler([](const HttpRequest&) {
    HttpReply waiting = reply(202, "working");
    waiting.wait = milliseconds(60);
    waiting.better = [] { return std::optional<HttpResponse>{}; };
    return waiting;
  });
  RunningServer server({}, handler);
  EXPECT_EQ(exchange(server.port(), kGet).status, 202);
}

TEST(ServerTest, WaitingForABetterAnswerHoldsNoThread) {
  std::atomic<bool> good{false};
  FunctionHandler handler([&](const HttpRequest& request) {
    if (request.path != "/wait") {
      good = true;
      return reply(200, "quick");
    }
    HttpReply waiting = reply(202, "working");
    waiting.wait = std::chrono::seconds(10);
    waiting.better = [&]() -> std::optional<HttpResponse> {
      if (!good) return std::nullopt;
      return HttpResponse{.status = 200, .headers = {}, .body = "done"};
    };
    return waiting;
  });
  RunningServer server({.workers = 1}, handler);
  RawClient waiting(server.port());
  waiting.send("GET /wait HTTP/1.1\r\nHost: c\r\n\r\n");
  EXPECT_EQ(exchange(server.port(), kGet).body, "quick");
  EXPECT_EQ(waiting.read_answer().body, "done");
}

TEST(ServerTest, WhatRunsIsAnsweredBeforeAStop) {
  std::latch entered(1);
  std::latch leave(1);
  FunctionHandler handler([&](const HttpRequest&) {
    entered.count_down();
    leave.wait();
    return reply(200, "finished");
  });
  RunningServer server({}, handler);
  RawClient idle(server.port());
  RawClient client(server.port());
  client.send(kGet);
  entered.wait();
  server.server().stop();
  EXPECT_TRUE(idle.closed_by_server());
  leave.count_down();
  const Answer answer = client.read_answer();
  EXPECT_EQ(answer.body, "finished");
  EXPECT_EQ(answer.header("Connection"), "close");
  server.join();
}

TEST(ServerTest, AStopEndsTheWaitForABetterAnswer) {
  std::latch polled(1);
  std::atomic<bool> once{false};
  FunctionHandler handler([&](const HttpRequest&) {
    HttpReply waiting = reply(202, "working");
    waiting.wait = std::chrono::hours(1);
    waiting.better = [&] {
      if (!once.exchange(true)) polled.count_down();
      return std::optional<HttpResponse>{};
    };
    return waiting;
  });
  RunningServer server({}, handler);
  RawClient client(server.port());
  client.send(kGet);
  polled.wait();
  server.server().stop();
  EXPECT_EQ(client.read_answer().status, 202);
  server.join();
}

TEST(ServerTest, AClientThatNeverFinishesDoesNotHoldUpAStopForever) {
  FunctionHandler handler(echo);
  RunningServer server({.drain_timeout = milliseconds(50)}, handler);
  RawClient client(server.port());
  client.send(kGet);
  ASSERT_EQ(client.read_answer().status, 200);
  client.send("GET / HTTP/1.1\r\nHos");
  // The server must have read these bytes, or the connection counts as idle: another exchange orders the two.
  EXPECT_EQ(exchange(server.port(), kGet).status, 200);
  server.server().stop();
  server.join();
  EXPECT_NE(client.read_answer().status, 200);
}

TEST(ServerTest, TheMetricsListenerIsTold) {
  FunctionHandler handler([](const HttpRequest& request) {
    return reply(200, request.listener == Listener::kMetrics ? "metrics" : "main");
  });
  RunningServer server({.metrics_listen = "127.0.0.1:0"}, handler);
  EXPECT_EQ(exchange(server.port(), kGet).body, "main");
  EXPECT_EQ(exchange(server.server().metrics_port().value(), kGet).body, "metrics");
}

TEST(ServerTest, TheClientBehindATrustedProxyIsTold) {
  FunctionHandler handler([](const HttpRequest& r) { return reply(200, r.address + (r.loopback ? " here" : "")); });
  RunningServer server({.trusted_proxies = {AddressRange::parse("127.0.0.0/8").value()}}, handler);
  EXPECT_EQ(exchange(server.port(), kGet).body, "127.0.0.1 here");
  const std::string forwarded = "GET / HTTP/1.1\r\nHost: c\r\nX-Forwarded-For: 6.6.6.6, 203.0.113.9\r\n\r\n";
  EXPECT_EQ(exchange(server.port(), forwarded).body, "203.0.113.9");
}

TEST(ServerTest, ListensOnlyWhereItIsPossible) {
  FunctionHandler handler(echo);
  const curfew::test::FakeClock clock;
  curfew::test::RecordingLog log;
  curfew::test::RecordingMetrics metrics;
  for (const char* listen :
       {"8080", "localhost:80", "127.0.0.1:", "127.0.0.1:70000", "127.0.0.1:8x", "::1:80", "[::1]"}) {
    const auto opened = Server::open({.listen = listen}, handler, clock, log, metrics);
    ASSERT_FALSE(opened) << listen;
    EXPECT_EQ(opened.error().code, ErrorCode::kConfiguration) << listen;
  }
  RunningServer server({}, handler);
  const auto taken =
      Server::open({.listen = "127.0.0.1:" + std::to_string(server.port())}, handler, clock, log, metrics);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace curfew::http::test
