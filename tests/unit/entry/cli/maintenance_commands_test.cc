#include "cli_fixture.h"
#include "entry/cli/exit_code.h"

namespace curfew::cli {
namespace {

class MaintenanceCommandsTest : public CliTest {};

TEST_F(MaintenanceCommandsTest, AKeyIsRotatedOnRecord) {
  EXPECT_EQ(run({"key", "rotate"}), kOk);
  EXPECT_EQ(backend_.pool.keys_made, 1);
  const auto events = backend_.store.events("keys", 0, 10);
  ASSERT_TRUE(events);
  ASSERT_EQ(events->size(), 2U);
  EXPECT_EQ(events->front().to, "ASKED");
  EXPECT_EQ(events->back().action, "key.rotate");
  EXPECT_EQ(events->back().to, "DONE");
  EXPECT_EQ(events->back().actor.email, "root");
}

TEST_F(MaintenanceCommandsTest, ARotationAnswersAsJson) {
  EXPECT_EQ(run({"key", "rotate", "--json"}), kOk);
  EXPECT_EQ(out(), "{\"rotated\":true}\n");
}

TEST_F(MaintenanceCommandsTest, AReleaseNeedsAReason) {
  EXPECT_EQ(run({"assignment", "release", "8f14e45f-ceea-467f-a0e6-6f1a3b8a0d5e"}), kUsage);
  EXPECT_NE(err().find("--reason"), std::string::npos) << err();
}

TEST_F(MaintenanceCommandsTest, AReleaseOfWhatIsNotThereIsRefused) {
  EXPECT_NE(run({"assignment", "release", "8f14e45f-ceea-467f-a0e6-6f1a3b8a0d5e", "--reason", "INC-12"}), kOk);
  EXPECT_NE(err().find("no such request"), std::string::npos) << err();
}

TEST_F(MaintenanceCommandsTest, NeitherMakesAStore) {
  run({"key", "rotate"});
  run({"assignment", "release", "8f14e45f-ceea-467f-a0e6-6f1a3b8a0d5e", "--reason", "INC-12"});
  EXPECT_EQ(backend_.missing_stores, (std::vector{MissingStore::kRefuse, MissingStore::kRefuse}));
}

TEST_F(MaintenanceCommandsTest, EachHelpShowsAnExample) {
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"key", "rotate", "--help"}, {"assignment", "release", "--help"}}) {
    EXPECT_EQ(run(command), kOk);
    EXPECT_NE(out().find("Example:\n  curfew " + command.front()), std::string::npos) << out();
  }
}

}  // namespace
}  // namespace curfew::cli
