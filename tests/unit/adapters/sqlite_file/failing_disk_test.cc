// What a write says when the disk fails, and that what it says is true.

#include "unit/adapters/sqlite_file/failing_disk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "unit/adapters/sqlite_file/notes.h"

namespace curfew::sqlite_file {
namespace {

using testing::HasSubstr;

class FailingDiskTest : public NotesTest {
 protected:
  void SetUp() override {
    database_ = open();
    ASSERT_TRUE(add(*database_, "before"));
  }

  // How many notes somebody would find who starts after a power loss now.
  [[nodiscard]] std::int64_t count_after_power_loss() {
    const test::TempDir elsewhere;
    for (const char* suffix : {"", "-wal"}) {
      std::filesystem::copy_file(path() + suffix, (elsewhere / "curfew.db").string() + suffix);
    }
    const auto opened = Database::open(elsewhere / "curfew.db", {notes_schema()});
    EXPECT_TRUE(opened.has_value()) << opened.error().log_text;
    return opened ? count(**opened) : -1;
  }

  FailingDisk disk_;
  std::unique_ptr<Database> database_;
};

TEST_F(FailingDiskTest, AFullDiskIsToldAboutAndNothingElseIsLost) {
  disk_.fail_writes(ENOSPC);
  const Status written = add(*database_, "too much");
  ASSERT_FALSE(written.has_value());
  EXPECT_EQ(written.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(written.error().effect, Effect::kMaybe);
  EXPECT_THAT(written.error().public_text, HasSubstr("full"));

  disk_.heal();
  EXPECT_EQ(count(*database_), 1);
  ASSERT_TRUE(add(*database_, "after"));
  EXPECT_EQ(count(*database_), 2);
  EXPECT_EQ(count_after_power_loss(), 2);
}

TEST_F(FailingDiskTest, EverybodyWhoWroteWhileTheDiskFailedIsTold) {
  constexpr int kWriters = 16;
  disk_.fail_writes(EIO);
  std::atomic<int> told = 0;
  {
    std::vector<std::jthread> writers;
    for (int i = 0; i < kWriters; ++i) {
      writers.emplace_back([&, i] {
        const Status written = add(*database_, std::to_string(i));
        if (!written && written.error().code == ErrorCode::kUnavailable) ++told;
      });
    }
  }
  EXPECT_EQ(told, kWriters);
  disk_.heal();
  EXPECT_EQ(count(*database_), 1);
}

TEST_F(FailingDiskTest, WorkThatWasUndoneAnywayHadNoEffectForSure) {
  disk_.fail_writes(ENOSPC);
  const Status refused = database_->write([](Connection& connection) -> Status {
    if (Status added = connection.run("INSERT INTO notes(text) VALUES ('half')"); !added) return added;
    return fail(ErrorCode::kPolicy, "No.");
  });
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().effect, Effect::kNone);
}

// The commit has reached the disk, only its sync failed: a recovery would find it, this process does not.
TEST_F(FailingDiskTest, NobodyReadsAnAnswerThatAPowerLossWouldTurnRound) {
  disk_.fail_syncs(EIO);
  const Status written = add(*database_, "perhaps");
  ASSERT_FALSE(written.has_value());
  EXPECT_EQ(written.error().effect, Effect::kMaybe);
  EXPECT_EQ(count_after_power_loss(), 2) << "otherwise this test shows nothing";

  const auto unread = database_->read(count_in);
  ASSERT_FALSE(unread.has_value()) << "neither 1 nor 2 is the truth yet";
  EXPECT_EQ(unread.error().code, ErrorCode::kUnavailable);

  disk_.heal();
  EXPECT_EQ(count(*database_), 1);
  EXPECT_EQ(count_after_power_loss(), 1);
}

TEST_F(FailingDiskTest, TheNextWriteSettlesWhatWasUnknown) {
  disk_.fail_syncs(EIO);
  EXPECT_FALSE(add(*database_, "perhaps").has_value());
  disk_.heal();
  ASSERT_TRUE(add(*database_, "surely"));
  EXPECT_EQ(count(*database_), 2);
  EXPECT_EQ(count_after_power_loss(), 2);
}

TEST_F(FailingDiskTest, AStoreThatCannotBeMadeIsMadeAtTheNextStart) {
  const std::string fresh = folder_ / "fresh.db";
  disk_.fail_writes(ENOSPC);
  const auto failed = Database::open(fresh, {notes_schema()});
  ASSERT_FALSE(failed.has_value());
  EXPECT_EQ(failed.error().code, ErrorCode::kUnavailable);
  disk_.heal();
  const auto opened = Database::open(fresh, {notes_schema()});
  ASSERT_TRUE(opened.has_value()) << opened.error().log_text;
  EXPECT_EQ(count(**opened), 0);
}

}  // namespace
}  // namespace curfew::sqlite_file
