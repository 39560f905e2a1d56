#include "architecture/call_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace curfew::architecture {
namespace {

using testing::HasSubstr;

std::string verdict(const std::string& path, const std::string& text) {
  return report(check_calls({parse_source(path, text)}));
}

TEST(Calls, ReadTheWallClockInTheSystemAdapterOnly) {
  const std::string text = "int x;\nauto now = std::chrono::system_clock::now();\n";
  EXPECT_EQ(verdict("src/adapters/system/clock.cc", text), "");
  EXPECT_EQ(verdict("src/domain/lifecycle.cc", text),
            "src/domain/lifecycle.cc:2: 'system_clock::now' is banned: the wall clock is read by the Clock port only; "
            "pass the time as an argument\n");
  EXPECT_THAT(verdict("src/entry/http/server.cc", text), HasSubstr("is banned"));
  EXPECT_THAT(verdict("src/app/sweep.cc", "auto t = std::time(nullptr);"), HasSubstr("is banned"));
}

TEST(Calls, MeasureTimeInTheSystemAdapterAndTheServersTimers) {
  const std::string text = "auto start = steady_clock :: now();\n";
  EXPECT_EQ(verdict("src/entry/http/timers.cc", text), "");
  EXPECT_EQ(verdict("src/adapters/system/clock.cc", text), "");
  EXPECT_THAT(verdict("src/adapters/sqlite/ledger.cc", text), HasSubstr("is banned"));
}

TEST(Calls, TakeRandomnessFromThePort) {
  EXPECT_THAT(verdict("src/adapters/system/entropy.cc", "std::random_device source;"), HasSubstr("is banned"));
  EXPECT_THAT(verdict("src/app/submit.cc", "int n = rand ();"), HasSubstr("is banned"));
  EXPECT_EQ(verdict("src/app/submit.cc", "auto id = entropy_.random(16); operand(1);"), "");
}

TEST(Calls, ReadTheEnvironmentInMainOnly) {
  EXPECT_EQ(verdict("src/main/config.cc", "std::getenv(name);"), "");
  EXPECT_THAT(verdict("src/adapters/aws/region.cc", "std::getenv(name);"), HasSubstr("in src/main only"));
}

TEST(Calls, DoNotSleepInTheCoreOrInUnitTests) {
  const std::string text = "std::this_thread::sleep_for(delay);";
  EXPECT_THAT(verdict("src/app/sweep.cc", text), HasSubstr("nothing sleeps here"));
  EXPECT_THAT(verdict("tests/unit/app/sweep_test.cc", text), HasSubstr("nothing sleeps here"));
  EXPECT_EQ(verdict("tests/e2e/server_test.cc", text), "");
}

TEST(Calls, InCommentsAndLiteralsAreWords) {
  EXPECT_EQ(verdict("src/domain/lifecycle.cc", "// never system_clock::now()\nauto s = \"getenv(x)\";\n"), "");
}

}  // namespace
}  // namespace curfew::architecture
