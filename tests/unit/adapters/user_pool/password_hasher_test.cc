#include "adapters/user_pool/password_hasher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace curfew::user_pool {
namespace {

using testing::StartsWith;

HashingSettings cheap() {
  HashingSettings settings;
  settings.passes = 1;
  settings.memory_bytes = 8192;
  return settings;
}

TEST(PasswordHasher, MatchesThePasswordAndNoOther) {
  PasswordHasher hasher(cheap());
  const auto slot = hasher.reserve();
  ASSERT_TRUE(slot);
  const std::string hash = hasher.hash(*slot, Secret("Correct-Horse-7")).value();
  EXPECT_TRUE(PasswordHasher::matches(*slot, hash, Secret("Correct-Horse-7")));
  EXPECT_FALSE(PasswordHasher::matches(*slot, hash, Secret("correct-horse-7")));
  EXPECT_FALSE(PasswordHasher::matches(*slot, hash, Secret("")));
  EXPECT_FALSE(PasswordHasher::matches(*slot, "", Secret("")));
  EXPECT_FALSE(PasswordHasher::matches(*slot, "plain", Secret("plain")));
}

TEST(PasswordHasher, SaltsEveryHash) {
  PasswordHasher hasher(cheap());
  const auto slot = hasher.reserve();
  EXPECT_NE(hasher.hash(*slot, Secret("same")).value(), hasher.hash(*slot, Secret("same")).value());
}

TEST(PasswordHasher, DefaultsToWhatOwaspAdvises) {
  PasswordHasher hasher{HashingSettings{}};
  const auto slot = hasher.reserve();
  const std::string hash = hasher.hash(*slot, Secret("Correct-Horse-7")).value();
  EXPECT_THAT(hash, StartsWith("$argon2id$v=19$m=19456,t=2,p=1$"));
  EXPECT_FALSE(hasher.is_outdated(hash));
}

TEST(PasswordHasher, KnowsAHashOfAnotherCost) {
  PasswordHasher hasher(cheap());
  const std::string hash = hasher.hash(*hasher.reserve(), Secret("x")).value();
  HashingSettings dearer = cheap();
  dearer.passes = 2;
  EXPECT_TRUE(PasswordHasher(dearer).is_outdated(hash));
  EXPECT_FALSE(hasher.is_outdated(hash));
}

TEST(PasswordHasher, GivesOutNoMoreSlotsThanItHas) {
  HashingSettings settings = cheap();
  settings.at_once = 2;
  settings.waiting = 0;
  PasswordHasher hasher(settings);
  {
    const auto first = hasher.reserve();
    const auto second = hasher.reserve();
    ASSERT_TRUE(first && second);
    const auto third = hasher.reserve();
    ASSERT_FALSE(third);
    EXPECT_EQ(third.error().code, ErrorCode::kTooManyRequests);
  }
  EXPECT_TRUE(hasher.reserve());
}

TEST(PasswordHasher, DoesNotWaitLongerThanItsPatience) {
  HashingSettings settings = cheap();
  settings.at_once = 1;
  settings.waiting = 1;
  settings.patience = Millis(1);
  PasswordHasher hasher(settings);
  const auto held = hasher.reserve();
  ASSERT_TRUE(held);
  EXPECT_FALSE(hasher.reserve());
}

TEST(PasswordHasher, WhoWaitsGetsTheSlotThatIsGivenBack) {
  HashingSettings settings = cheap();
  settings.at_once = 1;
  settings.waiting = 4;
  settings.patience = std::chrono::seconds(30);
  PasswordHasher hasher(settings);
  std::atomic<int> served = 0;
  {
    std::vector<std::jthread> callers;
    for (int i = 0; i < 4; ++i) {
      callers.emplace_back([&] {
        const auto slot = hasher.reserve();
        if (slot) ++served;
      });
    }
  }
  EXPECT_EQ(served, 4);
}

}  // namespace
}  // namespace curfew::user_pool
