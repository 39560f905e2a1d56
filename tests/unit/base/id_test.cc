#include "base/id.h"

#include <gtest/gtest.h>

#include <concepts>
#include <unordered_set>

namespace curfew {
namespace {

static_assert(!std::convertible_to<UserId, AccountId> && !std::constructible_from<UserId, AccountId>,
              "an account cannot be passed where a user is wanted");
static_assert(!std::convertible_to<std::string, UserId>, "a text becomes an id only on purpose");

TEST(IdTest, ComparesByteByByte) {
  EXPECT_EQ(RequestId("a"), RequestId("a"));
  EXPECT_NE(RequestId("a"), RequestId("A"));
  EXPECT_LT(RequestId("a"), RequestId("b"));
  EXPECT_TRUE(RequestId().empty());
  EXPECT_EQ(RequestId("a").str(), "a");
}

TEST(IdTest, CanBeAKey) {
  const std::unordered_set<UserId> users{UserId("a"), UserId("b"), UserId("a")};
  EXPECT_EQ(users.size(), 2U);
  EXPECT_TRUE(users.contains(UserId("b")));
}

}  // namespace
}  // namespace curfew
