#include "adapters/aws/http_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "support/http_server.h"
#include "support/temp_dir.h"

namespace curfew::aws {
namespace {

using test::Afterwards;
using test::http_answer;
using test::HttpServer;
using test::no_answer;
using test::ServedAnswer;
using test::ServedRequest;
using testing::AllOf;
using testing::HasSubstr;
using namespace std::chrono_literals;

constexpr Millis kShort = 60ms;  // for answers that never come

std::unique_ptr<HttpClient> client_with(const HttpSettings& settings = {}) {
  auto client = HttpClient::open(settings);
  EXPECT_TRUE(client) << client.error().public_text;
  return std::move(*client);
}

HttpRequest post(const HttpServer& server, const std::string& path = "/", const std::string& body = "{}") {
  return {.method = "POST", .url = server.url() + path, .headers = {{"X-Name", "value"}}, .body = body};
}

ServedAnswer echo(const ServedRequest& request) { return http_answer(200, request.body); }

TEST(HttpClient, SendsARequestAndReadsTheAnswer) {
  const HttpServer server([](const ServedRequest&) { return http_answer(404, "nothing here", {{"X-Answer", "Yes"}}); });
  const auto answer = client_with()->exchange(post(server, "/a%2Fb?c=d", "body"));
  ASSERT_TRUE(answer) << answer.error().cause;
  EXPECT_EQ(answer->status, 404);
  EXPECT_EQ(answer->body, "nothing here");
  EXPECT_THAT(answer->headers, testing::Contains(testing::Pair("x-answer", "Yes")));
  const ServedRequest request = server.requests().at(0);
  EXPECT_EQ(request.method + " " + request.target, "POST /a%2Fb?c=d");
  EXPECT_EQ(request.body, "body");
  EXPECT_EQ(request.header("host"), "127.0.0.1:" + std::to_string(server.port()));
  EXPECT_EQ(request.header("x-name"), "value");
}

TEST(HttpClient, ReadsAnswersOfEveryFraming) {
  const std::vector<std::string> answers{
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nwho\r\n2\r\nle\r\n0\r\n\r\n",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole",
      "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nwhole",
      "HTTP/1.0 200 OK\r\n\r\nwhole",
  };
  const auto client = client_with();
  for (const std::string& bytes : answers) {
    const HttpServer server(
        [&](const ServedRequest&) { return ServedAnswer{.bytes = bytes, .afterwards = Afterwards::kClose}; });
    const auto answer = client->exchange(post(server));
    ASSERT_TRUE(answer) << bytes << answer.error().cause;
    EXPECT_EQ(answer->body, "whole") << bytes;
  }
}

TEST(HttpClient, KeepsConnectionsForTheNextRequest) {
  HttpServer server(echo);
  const auto client = client_with();
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(client->exchange(post(server)));
  EXPECT_EQ(server.connections(), 1);
}

TEST(HttpClient, DoesNotKeepAConnectionThatTheOtherSideWantsToClose) {
  HttpServer server([](const ServedRequest&) { return http_answer(200, "", {{"Connection", "close"}}); });
  const auto client = client_with();
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(client->exchange(post(server)));
  EXPECT_EQ(server.connections(), 3);
}

TEST(HttpClient, DoesNotKeepAConnectionOnWhichMoreThanTheAnswerCame) {
  HttpServer server([](const ServedRequest&) {
    ServedAnswer answer = http_answer(200, "");
    answer.bytes += "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nforge";
    return answer;
  });
  const auto client = client_with();
  for (int i = 0; i < 3; ++i) {
    const auto answer = client->exchange(post(server));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, "");
  }
  EXPECT_EQ(server.connections(), 3);
}

TEST(HttpClient, ReplacesAKeptConnectionThatWasClosed) {
  HttpServer server(echo);
  const auto client = client_with();
  ASSERT_TRUE(client->exchange(post(server)));
  server.close_connections();
  const auto answer = client->exchange(post(server));
  ASSERT_TRUE(answer) << answer.error().cause;
  EXPECT_EQ(server.connections(), 2);
  EXPECT_EQ(server.requests().size(), 2U) << "nothing was sent twice";
}

TEST(HttpClient, SaysThatNothingWasSentWhereNobodyListens) {
  std::string url;
  {
    const HttpServer gone(echo);
    url = gone.url();
  }
  const auto answer = client_with()->exchange({.url = url});
  ASSERT_FALSE(answer);
  EXPECT_FALSE(answer.error().was_sent);
  EXPECT_THAT(answer.error().cause, AllOf(HasSubstr("no connection to 127.0.0.1 port"), HasSubstr("refused")));
}

TEST(HttpClient, SaysThatNothingWasSentToAHostThatIsNone) {
  const auto answer = client_with()->exchange({.url = "http://no-such-host.invalid/", .deadline = 20s});
  ASSERT_FALSE(answer);
  EXPECT_FALSE(answer.error().was_sent);
  EXPECT_THAT(answer.error().cause, HasSubstr("the name no-such-host.invalid cannot be resolved"));
}

// A request on a connection that then closes may have been done; it is never sent again by itself.
TEST(HttpClient, CannotKnowWhatBecameOfARequestWithoutAnswer) {
  for (const auto end : {Afterwards::kClose, Afterwards::kReset}) {
    for (const std::string& part : {std::string(), std::string("HTTP/1.1 200 OK\r\nContent-Le"),
                                    std::string("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly a part")}) {
      HttpServer server([&](const ServedRequest&) { return ServedAnswer{.bytes = part, .afterwards = end}; });
      const auto answer = client_with()->exchange(post(server));
      ASSERT_FALSE(answer) << part;
      EXPECT_TRUE(answer.error().was_sent) << part;
      EXPECT_EQ(server.requests().size(), 1U) << part;
    }
  }
}

TEST(HttpClient, DoesNotRepeatARequestOnAKeptConnectionThatClosesOnIt) {
  std::atomic<int> count = 0;
  HttpServer server(
      [&](const ServedRequest&) { return ++count == 1 ? http_answer(200, "first") : no_answer(Afterwards::kReset); });
  const auto client = client_with();
  ASSERT_TRUE(client->exchange(post(server)));
  const auto answer = client->exchange(post(server));
  ASSERT_FALSE(answer);
  EXPECT_TRUE(answer.error().was_sent);
  EXPECT_EQ(server.requests().size(), 2U);
}

TEST(HttpClient, EndsAtTheDeadline) {
  HttpServer server([](const ServedRequest&) { return no_answer(Afterwards::kHold); });
  const auto client = client_with();
  HttpRequest request = post(server);
  request.deadline = kShort;
  const auto answer = client->exchange(request);
  ASSERT_FALSE(answer);
  EXPECT_TRUE(answer.error().was_sent);
  EXPECT_EQ(answer.error().cause, "no answer within 60 ms");
}

TEST(HttpClient, EndsAtTheDeadlineInTheMiddleOfAnAnswer) {
  HttpServer server([](const ServedRequest&) {
    return ServedAnswer{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", .afterwards = Afterwards::kHold};
  });
  HttpRequest request = post(server);
  request.deadline = kShort;
  const auto answer = client_with()->exchange(request);
  ASSERT_FALSE(answer);
  EXPECT_TRUE(answer.error().was_sent);
}

TEST(HttpClient, BoundsWhatItReads) {
  const std::vector<std::string> floods{
      "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + std::string(1001, 'x'),
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" + std::string(1001, 'x') + "\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\r\n\r\n" + std::string(1001, 'x'),
      "HTTP/1.1 200 OK\r\nX-Long: " + std::string(100'000, 'x'),
      "HTTP/1.1 200 " + std::string(100'000, 'x'),
      "no HTTP at all\r\n\r\n",
  };
  const auto client = client_with({.most_body_bytes = 1000});
  for (const std::string& flood : floods) {
    const HttpServer server(
        [&](const ServedRequest&) { return ServedAnswer{.bytes = flood, .afterwards = Afterwards::kClose}; });
    const auto answer = client->exchange(post(server));
    EXPECT_FALSE(answer) << flood.substr(0, 40);
  }
}

TEST(HttpClient, RefusesWhatWouldBreakOutOfItsLine) {
  HttpServer server(echo);
  const auto client = client_with();
  const std::vector<HttpRequest> requests{
      {.method = "GET /other HTTP/1.1\r\n", .url = server.url()},
      {.url = server.url() + "/a b"},
      {.url = server.url() + "/\r\nX: y"},
      {.url = server.url(), .headers = {{"Bad Name", "x"}}},
      {.url = server.url(), .headers = {{"Name", "x\r\nOther: y"}}},
      {.url = "ftp://127.0.0.1/"},
      {.url = ""},
  };
  for (const HttpRequest& request : requests) {
    const auto answer = client->exchange(request);
    ASSERT_FALSE(answer) << request.url;
    EXPECT_FALSE(answer.error().was_sent);
  }
  EXPECT_EQ(server.connections(), 0);
}

TEST(HttpClient, ServesManyThreadsAtOnce) {
  HttpServer server(echo);
  const auto client = client_with();
  std::atomic<int> good = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 16; ++thread) {
      threads.emplace_back([&, thread] {
        for (int i = 0; i < 50; ++i) {
          const std::string body = std::to_string(thread) + "/" + std::to_string(i);
          const auto answer = client->exchange(post(server, "/", body));
          if (answer && answer->body == body) ++good;
        }
      });
    }
  }
  EXPECT_EQ(good, 16 * 50);
  EXPECT_LE(server.connections(), 16);
}

TEST(HttpClient, EndsWhatIsUnderWayWhenItGoes) {
  std::promise<void> arrived;
  HttpServer server([&](const ServedRequest&) {
    arrived.set_value();
    return no_answer(Afterwards::kHold);
  });
  auto client = client_with();
  auto pending = std::async(std::launch::async, [&] { return client->exchange(post(server)); });
  arrived.get_future().wait();
  client.reset();
  const auto answer = pending.get();
  ASSERT_FALSE(answer);
  EXPECT_TRUE(answer.error().was_sent);
  EXPECT_EQ(answer.error().cause, "Curfew is stopping");
}

TEST(HttpClient, SendsLargeBodies) {
  HttpServer server([](const ServedRequest&) { return http_answer(200, ""); });
  const auto answer = client_with()->exchange(post(server, "/", std::string(std::size_t{4} * 1024 * 1024, 'x')));
  ASSERT_TRUE(answer) << answer.error().cause;
  EXPECT_EQ(server.requests().at(0).body.size(), std::size_t{4} * 1024 * 1024);
}

TEST(HttpClient, ReadsARefusalThatCameBeforeTheWholeRequestWasSent) {
  HttpServer server([](const ServedRequest&) {
    ServedAnswer refusal = http_answer(413, "too large");
    refusal.afterwards = Afterwards::kClose;
    return refusal;
  });
  HttpRequest request = post(server, "/", std::string(std::size_t{8} * 1024 * 1024, 'x'));
  request.headers.emplace_back("X-Answer-Early", "yes");
  const auto client = client_with();
  for (int i = 0; i < 2; ++i) {
    const auto answer = client->exchange(request);
    ASSERT_TRUE(answer) << answer.error().cause;
    EXPECT_EQ(answer->status, 413);
  }
  EXPECT_EQ(server.connections(), 2);
}

// TLS

struct Trusting {
  explicit Trusting(const test::TestCertificate& certificate) {
    std::ofstream(folder / "ca.pem") << certificate.certificate_pem;
    settings.ca_bundle = folder / "ca.pem";
  }
  test::TempDir folder;
  HttpSettings settings;
};

TEST(HttpClientTls, SpeaksToWhoeverTheBundleVouchesFor) {
  const auto certificate = test::make_certificate("IP:127.0.0.1");
  HttpServer server(echo, certificate);
  const Trusting trusting(certificate);
  const auto client = client_with(trusting.settings);
  for (int i = 0; i < 3; ++i) {
    const auto answer = client->exchange(post(server, "/", "secret"));
    ASSERT_TRUE(answer) << answer.error().cause;
    EXPECT_EQ(answer->body, "secret");
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST(HttpClientTls, ReplacesAKeptConnectionThatWasClosed) {
  const auto certificate = test::make_certificate("IP:127.0.0.1");
  HttpServer server(echo, certificate);
  const Trusting trusting(certificate);
  const auto client = client_with(trusting.settings);
  ASSERT_TRUE(client->exchange(post(server)));
  server.close_connections();
  ASSERT_TRUE(client->exchange(post(server)));
  EXPECT_EQ(server.connections(), 2);
}

TEST(HttpClientTls, SendsNothingToAStranger) {
  const auto certificate = test::make_certificate("IP:127.0.0.1");
  HttpServer server(echo, certificate);
  const Trusting another(test::make_certificate("IP:127.0.0.1"));
  const auto answer = client_with(another.settings)->exchange(post(server));
  ASSERT_FALSE(answer);
  EXPECT_FALSE(answer.error().was_sent);
  EXPECT_THAT(answer.error().cause, HasSubstr("certificate does not verify"));
  EXPECT_TRUE(server.requests().empty());
}

TEST(HttpClientTls, SendsNothingToSomebodyWithAnothersCertificate) {
  for (const char* const name : {"DNS:localhost", "IP:127.0.0.2", "DNS:127.0.0.1"}) {
    const auto certificate = test::make_certificate(name);
    HttpServer server(echo, certificate);
    const Trusting trusting(certificate);
    const auto answer = client_with(trusting.settings)->exchange(post(server));
    ASSERT_FALSE(answer) << name;
    EXPECT_FALSE(answer.error().was_sent);
    EXPECT_THAT(answer.error().cause, HasSubstr("mismatch")) << name;
    EXPECT_TRUE(server.requests().empty());
  }
}

TEST(HttpClientTls, KnowsAHostByItsName) {
  const auto certificate = test::make_certificate("DNS:localhost");
  HttpServer server(echo, certificate);
  const Trusting trusting(certificate);
  const auto answer =
      client_with(trusting.settings)->exchange({.url = "https://localhost:" + std::to_string(server.port())});
  EXPECT_TRUE(answer) << answer.error().cause;
}

// Without close_notify an answer that has no length may have been cut by anybody.
TEST(HttpClientTls, DoesNotBelieveAnAnswerWithoutLengthThatIsCutOff) {
  const auto certificate = test::make_certificate("IP:127.0.0.1");
  const Trusting trusting(certificate);
  for (const auto end : {Afterwards::kClose, Afterwards::kReset}) {
    HttpServer server(
        [&](const ServedRequest&) { return ServedAnswer{.bytes = "HTTP/1.1 200 OK\r\n\r\npart", .afterwards = end}; },
        certificate);
    EXPECT_EQ(client_with(trusting.settings)->exchange(post(server)).has_value(), end == Afterwards::kClose);
  }
}

TEST(HttpClientTls, RefusesABundleThatIsNone) {
  const test::TempDir folder;
  std::ofstream(folder / "ca.pem") << "nothing";
  for (const char* const name : {"ca.pem", "missing.pem"}) {
    const auto client = HttpClient::open({.ca_bundle = folder / name});
    ASSERT_FALSE(client);
    EXPECT_EQ(client.error().code, ErrorCode::kConfiguration);
    EXPECT_THAT(client.error().public_text, HasSubstr(name));
  }
}

// Proxies

TEST(HttpClientProxy, IsAskedForTheWholeAddress) {
  HttpServer proxy(echo);
  const auto client = client_with({.http_proxy = "http://me:pass%20word@127.0.0.1:" + std::to_string(proxy.port())});
  ASSERT_TRUE(client->exchange({.url = "http://sso.example.com/a?b=c"}));
  const ServedRequest request = proxy.requests().at(0);
  EXPECT_EQ(request.method + " " + request.target, "GET http://sso.example.com/a?b=c");
  EXPECT_EQ(request.header("host"), "sso.example.com");
  EXPECT_EQ(request.header("proxy-authorization"), "Basic bWU6cGFzcyB3b3Jk");
}

TEST(HttpClientProxy, OnlySeesATunnelOfTls) {
  const auto certificate = test::make_certificate("DNS:sso.example.com");
  HttpServer server(echo, certificate);
  HttpServer proxy([&](const ServedRequest&) {
    return ServedAnswer{.bytes = "HTTP/1.1 200 Go on\r\n\r\n", .tunnel_to = server.port()};
  });
  Trusting trusting(certificate);
  trusting.settings.https_proxy = proxy.url();
  const auto client = client_with(trusting.settings);
  for (int i = 0; i < 2; ++i) {
    const auto answer = client->exchange({.method = "POST", .url = "https://sso.example.com/", .body = "secret"});
    ASSERT_TRUE(answer) << answer.error().cause;
    EXPECT_EQ(answer->body, "secret");
  }
  ASSERT_EQ(proxy.requests().size(), 1U);
  EXPECT_EQ(proxy.requests().at(0).method + " " + proxy.requests().at(0).target, "CONNECT sso.example.com:443");
  EXPECT_EQ(server.requests().at(0).header("host"), "sso.example.com");
}

TEST(HttpClientProxy, ThatRefusesIsNamed) {
  HttpServer proxy([](const ServedRequest&) { return http_answer(407, "who are you?"); });
  const auto answer = client_with({.https_proxy = proxy.url()})->exchange({.url = "https://sso.example.com/"});
  ASSERT_FALSE(answer);
  EXPECT_FALSE(answer.error().was_sent);
  EXPECT_EQ(answer.error().cause, "the HTTP proxy 127.0.0.1 gives no way to sso.example.com: it answers 407");
}

TEST(HttpClientProxy, IsNotUsedForWhatIsExcepted) {
  HttpServer server(echo);
  HttpServer proxy([](const ServedRequest&) { return http_answer(500, ""); });
  const auto excepting = client_with({.http_proxy = proxy.url(), .no_proxy = {"127.0.0.0/8"}});
  EXPECT_EQ(excepting->exchange(post(server))->status, 200);
  HttpRequest direct = post(server);
  direct.may_use_proxy = false;
  EXPECT_EQ(client_with({.http_proxy = proxy.url()})->exchange(direct)->status, 200);
  EXPECT_TRUE(proxy.requests().empty());
}

TEST(HttpClientProxy, ThatCannotBeUsedStopsTheStart) {
  for (const char* const proxy : {"https://127.0.0.1:1", "http://", "socks5://127.0.0.1:1", "http://u:secret@a b"}) {
    const auto client = HttpClient::open({.https_proxy = proxy});
    ASSERT_FALSE(client) << proxy;
    EXPECT_EQ(client.error().code, ErrorCode::kConfiguration);
    EXPECT_THAT(client.error().public_text, testing::Not(HasSubstr("secret")));
  }
}

}  // namespace
}  // namespace curfew::aws
