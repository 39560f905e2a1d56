#include "adapters/sqlite_file/schema.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "unit/adapters/sqlite_file/notes.h"

namespace curfew::sqlite_file {
namespace {

Schema with(Schema schema, const std::string& migration) {
  schema.migrations.push_back(migration);
  return schema;
}

class SchemaTest : public NotesTest {};

TEST_F(SchemaTest, AnOlderStoreIsBroughtUpToDateWithWhatItHolds) {
  const Schema second = with(notes_schema(), "ALTER TABLE notes ADD COLUMN author TEXT NOT NULL DEFAULT 'nobody'");
  const Schema third = with(second, "UPDATE notes SET author = 'somebody'; CREATE INDEX by_author ON notes(author)");
  {
    ASSERT_TRUE(add(*open(), "from version 1"));
  }
  {
    ASSERT_TRUE(add(*open({second}), "from version 2"));
  }
  const auto database = open({third});
  EXPECT_EQ(count(*database), 2);
  const auto author = database->read([](Connection& connection) {
    return connection.first("SELECT DISTINCT author FROM notes",
                            [](const Statement& row) -> Result<std::string> { return row.text(0); });
  });
  EXPECT_EQ(author.value(), "somebody");
}

TEST_F(SchemaTest, AMigrationThatFailsChangesNothing) {
  {
    ASSERT_TRUE(add(*open(), "kept"));
  }
  const Schema broken = with(with(notes_schema(), "ALTER TABLE notes ADD COLUMN author TEXT"), "DROP TABLE missing");
  const Schema other{.component = "other", .migrations = {"CREATE TABLE other(id INTEGER)"}};
  EXPECT_FALSE(Database::open(path(), {other, broken}).has_value());
  const auto database = open();
  EXPECT_EQ(count(*database), 1);
  const auto columns = database->read([](Connection& connection) {
    return connection.first(
        "SELECT (SELECT count(*) FROM pragma_table_info('notes')),"
        " (SELECT count(*) FROM sqlite_master WHERE name = 'other')",
        [](const Statement& row) -> Result<std::string> {
          return row.text(0) + " columns, " + row.text(1) + " other";
        });
  });
  EXPECT_EQ(columns.value(), "2 columns, 0 other");
}

TEST_F(SchemaTest, ComponentsComeToAStoreOneByOneAndDoNotMindEachOther) {
  const Schema other{.component = "other", .migrations = {"CREATE TABLE other(id INTEGER)", "DROP TABLE other"}};
  {
    ASSERT_TRUE(add(*open(), "kept"));
  }
  {
    ASSERT_NE(open({other}), nullptr);
  }
  EXPECT_EQ(count(*open()), 1) << "opened without the other, whose tables are newer than this one knows";
  EXPECT_EQ(count(*open({other, notes_schema()})), 1);
}

TEST_F(SchemaTest, OfManyWhoStartAtTheSameTimeEachFindsTheStoreReady) {
  constexpr int kStarts = 8;
  std::atomic<int> ready = 0;
  {
    std::vector<std::jthread> starts;
    for (int i = 0; i < kStarts; ++i) {
      starts.emplace_back([&, i] {
        const auto opened = Database::open(path(), {notes_schema()});
        EXPECT_TRUE(opened.has_value()) << opened.error().log_text;
        if (opened && add(**opened, std::to_string(i))) ++ready;
      });
    }
  }
  EXPECT_EQ(ready, kStarts);
  EXPECT_EQ(count(*open()), kStarts);
}

TEST_F(SchemaTest, OpeningAStoreThatIsUpToDateDoesNotWriteToIt) {
  {
    ASSERT_TRUE(add(*open(), "one"));
  }
  const std::string before = *bytes();
  {
    EXPECT_EQ(count(*open()), 1);
  }
  EXPECT_EQ(*bytes(), before);
}

}  // namespace
}  // namespace curfew::sqlite_file
