// What a signed call costs: the client of adapters/aws against libcurl, which signs as well, both calling a server in
// this process over kept connections, one call at a time and 16 at a time. The server's own cost is in both.

#include <benchmark/benchmark.h>
#include <curl/curl.h>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "adapters/aws/client.h"
#include "adapters/aws/sigv4.h"
#include "support/fake_entropy.h"
#include "support/http_server.h"
#include "support/recording_log.h"

namespace curfew::aws {
namespace {

using Steady = std::chrono::steady_clock;

constexpr const char* kBody =
    R"({"TableName":"JIT-Access-Ledger","Key":{"Id":{"S":"request/0"}},"ConsistentRead":true})";

struct TimeOfDay final : Clock {
  [[nodiscard]] Instant now() const override { return std::chrono::floor<Millis>(std::chrono::system_clock::now()); }
};

struct NoMetrics final : Metrics {
  void count(std::string_view, MetricLabels, double) override {}
  void set(std::string_view, double, MetricLabels) override {}
  void observe(std::string_view, double, MetricLabels) override {}
};

[[noreturn]] void measured_nothing(const std::string& why) {
  std::cerr << why << '\n';
  std::abort();
}

// Calls a second of `threads`, each of which makes a caller of its own and then makes `each` calls.
double calls_per_second(int threads, int each, const std::function<std::function<void()>()>& make_caller) {
  std::vector<std::function<void()>> callers;
  for (int i = 0; i < threads; ++i) {
    callers.push_back(make_caller());
    callers.back()();  // connects
  }
  const auto start = Steady::now();
  {
    std::vector<std::jthread> running;
    for (const auto& call : callers) {
      running.emplace_back([&call, each] {
        for (int i = 0; i < each; ++i) call();
      });
    }
  }
  return threads * each / std::chrono::duration<double>(Steady::now() - start).count();
}

struct Ours {
  explicit Ours(const std::string& url) {
    client = *Client::open({.region = "us-east-1",
                            .endpoint_url = url,
                            .environment = {{"AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"}, {"AWS_SECRET_ACCESS_KEY", "secret"}}},
                           {.http = *http, .clock = clock, .entropy = entropy, .log = log, .metrics = metrics});
  }

  std::function<void()> caller() {
    return [this] {
      const auto answer = client->call({.service = service::kDynamoDb, .operation = "GetItem", .body = kBody});
      if (!answer) measured_nothing(answer.error().message);
    };
  }

  TimeOfDay clock;
  test::FakeEntropy entropy;
  test::RecordingLog log;
  NoMetrics metrics;
  std::unique_ptr<HttpClient> http = *HttpClient::open({});
  std::unique_ptr<Client> client;
};

std::size_t swallow(char*, std::size_t size, std::size_t count, void*) { return size * count; }

std::function<void()> curl_caller(const std::string& url) {
  const std::shared_ptr<CURL> curl(curl_easy_init(), curl_easy_cleanup);
  curl_slist* list = curl_slist_append(nullptr, "Content-Type: application/x-amz-json-1.0");
  list = curl_slist_append(list, "X-Amz-Target: DynamoDB_20120810.GetItem");
  const std::shared_ptr<curl_slist> headers(list, curl_slist_free_all);
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, kBody);
  curl_easy_setopt(curl.get(), CURLOPT_AWS_SIGV4, "aws:amz:us-east-1:dynamodb");
  curl_easy_setopt(curl.get(), CURLOPT_USERPWD, "AKIDEXAMPLE:secret");
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &swallow);
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  return [curl, headers] {
    const CURLcode code = curl_easy_perform(curl.get());
    if (code != CURLE_OK) measured_nothing(curl_easy_strerror(code));
  };
}

void signed_calls(benchmark::State& state) {
  const int in_flight = static_cast<int>(state.range(0));
  const int each = 2000 / in_flight;
  double ours = 0;
  double curls = 0;
  for ([[maybe_unused]] auto round : state) {
    const test::HttpServer server([](const test::ServedRequest&) { return test::http_answer(200, R"({"Item":{}})"); });
    Ours client(server.url());
    ours += calls_per_second(in_flight, each, [&] { return client.caller(); });
    curls += calls_per_second(in_flight, each, [&] { return curl_caller(server.url()); });
  }
  const auto rounds = static_cast<double>(state.iterations());
  state.counters["ours/s"] = ours / rounds;
  state.counters["libcurl/s"] = curls / rounds;
  state.counters["ours:libcurl"] = ours / curls;
}
BENCHMARK(signed_calls)->Arg(1)->Arg(16)->Iterations(5)->Unit(benchmark::kMillisecond);

void signature(benchmark::State& state) {
  SigningKeys keys;
  const Secret secret("secret");
  const Headers headers{{"Content-Type", "application/x-amz-json-1.0"},
                        {"Host", "dynamodb.us-east-1.amazonaws.com"},
                        {"X-Amz-Date", "20251206T143000Z"},
                        {"X-Amz-Target", "DynamoDB_20120810.GetItem"}};
  const SigningScope scope{.date = "20251206", .region = "us-east-1", .service = "dynamodb"};
  for ([[maybe_unused]] auto round : state) {
    benchmark::DoNotOptimize(
        authorization({.method = "POST", .path = "/", .query = "", .headers = headers, .body = kBody}, scope,
                      "20251206T143000Z", "AKIDEXAMPLE", keys.key(secret, scope)));
  }
}
BENCHMARK(signature)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace curfew::aws

BENCHMARK_MAIN();
