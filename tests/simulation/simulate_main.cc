// The simulator as a program: `./dev simulate --seeds 100000`, `./dev simulate --seed 42`. See docs/testing.md.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <thread>

#include "simulation/runner.h"
#include "simulation/world.h"

namespace curfew::simulation {
namespace {

// A run this long has to reach every mark; a shorter one only tells which it did not.
constexpr std::uint64_t kEnoughForAllMarks = 20'000;
constexpr std::size_t kMostFailuresTold = 20;

double seconds_of(Millis time) { return static_cast<double>(time.count()) / 1000.0; }

int replay(std::uint64_t seed) {
  FiberStacks stacks;
  const Verdict verdict = simulate(seed, stacks, [](const std::string& line) { fmt::print("{}\n", line); });
  const Verdict again = simulate(seed, stacks);
  fmt::print("\nseed {}: {} steps, trace {:016x}{}, worst lateness of a revocation {:.1f} s\n", seed, verdict.steps,
             verdict.hash, verdict.hash == again.hash ? "" : " (and another one the second time!)",
             seconds_of(verdict.worst_lateness));
  for (const BrokenPromise& broken : verdict.broken) {
    const std::int64_t second = std::chrono::floor<std::chrono::seconds>(broken.at - beginning()).count();
    fmt::print("BROKEN at {}:{:02}: {}: {}\n", second / 60, second % 60, name_of(broken.promise), broken.sentence);
  }
  return verdict.broken.empty() && verdict.hash == again.hash ? 0 : 1;
}

class Progress {
 public:
  explicit Progress(std::uint64_t seeds) : seeds_(seeds) {}

  void operator()(const Score& score) {
    const auto now = std::chrono::steady_clock::now();
    if (now - told_ < std::chrono::seconds(5)) return;
    told_ = now;
    fmt::print(stderr, "{} of {} worlds, {:.0f} a second, {} failed, {} marks to be reached\n", score.worlds, seeds_,
               rate(score), score.failed.size(), score.marks.missing().size());
  }
  [[nodiscard]] double rate(const Score& score) const { return static_cast<double>(score.worlds) / elapsed(); }
  [[nodiscard]] double elapsed() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  }

 private:
  const std::uint64_t seeds_;
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point told_ = began_;
};

void tell_marks(const Score& score) {
  fmt::print("\nRare things, and how often they were met:\n");
  for (const std::string_view mark : Marks::all()) {
    const std::uint64_t count = score.marks.count(mark);
    fmt::print("  {:>10}  {}\n", count == 0 ? "NEVER" : std::to_string(count), mark);
  }
}

void tell_promises(const Score& score) {
  fmt::print("\nInvariants, and how often they were checked:\n");
  for (std::size_t i = 0; i < kPromises; ++i) {
    fmt::print("  {:>10}  {}\n", score.checked.at(i), name_of(static_cast<Promise>(i)));
  }
}

void tell_failures(const Score& score) {
  for (std::size_t i = 0; i < std::min(score.failed.size(), kMostFailuresTold); ++i) {
    fmt::print("\nseed {} FAILED (./dev simulate --seed {}):\n", score.failed[i].seed, score.failed[i].seed);
    for (const std::string& sentence : score.failed[i].sentences) fmt::print("  {}\n", sentence);
  }
}

int simulate_many(const Campaign& campaign) {
  Progress progress(campaign.seeds);
  const Score score = run(campaign, [&](const Score& so_far) { progress(so_far); });
  tell_marks(score);
  tell_promises(score);
  tell_failures(score);
  fmt::print(
      "\n{} worlds ({} of them calm), each lived twice with equal traces, {} steps, {:.0f} s, {:.0f} worlds a second\n",
      score.worlds, score.calm_worlds, score.steps, progress.elapsed(), progress.rate(score));
  fmt::print("worst lateness of a revocation: {:.1f} s (seed {}); where nothing went wrong: {:.1f} s\n",
             seconds_of(score.worst_lateness), score.worst_seed, seconds_of(score.worst_calm_lateness));
  const auto missing = score.marks.missing();
  fmt::print("{} of {} marks reached, {} seeds failed\n", Marks::all().size() - missing.size(), Marks::all().size(),
             score.failed.size());
  const bool enough = missing.empty() || campaign.seeds < kEnoughForAllMarks;
  return score.failed.empty() && enough ? 0 : 1;
}

int main_of(int argc, char** argv) {
  CLI::App app("Lives whole worlds of Curfew from seeds, and holds its promises against them.");
  std::optional<std::uint64_t> seed;
  Campaign campaign{.first_seed = 1, .seeds = 1000, .jobs = std::max(1U, std::thread::hardware_concurrency())};
  auto* one = app.add_option("--seed", seed, "Replay this one, with a readable trace");
  app.add_option("--seeds", campaign.seeds, "How many worlds to live, each twice")
      ->capture_default_str()
      ->excludes(one);
  app.add_option("--from", campaign.first_seed, "The first seed")->capture_default_str();
  app.add_option("--jobs", campaign.jobs, "Worlds at a time")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return seed ? replay(*seed) : simulate_many(campaign);
}

}  // namespace
}  // namespace curfew::simulation

int main(int argc, char** argv) {
  try {
    return curfew::simulation::main_of(argc, argv);
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "%s\n", fault.what());
    return 2;
  }
}
