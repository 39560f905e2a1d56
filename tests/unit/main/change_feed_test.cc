#include "main/change_feed.h"

#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <memory>
#include <string>

#include "support/world.h"

namespace curfew::wiring {
namespace {

using namespace std::chrono_literals;
using test::Fault;

constexpr Millis kNever = std::chrono::hours(24);
constexpr std::chrono::seconds kPatience{60};  // of the test with a machine that is busy

class AnyToken final : public TokenVerifier {
 public:
  [[nodiscard]] Result<Identity> verify(const Secret&, Instant) override { return Identity{}; }
};

class ChangeFeedTest : public testing::Test {
 protected:
  std::shared_ptr<http::EventStream> listener(std::int64_t position = 0) {
    auto stream = hub_.open(world_.mia.identity, Secret("token")).value();
    hub_.begin(*stream, {.identity = world_.mia.identity}, {.position = position});
    static_cast<void>(stream->take());
    return stream;
  }
  // How many calls of the store `what` makes.
  template <class What>
  std::size_t calls_of(What what) {
    world_.gate.arm(1'000'000, Fault::kFailsBefore);
    what();
    return world_.gate.calls().size();
  }

  test::World world_;
  AnyToken tokens_;
  WorkPace pace_{{.shortest = kNever, .longest = kNever}};
  FollowChanges changes_{world_.app().audit_log, world_.app().ledger, world_.app().requesters, world_.log};
  http::EventHub hub_{{}, tokens_, world_.clock, world_.metrics, [this] { pace_.expect(0ms); }};
  ChangeFeed feed_{changes_, hub_, pace_, world_.log};
};

TEST_F(ChangeFeedTest, ReadsNothingWhileNobodyListens) {
  world_.submit(test::World::high_risk(world_.ada));
  EXPECT_EQ(calls_of([&] { EXPECT_TRUE(feed_.tell()); }), 0U);
  {
    const auto gone = listener();
  }
  EXPECT_EQ(calls_of([&] { EXPECT_TRUE(feed_.tell()); }), 0U);
}

TEST_F(ChangeFeedTest, ReadsOnceForHoweverManyListen) {
  const auto request = world_.submit(test::World::high_risk(world_.ada));
  const std::vector streams{listener(), listener(), listener()};
  EXPECT_EQ(calls_of([&] { EXPECT_TRUE(feed_.tell()); }), 2U) << "the trail, and the request";
  for (const auto& stream : streams) EXPECT_TRUE(stream->take().bytes.contains(request.id.str()));
  EXPECT_EQ(calls_of([&] { EXPECT_TRUE(feed_.tell()); }), 1U) << "the trail, which has nothing new";
}

TEST_F(ChangeFeedTest, WhatCouldNotBeReadIsLoggedAndToldTheNextTime) {
  const auto request = world_.submit(test::World::high_risk(world_.ada));
  const auto stream = listener();
  world_.gate.arm(1, Fault::kFailsBefore);
  EXPECT_FALSE(feed_.tell());
  EXPECT_EQ(world_.log.count("changes_unavailable"), 1);
  EXPECT_EQ(stream->take().bytes, "");
  EXPECT_FALSE(stream->take().last) << "whoever listens goes on";
  EXPECT_TRUE(feed_.tell());
  EXPECT_TRUE(stream->take().bytes.contains(request.id.str()));
}

TEST_F(ChangeFeedTest, WhoeverComesAndWhateverIsStoredHereIsToldWithoutAPause) {
  const auto earlier = world_.submit(test::World::high_risk(world_.ada));
  feed_.start();
  auto stream = hub_.open(world_.mia.identity, Secret("token")).value();
  std::string text;
  const auto await = [&](const std::string& wanted) {
    while (!text.contains(wanted)) {
      std::promise<void> more;
      stream->on_more([&more, told = false]() mutable {
        if (!std::exchange(told, true)) more.set_value();
      });
      std::string some = stream->take().bytes;
      const bool came = !some.empty() || more.get_future().wait_for(kPatience) == std::future_status::ready;
      stream->on_more({});
      ASSERT_TRUE(came) << text;
      text += some;
    }
  };
  hub_.begin(*stream, {.identity = world_.mia.identity}, {.position = 0});
  await(earlier.id.str());
  const auto later = world_.submit(test::World::high_risk(world_.ben));
  pace_.expect(0ms);  // as PacingLedger does
  await(later.id.str());
  feed_.stop();
}

}  // namespace
}  // namespace curfew::wiring
