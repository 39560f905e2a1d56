#include "adapters/sqlite_file/database.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "unit/adapters/sqlite_file/notes.h"

namespace curfew::sqlite_file {
namespace {

class DatabaseTest : public NotesTest {};

TEST_F(DatabaseTest, WhatWasWrittenIsThereAfterReopening) {
  ASSERT_TRUE(add(*open(), "kept"));
  EXPECT_EQ(count(*open()), 1);
}

TEST_F(DatabaseTest, AllItsFilesAreForTheOwnerOnly) {
  const auto database = open();
  ASSERT_TRUE(add(*database, "one"));
  for (const char* suffix : {"", "-wal", "-shm"}) {
    struct stat status{};
    ASSERT_EQ(stat((path() + suffix).c_str(), &status), 0) << suffix;
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << suffix;
  }
}

TEST_F(DatabaseTest, WorkThatFailsIsUndoneAloneAndItsErrorReturned) {
  const auto database = open();
  const Status failed = database->write([](Connection& connection) -> Status {
    if (Status added = connection.run("INSERT INTO notes(text) VALUES ('half')"); !added) return added;
    return fail(ErrorCode::kPolicy, "No.");
  });
  ASSERT_FALSE(failed.has_value());
  EXPECT_EQ(failed.error().code, ErrorCode::kPolicy);
  EXPECT_EQ(count(*database), 0);
}

TEST_F(DatabaseTest, TakenUniqueValueIsAConflict) {
  const auto database = open();
  ASSERT_TRUE(add(*database, "one"));
  const Status again = add(*database, "one");
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
}

TEST_F(DatabaseTest, WhatWorkThrowsReachesItsCallerAndNobodyElse) {
  const auto database = open();
  const auto throwing = [](Connection& connection) -> Status {
    if (Status added = connection.run("INSERT INTO notes(text) VALUES ('half')"); !added) return added;
    throw std::runtime_error("a mistake");
  };
  EXPECT_THROW((void)database->write(throwing), std::runtime_error);
  EXPECT_THROW((void)database->read([](Connection&) -> Status { throw std::runtime_error("too"); }),
               std::runtime_error);
  ASSERT_TRUE(add(*database, "after"));
  EXPECT_EQ(count(*database), 1);
}

TEST_F(DatabaseTest, ManyThreadsWriteAndEachSucceedsOrFailsForItself) {
  constexpr int kThreads = 16;
  constexpr int kEach = 50;
  const auto database = open();
  std::atomic<int> conflicts = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&, thread] {
        for (int i = 0; i < kEach; ++i) {
          // Every second text is written by two threads.
          const int owner = i % 2 == 0 ? thread : thread / 2;
          if (!add(*database, std::to_string(owner) + "/" + std::to_string(i))) ++conflicts;
        }
      });
    }
  }
  EXPECT_EQ(conflicts, kThreads * kEach / 4);
  EXPECT_EQ(count(*database), kThreads * kEach * 3 / 4);
}

TEST_F(DatabaseTest, ReadersSeeOneSnapshotWhileOthersWrite) {
  const auto database = open();
  const Result<std::int64_t> counted = database->read([&](Connection& connection) -> Result<std::int64_t> {
    const Result<std::int64_t> before = count_in(connection);
    if (!before) return before;
    std::jthread([&] { EXPECT_TRUE(add(*database, "meanwhile")); }).join();
    const Result<std::int64_t> after = count_in(connection);
    EXPECT_EQ(*before, after.value_or(-1));
    return after;
  });
  EXPECT_EQ(counted.value_or(-1), 0);
  EXPECT_EQ(count(*database), 1);
}

TEST_F(DatabaseTest, ReadersCannotWrite) {
  const auto database = open();
  const Status written = database->read(
      [](Connection& connection) -> Status { return connection.run("INSERT INTO notes(text) VALUES ('x')"); });
  EXPECT_FALSE(written.has_value());
  EXPECT_EQ(count(*database), 0);
}

TEST_F(DatabaseTest, StatementsOfTheSameTextCanBeUsedWithinEachOther) {
  const auto database = open();
  for (const char* text : {"a", "b", "c"}) ASSERT_TRUE(add(*database, text));
  int pairs = 0;
  const Status read = database->read([&](Connection& connection) -> Status {
    constexpr std::string_view kAll = "SELECT text FROM notes";
    return connection.each(kAll, [&](const Statement&) -> Status {
      return connection.each(kAll, [&](const Statement&) -> Status {
        ++pairs;
        return {};
      });
    });
  });
  EXPECT_TRUE(read.has_value());
  EXPECT_EQ(pairs, 9);
}

TEST_F(DatabaseTest, ForgottenParameterIsAnErrorAndNotNull) {
  const auto database = open();
  const Status written = database->write(
      [](Connection& connection) -> Status { return connection.run("INSERT INTO notes(text) VALUES (?)"); });
  EXPECT_FALSE(written.has_value());
  EXPECT_EQ(count(*database), 0);
}

}  // namespace
}  // namespace curfew::sqlite_file
