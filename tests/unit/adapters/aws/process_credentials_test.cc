#include "adapters/aws/process_credentials.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/aws/child_process.h"

namespace curfew::aws {
namespace {

using testing::ElementsAre;
using testing::Optional;
using namespace std::chrono_literals;

const std::map<std::string, std::string> kEnvironment{{"PATH", "/usr/bin:/bin"}, {"NAME", "value"}};

TEST(CommandLines, AreSplitAsAShellWould) {
  EXPECT_THAT(split_command("  a  b\tc "), Optional(ElementsAre("a", "b", "c")));
  EXPECT_THAT(split_command(R"(a "b c" 'd "e' f\ g)"), Optional(ElementsAre("a", "b c", "d \"e", "f g")));
  EXPECT_THAT(split_command(R"(a "" '' b"c"'d')"), Optional(ElementsAre("a", "", "", "bcd")));
  EXPECT_THAT(split_command(R"(a "\"\\\n" '\n')"), Optional(ElementsAre("a", R"("\\n)", R"(\n)")));
  EXPECT_THAT(split_command("a $HOME `b` ; c | d > e *"),
              Optional(ElementsAre("a", "$HOME", "`b`", ";", "c", "|", "d", ">", "e", "*")));
}

TEST(CommandLines, ThatEndTooEarlyAreNone) {
  for (const char* const line : {"", "   ", "a 'b", "a \"b", "a \\", "'' b"}) EXPECT_FALSE(split_command(line)) << line;
}

TEST(ChildProcesses, PrintTheirOutput) { EXPECT_EQ(output_of({"echo", "a  b"}, kEnvironment, 5s, 100), "a  b\n"); }

TEST(ChildProcesses, SeeOnlyTheEnvironmentThatTheyAreGiven) {
  EXPECT_EQ(output_of({"env"}, kEnvironment, 5s, 1000), "NAME=value\nPATH=/usr/bin:/bin\n");
}

TEST(ChildProcesses, FindNothingOfOursOpen) {
  EXPECT_EQ(output_of({"sh", "-c", "ls /proc/$$/fd; cat"}, kEnvironment, 5s, 1000), "0\n1\n2\n");
}

TEST(ChildProcesses, AreKilledWhenTheyAreLate) {
  const auto late = output_of({"sh", "-c", "echo started; sleep 100"}, kEnvironment, 50ms, 100);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ErrorCode::kUnavailable);
  const auto silent = output_of({"sh", "-c", "exec >&-; sleep 100"}, kEnvironment, 50ms, 100);
  EXPECT_FALSE(silent);
}

TEST(ChildProcesses, AreKilledWhenTheyPrintTooMuch) { EXPECT_FALSE(output_of({"yes"}, kEnvironment, 5s, 10'000)); }

}  // namespace
}  // namespace curfew::aws
