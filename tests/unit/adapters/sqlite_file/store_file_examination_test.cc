#include "adapters/sqlite_file/store_file_examination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "adapters/sqlite_file/database.h"
#include "support/temp_dir.h"

namespace curfew::sqlite_file {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const Schema kNotes{.component = "notes", .migrations = {"CREATE TABLE notes(text TEXT NOT NULL) STRICT;"}};

class StoreFileExaminationTest : public testing::Test {
 protected:
  void make_store(const std::vector<Schema>& schemas = {kNotes}) {
    ASSERT_TRUE(Database::open(path_, schemas)) << "a store to examine";
  }
  std::vector<Diagnosis> examine() { return StoreFileExamination(path_, {kNotes}).examine(); }
  // The one thing that is broken.
  Diagnosis broken_thing() {
    const std::vector<Diagnosis> all = examine();
    EXPECT_EQ(std::ranges::count(all, Health::kBroken, &Diagnosis::health), 1);
    const auto found = std::ranges::find(all, Health::kBroken, &Diagnosis::health);
    return found == all.end() ? Diagnosis{} : *found;
  }
  [[nodiscard]] std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(directory_.path())) names.push_back(entry.path().filename());
    std::ranges::sort(names);
    return names;
  }

  test::TempDir directory_;
  std::string path_ = directory_ / "curfew.db";
};

TEST_F(StoreFileExaminationTest, AGoodStoreWorks) {
  make_store();
  for (const Diagnosis& one : examine()) EXPECT_EQ(one.health, Health::kWorks) << one.subject << one.text;
}

TEST_F(StoreFileExaminationTest, AStoreThatIsNotThereYetIsNotMade) {
  for (const Diagnosis& one : examine()) EXPECT_EQ(one.health, Health::kWorks) << one.subject << one.text;
  EXPECT_TRUE(files().empty());
}

TEST_F(StoreFileExaminationTest, AFolderThatIsNotThere) {
  path_ = directory_ / "nowhere" / "curfew.db";
  const auto all = examine();
  EXPECT_EQ(all.front().health, Health::kBroken);
  EXPECT_THAT(all.front().remedy, HasSubstr("store.path"));
}

TEST_F(StoreFileExaminationTest, AFileThatOthersMayRead) {
  make_store();
  fs::permissions(path_, fs::perms::group_read, fs::perm_options::add);
  EXPECT_THAT(broken_thing().remedy, HasSubstr("chmod 600"));
}

TEST_F(StoreFileExaminationTest, AFileOfSomebodyElseIsLeftAlone) {
  std::ofstream(path_) << "these are somebody's notes, not a database" << std::string(1000, '.');
  fs::permissions(path_, fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_THAT(broken_thing().text, HasSubstr("no SQLite database"));
  EXPECT_EQ(files(), std::vector<std::string>{"curfew.db"});
}

TEST_F(StoreFileExaminationTest, AStoreOfANewerVersion) {
  Schema newer = kNotes;
  newer.migrations.emplace_back("CREATE TABLE more(text TEXT NOT NULL) STRICT;");
  make_store({newer});
  EXPECT_THAT(broken_thing().text, HasSubstr("newer Curfew"));
}

TEST_F(StoreFileExaminationTest, ADamagedStore) {
  make_store();
  {
    auto database = Database::open(path_, {kNotes});
    ASSERT_TRUE(database);
    const Status written = (*database)->write([](Connection& connection) -> Status {
      for (int i = 0; i < 200; ++i) {
        if (Status one = connection.run("INSERT INTO notes VALUES (?)", std::string(2000, 'x')); !one) return one;
      }
      return {};
    });
    ASSERT_TRUE(written);
  }
  const auto size = fs::file_size(path_);
  std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(size / 2));
  file << std::string(64UL * 1024, '\xFF');
  file.close();
  EXPECT_THAT(broken_thing().subject, HasSubstr("what it holds"));
}

}  // namespace
}  // namespace curfew::sqlite_file
