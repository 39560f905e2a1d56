#include "cli_fixture.h"
#include "entry/cli/exit_code.h"
#include "support/scenes.h"

namespace curfew::cli {
namespace {

class MaintenanceCommandsTest : public CliTest {
 protected:
  // Nobody waits for it.
  void store_blocked() {
    Assignment assignment{.key = key_, .version = 1, .state = AssignmentState::kBlocked};
    assignment.operation = Operation{.kind = OperationKind::kDelete};
    ASSERT_TRUE(backend_.store.commit({.assignments = {{.expected_version = 0, .record = assignment}}}));
  }

  const AssignmentKey key_ = test::alices_access();
};

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

TEST_F(MaintenanceCommandsTest, MakingTheStoreSaysWhatItMadeAndWhatItFound) {
  backend_.created = {"Made the table A.", "The table B stood already."};
  EXPECT_EQ(run({"store", "create", "--config", "aws.toml"}), kOk);
  EXPECT_EQ(out(), "Made the table A.\nThe table B stood already.\n");
  EXPECT_EQ(backend_.config_files, (std::vector<std::optional<std::string>>{"aws.toml"}));
  EXPECT_EQ(run({"store", "create", "--json"}), kOk);
  EXPECT_EQ(out(), "{\"done\":[\"Made the table A.\",\"The table B stood already.\"]}\n");
}

TEST_F(MaintenanceCommandsTest, AStoreThatCannotBeMadeIsAFailure) {
  backend_.failure = Error{.code = ErrorCode::kConfiguration, .public_text = "Curfew may not make tables."};
  EXPECT_EQ(run({"store", "create"}), kConfiguration);
  EXPECT_NE(err().find("may not make tables"), std::string::npos) << err();
  EXPECT_EQ(run({"store"}), kUsage);
}

TEST_F(MaintenanceCommandsTest, AReleaseNeedsAReason) {
  EXPECT_EQ(run({"assignment", "release", "8f14e45f-ceea-467f-a0e6-6f1a3b8a0d5e"}), kUsage);
  EXPECT_NE(err().find("--reason"), std::string::npos) << err();
}

TEST_F(MaintenanceCommandsTest, AReleaseOfWhatIsNotThereIsRefused) {
  EXPECT_NE(run({"assignment", "release", "8f14e45f-ceea-467f-a0e6-6f1a3b8a0d5e", "--reason", "INC-12"}), kOk);
  EXPECT_NE(err().find("no such request"), std::string::npos) << err();
}

TEST_F(MaintenanceCommandsTest, ABlockedAssignmentIsReleasedByItsKey) {
  store_blocked();
  EXPECT_EQ(run({"assignment", "release", key_.str(), "--reason", "INC-12"}), kOk) << err();
  EXPECT_EQ(out(), "Released. Assignment " + key_.str() + " is UNKNOWN now.\n");
  const auto events = backend_.store.events("assignment/" + key_.str(), 0, 10);
  ASSERT_TRUE(events);
  EXPECT_EQ(events->back().action, "assignment.released");
  EXPECT_EQ(events->back().actor.email, "root");
  EXPECT_EQ(events->back().detail, "INC-12");
}

TEST_F(MaintenanceCommandsTest, AReleaseByKeyAnswersAsJson) {
  store_blocked();
  EXPECT_EQ(run({"--json", "assignment", "release", key_.str(), "--reason", "INC-12"}), kOk) << err();
  EXPECT_EQ(out(), "{\"assignment\":\"" + key_.str() + "\",\"state\":\"UNKNOWN\"}\n");
}

TEST_F(MaintenanceCommandsTest, AKeyUnderWhichNothingIsStoredIsRefused) {
  EXPECT_EQ(run({"assignment", "release", key_.str(), "--reason", "INC-12"}), kRefused);
  EXPECT_NE(err().find(key_.str()), std::string::npos) << err();
}

TEST_F(MaintenanceCommandsTest, WhatIsNeitherARequestNorAKeyIsWrongUsage) {
  for (const std::string text : {"12", "8F14E45F-CEEA-467F-A0E6-6F1A3B8A0D5E", "9067-alice/111122223333"}) {
    EXPECT_EQ(run({"--json", "assignment", "release", text, "--reason", "INC-12"}), kUsage) << text;
    EXPECT_NE(err().find("USER_ID/ACCOUNT_ID/PERMISSION_SET_ARN"), std::string::npos) << err();
    EXPECT_NE(out().find("\"code\":\"invalid_request\""), std::string::npos) << out();
  }
  EXPECT_TRUE(backend_.missing_stores.empty()) << "no store is opened for it";
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
