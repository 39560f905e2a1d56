// What the store costs: durable steps one at a time, by many callers together, and as SQLite could do them at best; and
// a page of requests at growing numbers of them. Absolute numbers are the machine's; the ratios are measured in one
// run.

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "adapters/sqlite/ledger.h"
#include "adapters/sqlite/request_index.h"
#include "adapters/sqlite/schema.h"
#include "adapters/sqlite/step_writer.h"
#include "adapters/sqlite_file/database.h"
#include "conformance/sample_records.h"
#include "support/temp_dir.h"

namespace curfew {
namespace {

using conformance::pending_request;
using conformance::request_id;
using Clock = std::chrono::steady_clock;

// A measurement that went wrong measures nothing.
template <class T>
T must(Result<T> result) {
  if (!result) {
    std::cerr << result.error().log_text << '\n';
    std::abort();
  }
  return *std::move(result);
}

void must(const Status& status) {
  if (!status) {
    std::cerr << status.error().log_text << '\n';
    std::abort();
  }
}

// What submitting a high-risk request stores.
Step submit_step(std::int64_t number) {
  const Request request = pending_request(request_id(number), "user-" + std::to_string(number % 100));
  return {.requests = {conformance::creation_of(request)},
          .assignments = {},
          .events = {conformance::event_in("request/" + request.id.str())},
          .owed = {lapse_work(request.id, conformance::kStart), notice_work(request.id, conformance::kStart)}};
}

struct Store {
  test::TempDir folder;
  std::unique_ptr<sqlite_file::Database> database =
      must(sqlite_file::Database::open(folder / "curfew.db", {sqlite::ledger_schema()}));
  std::int64_t stored = 0;
};

// Steps a second when `callers` threads commit `each` steps each.
double commits_per_second(Store& store, int callers, int each) {
  sqlite::SqliteLedger ledger(*store.database);
  const std::int64_t first = store.stored;
  store.stored += std::int64_t{callers} * each;
  const auto start = Clock::now();
  {
    std::vector<std::jthread> threads;
    for (int caller = 0; caller < callers; ++caller) {
      threads.emplace_back([&ledger, first = first + std::int64_t{caller} * each, each] {
        for (int i = 0; i < each; ++i) {
          if (must(ledger.commit(submit_step(first + i))) != CommitOutcome::kCommitted) std::abort();
        }
      });
    }
  }
  return callers * each / std::chrono::duration<double>(Clock::now() - start).count();
}

// The same rows from one thread, `group` steps in each synced transaction: no queue, no hand-over, no savepoints.
double raw_per_second(Store& store, int group, int groups) {
  const std::int64_t first = store.stored;
  store.stored += std::int64_t{group} * groups;
  const auto start = Clock::now();
  for (int i = 0; i < groups; ++i) {
    must(store.database->write([&](sqlite_file::Connection& connection) -> Status {
      for (int j = 0; j < group; ++j) must(sqlite::write_step(connection, submit_step(first + i * group + j)));
      return {};
    }));
  }
  return group * groups / std::chrono::duration<double>(Clock::now() - start).count();
}

void durable_steps(benchmark::State& state) {
  constexpr int kCallers = 64;
  Store store;
  double alone = 0;
  double together = 0;
  double raw = 0;
  for ([[maybe_unused]] auto round : state) {
    alone += commits_per_second(store, 1, 200);
    together += commits_per_second(store, kCallers, 50);
    raw += raw_per_second(store, kCallers, 50);
  }
  const auto rounds = static_cast<double>(state.iterations());
  state.counters["alone/s"] = alone / rounds;
  state.counters["64_callers/s"] = together / rounds;
  state.counters["raw_groups_of_64/s"] = raw / rounds;
  state.counters["64_callers:alone"] = together / alone;
  state.counters["64_callers:raw"] = together / raw;
}
BENCHMARK(durable_steps)->Iterations(5)->Unit(benchmark::kMillisecond);

void fill(Store& store, std::int64_t count) {
  constexpr std::int64_t kGroup = 5000;
  while (store.stored < count) {
    must(store.database->write([&](sqlite_file::Connection& connection) -> Status {
      for (std::int64_t i = 0; i < kGroup && store.stored < count; ++i, ++store.stored) {
        Request request = pending_request(request_id(store.stored), "user-" + std::to_string(store.stored % 100));
        request.requested_at += std::chrono::seconds(store.stored);
        must(sqlite::write_step(connection, {.requests = {conformance::creation_of(request)}}));
      }
      return {};
    }));
  }
}

// One store for each size; they are dear to fill.
Store& store_of(std::int64_t count) {
  static std::map<std::int64_t, Store> stores;
  Store& store = stores[count];
  fill(store, count);
  return store;
}

// A page of 25 in the middle of all requests of one person, of one status, or of everything.
void page_of_25(benchmark::State& state, const RequestFilter& filter) {
  Store& store = store_of(state.range(0));
  sqlite::SqliteRequestIndex index(*store.database);
  std::int64_t at = 0;
  for ([[maybe_unused]] auto round : state) {
    at = (at + 7919) % state.range(0);
    const PagePosition after{.requested_at = floor_seconds(conformance::kStart) + std::chrono::seconds(at),
                             .id = request_id(at)};
    benchmark::DoNotOptimize(must(index.page(filter, 25, after)));
  }
}

void page_of_everything(benchmark::State& state) { page_of_25(state, {}); }
void page_of_one_user(benchmark::State& state) { page_of_25(state, {.user_id = UserId("user-7")}); }
void page_of_one_status(benchmark::State& state) { page_of_25(state, {.status = RequestStatus::kPending}); }

BENCHMARK(page_of_everything)->Arg(1000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(page_of_one_user)->Arg(1000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(page_of_one_status)->Arg(1000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMicrosecond);

// Reading a file through at the start, as Database::open does with files up to 64 MiB.
void check_of_a_store(benchmark::State& state) {
  Store store;
  fill(store, state.range(0));
  for ([[maybe_unused]] auto round : state) must(store.database->check());
  state.counters["MB"] = static_cast<double>(std::filesystem::file_size(store.folder / "curfew.db")) / 1e6;
}
BENCHMARK(check_of_a_store)->Arg(50'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace curfew

BENCHMARK_MAIN();
