#include "adapters/system/entropy.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <set>
#include <string>

namespace curfew::system {
namespace {

TEST(SystemEntropyTest, GivesAsManyBytesAsAskedFor) {
  SystemEntropy entropy;
  for (const std::size_t count : {0U, 1U, 16U, 4096U}) EXPECT_EQ(entropy.bytes(count).size(), count);
}

TEST(SystemEntropyTest, NeverGivesTheSameTwice) {
  SystemEntropy entropy;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(seen.insert(entropy.bytes(16)).second);
}

TEST(SystemEntropyDeathTest, EndsTheProcessRatherThanGiveFewerBytesThanAskedFor) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  SystemEntropy entropy;
  EXPECT_DEATH((void)entropy.bytes(std::size_t{1} << 33U), "");
}

}  // namespace
}  // namespace curfew::system
