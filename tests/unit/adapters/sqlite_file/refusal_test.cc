// Files that Curfew must not touch, and what it says about them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "unit/adapters/sqlite_file/notes.h"

namespace curfew::sqlite_file {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr std::size_t kPage = 4096;
constexpr uid_t kNobody = 65534;

class RefusalTest : public NotesTest {
 protected:
  // A store with some pages of notes, closed.
  void make_store() {
    const auto database = open();
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(add(*database, std::to_string(i) + std::string(1000, 'x')));
  }
};

TEST_F(RefusalTest, AMissingFolder) {
  const Error error = Database::open(folder_ / "missing/curfew.db", {notes_schema()}).error();
  EXPECT_EQ(error.code, ErrorCode::kUnavailable);
  EXPECT_THAT(error.public_text, AllOf(HasSubstr("missing does not exist"), HasSubstr("Make it")));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "missing"));
}

TEST_F(RefusalTest, AFolderInPlaceOfTheFile) {
  std::filesystem::create_directory(path());
  const Error error = Database::open(path(), {notes_schema()}).error();
  EXPECT_EQ(error.code, ErrorCode::kUnavailable);
  EXPECT_THAT(error.public_text, HasSubstr("must name a file"));
}

TEST_F(RefusalTest, NoNameAtAll) {
  EXPECT_THAT(Database::open("", {notes_schema()}).error().public_text, HasSubstr("store.path is empty"));
}

TEST_F(RefusalTest, NamesThatSqliteTakesForSomethingElseAreFileNamesHere) {
  for (const char* name : {":memory:", "file:curfew.db?mode=memory"}) {
    const std::filesystem::path before = std::filesystem::current_path();
    std::filesystem::current_path(folder_.path());
    const auto opened = Database::open(name, {notes_schema()});
    std::filesystem::current_path(before);
    ASSERT_TRUE(opened.has_value()) << opened.error().log_text;
    EXPECT_TRUE(std::filesystem::exists(folder_ / name)) << name;
  }
}

TEST_F(RefusalTest, AFileThatIsNoDatabase) {
  for (const std::string& contents :
       {std::string("[server]\nlisten = 1\n"), std::string(3 * kPage, 'x'), std::string(1, '\0')}) {
    write_bytes(contents);
    const Error error = refusal();
    EXPECT_EQ(error.code, ErrorCode::kDamaged);
    EXPECT_THAT(error.public_text,
                AllOf(HasSubstr("no SQLite database"), HasSubstr("Nothing was changed"), HasSubstr("store.path")));
    EXPECT_FALSE(std::filesystem::exists(path() + "-wal"));
  }
}

TEST_F(RefusalTest, TheDatabaseOfAnotherProgram) {
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(path().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "PRAGMA journal_mode = WAL; CREATE TABLE bookmarks(url)", nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(other);
  const Error error = refusal();
  EXPECT_EQ(error.code, ErrorCode::kDamaged);
  EXPECT_THAT(error.public_text, AllOf(HasSubstr("another program"), HasSubstr("Nothing was changed")));
}

TEST_F(RefusalTest, ADeviceInPlaceOfTheFile) {
  EXPECT_EQ(Database::open("/dev/null", {notes_schema()}).error().code, ErrorCode::kDamaged);
}

TEST_F(RefusalTest, AnEmptyFileIsANewStore) {
  write_bytes("");
  EXPECT_EQ(count(*open()), 0);
}

TEST_F(RefusalTest, ADamagedPage) {
  make_store();
  const std::string good = *bytes();
  ASSERT_GT(good.size(), 8 * kPage);
  for (std::size_t page = 1; page < good.size() / kPage; page += 5) {
    write_bytes(std::string(good).replace(page * kPage, kPage, std::string(kPage, '\xA5')));
    const Error error = refusal();
    EXPECT_EQ(error.code, ErrorCode::kDamaged) << "page " << page;
    EXPECT_THAT(error.public_text, AllOf(HasSubstr("damaged"), HasSubstr("restore the last good backup")));
  }
  write_bytes(good);
  EXPECT_EQ(count(*open()), 50);
}

TEST_F(RefusalTest, AFileThatWasCutShort) {
  make_store();
  const std::string good = *bytes();
  for (const std::size_t pages : {good.size() / kPage - 1, good.size() / kPage / 2, std::size_t{1}}) {
    write_bytes(good.substr(0, pages * kPage));
    EXPECT_EQ(refusal().code, ErrorCode::kDamaged) << pages << " pages left";
  }
}

TEST_F(RefusalTest, DamageThatComesLaterIsFoundByTheCheckAndByTheReader) {
  make_store();
  const auto database = open();
  ASSERT_TRUE(database->check().has_value());
  const std::string good = *bytes();
  write_bytes(good.substr(0, kPage) + std::string(good.size() - kPage, '\xA5'));
  EXPECT_EQ(database->check().error().code, ErrorCode::kDamaged);
  EXPECT_EQ(database->read(count_in).error().code, ErrorCode::kDamaged);
}

TEST_F(RefusalTest, AStoreOfANewerVersion) {
  Schema newer = notes_schema();
  newer.migrations.emplace_back("ALTER TABLE notes ADD COLUMN author TEXT");
  {
    ASSERT_TRUE(add(*open({newer}), "kept"));
  }
  const Error error = refusal();
  EXPECT_EQ(error.code, ErrorCode::kConfiguration);
  EXPECT_THAT(error.public_text,
              AllOf(HasSubstr("newer"), HasSubstr("Use Curfew " CURFEW_VERSION), HasSubstr("Nothing was changed")));
  EXPECT_THAT(error.log_text, HasSubstr("notes has version 2, this program knows 1"));
  EXPECT_EQ(count(*open({newer})), 1);
}

// Runs `body` in a process of its own, as a user whom nothing belongs to when this one may do everything. True when
// `body` was true.
template <class Body>
bool as_nobody(Body body) {
  const pid_t child = fork();
  if (child == 0) {
    const bool dropped = geteuid() != 0 || setresuid(kNobody, kNobody, kNobody) == 0;
    _exit(dropped && body() ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST_F(RefusalTest, AFileThatMayNotBeWritten) {
  make_store();
  ASSERT_EQ(chmod(folder_.path().c_str(), 0755), 0);
  ASSERT_EQ(chmod(path().c_str(), 0444), 0);
  const std::string before = *bytes();
  EXPECT_TRUE(as_nobody([&] {
    const auto opened = Database::open(path(), {notes_schema()});
    return !opened && opened.error().code == ErrorCode::kUnavailable &&
           opened.error().public_text.find("cannot be written") != std::string::npos;
  }));
  EXPECT_EQ(bytes(), before);
  EXPECT_FALSE(std::filesystem::exists(path() + "-wal"));
}

TEST_F(RefusalTest, AFolderThatMayNotBeWritten) {
  ASSERT_EQ(chmod(folder_.path().c_str(), 0555), 0);
  EXPECT_TRUE(as_nobody([&] {
    const auto opened = Database::open(path(), {notes_schema()});
    return !opened && opened.error().code == ErrorCode::kUnavailable &&
           opened.error().public_text.find("must belong to the user") != std::string::npos;
  }));
  ASSERT_EQ(chmod(folder_.path().c_str(), 0755), 0);
  EXPECT_FALSE(std::filesystem::exists(path()));
}

}  // namespace
}  // namespace curfew::sqlite_file
