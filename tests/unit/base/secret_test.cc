#include "base/secret.h"

#include <gtest/gtest.h>

#include <concepts>
#include <sstream>

namespace curfew {
namespace {

const std::string kLong(200, 'p');  // beyond what a std::string holds in itself

template <class T>
concept Printable = requires(std::ostringstream& out, const T& value) { out << value; };

static_assert(!Printable<Secret>, "a secret cannot be printed by accident");
static_assert(!std::convertible_to<Secret, std::string> && !std::convertible_to<Secret, std::string_view>);
static_assert(!std::convertible_to<std::string, Secret>);

TEST(SecretTest, IsKeptAsItCame) {
  EXPECT_EQ(Secret("hunter2").reveal(), "hunter2");
  EXPECT_EQ(Secret(kLong).reveal(), kLong);
  EXPECT_TRUE(Secret().empty());
}

TEST(SecretTest, EqualsOnlyTheSameBytes) {
  const Secret secret(std::string("a\0b", 3));
  EXPECT_TRUE(secret.equals(std::string_view("a\0b", 3)));
  EXPECT_FALSE(secret.equals("a"));
  EXPECT_FALSE(secret.equals(std::string_view("a\0c", 3)));
  EXPECT_FALSE(secret.equals(std::string_view("a\0bb", 4)));
  EXPECT_FALSE(secret.equals(""));
  EXPECT_TRUE(Secret().equals(""));
}

TEST(SecretTest, WhoseTextWasMovedAwayHoldsNothing) {
  for (const std::string& text : {std::string("short"), kLong}) {
    Secret from(text);
    Secret to(std::move(from));
    EXPECT_EQ(to.reveal(), text);
    EXPECT_TRUE(from.empty());  // NOLINT(bugprone-use-after-move): that is the point
    Secret third("before");
    third = std::move(to);
    EXPECT_EQ(third.reveal(), text);
    EXPECT_TRUE(to.empty());  // NOLINT(bugprone-use-after-move)
  }
}

TEST(SecretTest, CopiesAndAssignmentToItselfKeepIt) {
  Secret secret(kLong);
  Secret copy("before");
  copy = secret;
  const Secret& itself = secret;
  secret = itself;
  EXPECT_EQ(secret.reveal(), kLong);
  EXPECT_EQ(copy.reveal(), kLong);
}

}  // namespace
}  // namespace curfew
