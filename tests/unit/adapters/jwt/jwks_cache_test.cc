#include "adapters/jwt/jwks_cache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

#include "support/fake_clock.h"
#include "support/recording_log.h"
#include "support/token_signer.h"

namespace curfew::jwt {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using test::TokenSigner;
using testing::HasSubstr;

class JwksCacheTest : public testing::Test {
 protected:
  // "found", "none", or the code of the failure.
  std::string find(const std::string& kid) {
    const auto key = cache_.find(kid);
    if (!key) return std::string(word(key.error().code));
    return *key == nullptr ? "none" : "found";
  }

  TokenSigner first_ = TokenSigner::p256("first");
  TokenSigner second_ = TokenSigner::p256("second");
  test::FakeClock clock_;
  test::RecordingLog log_;
  std::string document_ = test::jwks_of({&first_});
  bool address_answers_ = true;
  std::atomic<int> fetches_ = 0;
  std::function<void()> during_fetch_ = [] {};
  JwksCache cache_{[this]() -> Result<std::string> {
                     ++fetches_;
                     during_fetch_();
                     if (!address_answers_) return fail(ErrorCode::kUnavailable, "away", "connection refused");
                     return document_;
                   },
                   JwksCacheSettings{}, clock_, log_};
};

TEST_F(JwksCacheTest, KeysAreFetchedOnceAndKept) {
  for (int i = 0; i < 100; ++i) EXPECT_EQ(find("first"), "found");
  EXPECT_EQ(fetches_, 1);
}

TEST_F(JwksCacheTest, KeysAreFetchedAnewWhenTheyAreAnHourOld) {
  EXPECT_EQ(find("first"), "found");
  clock_.advance(hours(1) - Millis(1));
  EXPECT_EQ(find("first"), "found");
  EXPECT_EQ(fetches_, 1);
  clock_.advance(Millis(1));
  EXPECT_EQ(find("first"), "found");
  EXPECT_EQ(fetches_, 2);
}

TEST_F(JwksCacheTest, AWithdrawnKeyCountsNoLongerThanAnHour) {
  EXPECT_EQ(find("first"), "found");
  document_ = test::jwks_of({&second_});
  clock_.advance(hours(1));
  EXPECT_EQ(find("first"), "none");
  EXPECT_EQ(find("second"), "found");
}

TEST_F(JwksCacheTest, ANewKidIsLookedUpAtOnce) {
  EXPECT_EQ(find("first"), "found");
  clock_.advance(minutes(1));
  document_ = test::jwks_of({&first_, &second_});
  EXPECT_EQ(find("second"), "found");
  EXPECT_EQ(fetches_, 2);
}

TEST_F(JwksCacheTest, InventedKidsCauseNoMoreThanOneFetchInTenSeconds) {
  EXPECT_EQ(find("first"), "found");
  for (int second = 0; second < 60; ++second) {
    clock_.advance(seconds(1));
    for (int i = 0; i < 50; ++i) EXPECT_EQ(find("invented " + std::to_string(second * 50 + i)), "none");
    EXPECT_EQ(find("first"), "found");
  }
  EXPECT_EQ(fetches_, 1 + 6);
}

TEST_F(JwksCacheTest, WhileTheAddressIsDownTheLastKeysGoOnForADay) {
  EXPECT_EQ(find("first"), "found");
  address_answers_ = false;
  clock_.advance(hours(24) - Millis(1));
  EXPECT_EQ(find("first"), "found");
  EXPECT_THAT(log_.text(), HasSubstr("token_keys_not_fetched cause=connection refused"));
  clock_.advance(Millis(1));
  EXPECT_EQ(find("first"), "unavailable");
  clock_.advance(seconds(10));
  EXPECT_EQ(find("first"), "unavailable");
  address_answers_ = true;
  clock_.advance(seconds(10));
  EXPECT_EQ(find("first"), "found");
}

TEST_F(JwksCacheTest, ADeadAddressIsAskedNoMoreThanOnceInTenSeconds) {
  address_answers_ = false;
  for (int second = 0; second < 30; ++second) {
    const auto key = cache_.find("first");
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().code, ErrorCode::kUnavailable);
    EXPECT_EQ(key.error().retry_after_seconds, 10 - second % 10);
    clock_.advance(seconds(1));
  }
  EXPECT_EQ(fetches_, 3);
}

