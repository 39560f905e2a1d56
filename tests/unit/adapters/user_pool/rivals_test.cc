// What happens when several do the same at the same moment: one wins, and guessing in parallel gains nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <thread>
#include <vector>

#include "adapters/user_pool/totp.h"
#include "unit/adapters/user_pool/pool_fixture.h"

namespace curfew::user_pool {
namespace {

constexpr int kRivals = 8;

class RivalsTest : public PoolTest {
 protected:
  static std::vector<Reply> at_once(const std::function<Reply(int)>& act) {
    std::vector<Reply> replies(kRivals);
    {
      std::vector<std::jthread> rivals;
      for (int i = 0; i < kRivals; ++i) {
        rivals.emplace_back([&act, &replies, i] { replies[static_cast<std::size_t>(i)] = act(i); });
      }
    }
    return replies;
  }
  static std::ptrdiff_t count(const std::vector<Reply>& replies, const std::string& error) {
    return std::ranges::count(replies, error, &Reply::error);
  }
};

TEST_F(RivalsTest, OneNewPasswordWinsAndItIsTheOneThatWasAnswered) {
  add_alice({}, true);
  const std::string session = sign_in(kAlice, kPassword).text("Session");
  const auto password_of = [](int i) { return "Rival-Password-" + std::to_string(i); };
  const auto replies = at_once([&](int i) { return new_password(session, password_of(i)); });
  EXPECT_EQ(count(replies, ""), 1);
  EXPECT_EQ(count(replies, "NotAuthorizedException"), kRivals - 1);
  const auto winner = std::ranges::find(replies, std::string(), &Reply::error) - replies.begin();
  EXPECT_TRUE(is_good(replies[static_cast<std::size_t>(winner)]));
  EXPECT_EQ(sign_in(kAlice, password_of(static_cast<int>(winner))).error, "");
}

TEST_F(RivalsTest, OneCodePassesOnceThroughManySessions) {
  add_alice();
  const Secret seed(std::string(kTotpSeedBytes, 's'));
  const std::string subject = pool_->user_admin().find(kAlice)->subject.str();
  const Status given = store_->write([&](sqlite_file::Connection& connection) {
    return connection.run("UPDATE pool_users SET totp_seed = ?, mfa_preferred = 1",
                          base64url(sealer_->seal(seed, "totp/" + subject)));
  });
  ASSERT_TRUE(given);
  std::vector<std::string> sessions;
  for (int i = 0; i < kRivals; ++i) sessions.push_back(sign_in(kAlice, kPassword).text("Session"));
  const std::string digits = totp_code(seed, totp_step(now_));
  const auto replies = at_once([&](int i) { return code(sessions[static_cast<std::size_t>(i)], digits); });
  EXPECT_EQ(count(replies, ""), 1);
}

TEST_F(RivalsTest, GuessingInParallelGetsNoMoreTriesThanOneByOne) {
  add_alice();
  const auto replies = at_once([&](int i) { return sign_in(kAlice, "Wrong-Password-" + std::to_string(i)); });
  const auto tried = std::ranges::count(replies, "Incorrect username or password.", &Reply::message);
  const auto refused = std::ranges::count(replies, "Password attempts exceeded", &Reply::message);
  EXPECT_EQ(tried, 5);
  EXPECT_EQ(refused, kRivals - 5);
}

TEST_F(RivalsTest, RightPasswordsAtTheSameMomentAllGetIn) {
  add_alice();
  const auto replies = at_once([&](int) { return sign_in(kAlice, kPassword); });
  EXPECT_EQ(count(replies, ""), kRivals);
}

TEST_F(RivalsTest, TokensAreVerifiedWhileKeysRotate) {
  add_alice();
  const Reply signed_in = alice_signs_in();
  std::atomic<int> refused = 0;
  {
    std::vector<std::jthread> rivals;
    rivals.emplace_back([&] { EXPECT_TRUE(pool_->user_admin().rotate_signing_key(now_)); });
    for (int i = 1; i < kRivals; ++i) {
      rivals.emplace_back([&] {
        for (int round = 0; round < 20; ++round) refused += is_good(signed_in) ? 0 : 1;
      });
    }
  }
  EXPECT_EQ(refused, 0);
}

TEST_F(RivalsTest, TheSameEmailIsAddedOnce) {
  std::atomic<int> added = 0;
  {
    std::vector<std::jthread> rivals;
    for (int i = 0; i < kRivals; ++i) {
      rivals.emplace_back(
          [&] { added += pool_->user_admin().add(kAlice, {}, Secret(kPassword), false, now_).has_value() ? 1 : 0; });
    }
  }
  EXPECT_EQ(added, 1);
  EXPECT_EQ(pool_->user_admin().list()->size(), 1U);
}

}  // namespace
}  // namespace curfew::user_pool
