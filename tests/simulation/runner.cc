#include "simulation/runner.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "simulation/world.h"

namespace curfew::simulation {
namespace {

// Worlds between two reports of a worker.
constexpr std::uint64_t kBatch = 50;

std::vector<std::string> sentences_of(const Verdict& verdict, const Verdict& again) {
  std::vector<std::string> sentences;
  for (const BrokenPromise& broken : verdict.broken) {
    const std::int64_t second = std::chrono::floor<std::chrono::seconds>(broken.at - beginning()).count();
    sentences.push_back("at " + std::to_string(second) + " s: " + std::string(name_of(broken.promise)) + ": " +
                        broken.sentence);
  }
  if (verdict.hash != again.hash) sentences.emplace_back("the same seed gave another world");
  return sentences;
}

void live_twice(std::uint64_t seed, FiberStacks& stacks, Score& score) {
  const Verdict verdict = simulate(seed, stacks);
  const Verdict again = simulate(seed, stacks);
  ++score.worlds;
  if (verdict.calm) ++score.calm_worlds;
  score.steps += verdict.steps;
  score.marks.add(verdict.marks);
  for (std::size_t i = 0; i < kPromises; ++i) score.checked.at(i) += verdict.checked.at(i);
  if (verdict.worst_lateness > score.worst_lateness) {
    score.worst_lateness = verdict.worst_lateness;
    score.worst_seed = seed;
  }
  if (verdict.calm) score.worst_calm_lateness = std::max(score.worst_calm_lateness, verdict.worst_lateness);
  if (auto sentences = sentences_of(verdict, again); !sentences.empty()) {
    score.failed.push_back({.seed = seed, .sentences = std::move(sentences)});
  }
}

}  // namespace

void Score::add(const Score& other) {
  worlds += other.worlds;
  calm_worlds += other.calm_worlds;
  steps += other.steps;
  marks.add(other.marks);
  for (std::size_t i = 0; i < kPromises; ++i) checked.at(i) += other.checked.at(i);
  if (other.worst_lateness > worst_lateness) {
    worst_lateness = other.worst_lateness;
    worst_seed = other.worst_seed;
  }
  worst_calm_lateness = std::max(worst_calm_lateness, other.worst_calm_lateness);
  failed.insert(failed.end(), other.failed.begin(), other.failed.end());
  std::ranges::sort(failed, {}, &FailedSeed::seed);
}

Score run(const Campaign& campaign, const std::function<void(const Score&)>& progress) {
  Score total;
  std::mutex mutex;
  std::atomic<std::uint64_t> next{0};
  const auto work = [&] {
    FiberStacks stacks;
    while (true) {
      const std::uint64_t begin = next.fetch_add(kBatch);
      if (begin >= campaign.seeds) return;
      Score score;
      for (std::uint64_t i = begin; i < std::min(begin + kBatch, campaign.seeds); ++i) {
        live_twice(campaign.first_seed + i, stacks, score);
      }
      const std::scoped_lock lock(mutex);
      total.add(score);
      progress(total);
    }
  };
  std::vector<std::jthread> workers;
  for (unsigned i = 0; i < std::max(1U, campaign.jobs); ++i) workers.emplace_back(work);
  workers.clear();
  return total;
}

}  // namespace curfew::simulation