// Whether a kid is new or invented cannot be told while the issuer cannot be asked: that is no verdict on the token.
TEST_F(JwksCacheTest, ANewKidWhileTheAddressIsDownIsNotRefused) {
  EXPECT_EQ(find("first"), "found");
  clock_.advance(minutes(1));
  address_answers_ = false;
  EXPECT_EQ(find("second"), "unavailable");
  EXPECT_EQ(find("second"), "unavailable");
  EXPECT_EQ(find("first"), "found");
  EXPECT_EQ(fetches_, 2);
}

TEST_F(JwksCacheTest, ADocumentThatIsNoneLeavesTheKeysAsTheyWere) {
  EXPECT_EQ(find("first"), "found");
  for (const char* broken : {"<html>Sign in to the Wi-Fi</html>", R"({"keys":[]})", R"({"keys":[{"kty":"OKP"}]})"}) {
    document_ = broken;
    clock_.advance(hours(2));
    EXPECT_EQ(find("first"), "found") << broken;
  }
  EXPECT_EQ(fetches_, 4);
}

TEST_F(JwksCacheTest, AClockThatIsSetBackKeepsNoKeyYoung) {
  EXPECT_EQ(find("first"), "found");
  clock_.advance(-hours(3));
  EXPECT_EQ(find("first"), "found");
  EXPECT_EQ(fetches_, 2);
  clock_.advance(-hours(48));
  address_answers_ = false;
  EXPECT_EQ(find("first"), "unavailable");
}

TEST_F(JwksCacheTest, WhatIsLeftOutIsTold) {
  const TokenSigner weak = TokenSigner::rsa("weak", 1024);
  document_ = test::jwks_of({&weak, &first_});
  EXPECT_EQ(find("first"), "found");
  EXPECT_EQ(find("weak"), "none");
  EXPECT_THAT(log_.text(), HasSubstr("token_key_left_out reason=weak: an RSA key of 1024 bits is too weak"));
}

TEST_F(JwksCacheTest, WarmingFetchesWhatIsNotThere) {
  EXPECT_TRUE(cache_.warm());
  EXPECT_TRUE(cache_.warm());
  EXPECT_EQ(fetches_, 1);
  address_answers_ = false;
  clock_.advance(hours(2));
  EXPECT_FALSE(cache_.warm());
  EXPECT_EQ(find("first"), "found");
}

TEST_F(JwksCacheTest, OneThreadFetchesAndNobodyWaitsForIt) {
  EXPECT_EQ(find("first"), "found");
  clock_.advance(minutes(1));
  document_ = test::jwks_of({&first_, &second_});
  std::latch under_way(1);
  std::latch go_on(1);
  during_fetch_ = [&] {
    under_way.count_down();
    go_on.wait();
  };
  std::string found;
  std::jthread fetching([&] { found = find("second"); });
  under_way.wait();
  // The clock goes far, and still nobody else fetches.
  clock_.advance(minutes(5));
  EXPECT_EQ(find("first"), "found");
  EXPECT_EQ(find("second"), "unavailable");
  EXPECT_EQ(find("invented"), "unavailable");
  EXPECT_EQ(fetches_, 2);
  go_on.count_down();
  fetching.join();
  EXPECT_EQ(found, "found");
  EXPECT_EQ(find("second"), "found");
}

TEST_F(JwksCacheTest, ManyThreadsAtOnceFetchOnce) {
  EXPECT_TRUE(cache_.warm());
  clock_.advance(hours(1));
  std::vector<std::jthread> threads;
  std::atomic<int> found = 0;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      if (find("first") == "found") ++found;
    });
  }
  threads.clear();
  EXPECT_EQ(found, 8);
  EXPECT_EQ(fetches_, 2);
}

}  // namespace
}  // namespace curfew::jwt
