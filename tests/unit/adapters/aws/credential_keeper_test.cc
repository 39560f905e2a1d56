#include "adapters/aws/credential_keeper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "support/fake_clock.h"

namespace curfew::aws {
namespace {

using test::kTestStart;
using testing::HasSubstr;
using namespace std::chrono_literals;

Credentials credentials(const std::string& id, std::optional<Instant> expires_at) {
  return {.access_key_id = id,
          .secret_access_key = Secret("secret"),
          .session_token = {},
          .expires_at = expires_at,
          .source = "a test"};
}

// Does as it is told, and counts how often it is asked.
struct Source final : CredentialSource {
  explicit Source(std::function<Result<Credentials>(int)> does) : does(std::move(does)) {}
  Result<Credentials> fetch() override { return does(++asked); }

  std::function<Result<Credentials>(int)> does;
  std::atomic<int> asked = 0;
};

// The first ones last an hour; then whatever `then` gives.
struct Kept {
  explicit Kept(std::function<Result<Credentials>()> then = {}) {
    auto made = std::make_unique<Source>([then](int asked) -> Result<Credentials> {
      return asked == 1 ? Result<Credentials>(credentials("FIRST", kTestStart + 1h)) : then();
    });
    source = made.get();
    keeper = std::make_unique<CredentialKeeper>(std::move(made), clock);
    EXPECT_EQ(keeper->get()->access_key_id, "FIRST");
  }

  test::FakeClock clock;
  Source* source = nullptr;
  std::unique_ptr<CredentialKeeper> keeper;
};

Result<Credentials> second() { return credentials("SECOND", kTestStart + 2h); }
Result<Credentials> nothing() { return fail(ErrorCode::kUnavailable, "The service is away."); }

TEST(CredentialKeeper, AsksOnceWhileTheyLast) {
  Kept kept;
  kept.clock.advance(44min);
  EXPECT_EQ(kept.keeper->get()->access_key_id, "FIRST");
  EXPECT_EQ(kept.source->asked, 1);
}

TEST(CredentialKeeper, AsksOnceForThoseThatNeverExpire) {
  test::FakeClock clock;
  auto made = std::make_unique<Source>([](int) -> Result<Credentials> { return credentials("FOREVER", std::nullopt); });
  Source& source = *made;
  CredentialKeeper keeper(std::move(made), clock);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(keeper.get()->access_key_id, "FOREVER");
    clock.advance(1000h);
  }
  EXPECT_EQ(source.asked, 1);
}

TEST(CredentialKeeper, RenewsThemAheadOfTheirEnd) {
  Kept kept(second);
  kept.clock.advance(45min);
  EXPECT_EQ(kept.keeper->get()->access_key_id, "SECOND");
}

TEST(CredentialKeeper, GoesOnWithTheOldOnesWhileTheyLast) {
  Kept kept(nothing);
  kept.clock.advance(59min);
  EXPECT_EQ(kept.keeper->get()->access_key_id, "FIRST");
  EXPECT_EQ(kept.keeper->get()->access_key_id, "FIRST");
  EXPECT_EQ(kept.source->asked, 2) << "a source that is away is not asked by every call";
  kept.clock.advance(30s);
  EXPECT_EQ(kept.keeper->get()->access_key_id, "FIRST");
  EXPECT_EQ(kept.source->asked, 3);
}

TEST(CredentialKeeper, NeverGivesExpiredOnes) {
  Kept kept(nothing);
  kept.clock.advance(1h);
  const auto got = kept.keeper->get();
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().public_text, "The service is away.");
}

TEST(CredentialKeeper, SaysThatTheOnesItGetsHaveExpired) {
  Kept kept([] { return credentials("FIRST", kTestStart + 1h); });
  kept.clock.advance(2h);
  const auto got = kept.keeper->get();
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, ErrorCode::kConfiguration);
  EXPECT_EQ(got.error().public_text,
            "The AWS credentials from a test expired at 2025-12-06T15:30:00Z and could not be renewed.");
}

TEST(CredentialKeeper, LetsOneThreadRenewWhileTheOthersGoOn) {
  std::promise<void> begun;
  std::promise<void> may_end;
  auto gate = may_end.get_future().share();
  Kept kept([&]() -> Result<Credentials> {
    begun.set_value();
    gate.wait();
    return second();
  });
  kept.clock.advance(46min);
  auto renewing = std::async(std::launch::async, [&] { return kept.keeper->get(); });
  begun.get_future().wait();
  EXPECT_EQ(kept.keeper->get()->access_key_id, "FIRST");
  may_end.set_value();
  EXPECT_EQ(renewing.get()->access_key_id, "SECOND");
  EXPECT_EQ(kept.source->asked, 2);
}

TEST(CredentialKeeper, LetsEverybodyWaitForTheOneWhenTheEndIsNear) {
  std::promise<void> begun;
  std::promise<void> may_end;
  auto gate = may_end.get_future().share();
  Kept kept([&]() -> Result<Credentials> {
    begun.set_value();
    gate.wait();
    return second();
  });
  kept.clock.advance(55min);
  auto renewing = std::async(std::launch::async, [&] { return kept.keeper->get(); });
  begun.get_future().wait();
  std::vector<std::future<Result<Credentials>>> waiting;
  for (int i = 0; i < 8; ++i) {
    waiting.push_back(std::async(std::launch::async, [&] { return kept.keeper->get(); }));
  }
  may_end.set_value();
  EXPECT_EQ(renewing.get()->access_key_id, "SECOND");
  for (auto& waiter : waiting) EXPECT_EQ(waiter.get()->access_key_id, "SECOND");
  EXPECT_EQ(kept.source->asked, 2);
}

TEST(CredentialKeeper, AsksAgainForThoseThatAwsRefused) {
  Kept kept(second);
  const Credentials refused = *kept.keeper->get();
  EXPECT_EQ(kept.keeper->get_other_than(refused)->access_key_id, "SECOND");
  EXPECT_EQ(kept.keeper->get_other_than(refused)->access_key_id, "SECOND");
  EXPECT_EQ(kept.source->asked, 2) << "whoever comes second takes what the first one got";
}

}  // namespace
}  // namespace curfew::aws
