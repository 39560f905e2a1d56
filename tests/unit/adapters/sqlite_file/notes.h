// A store with one table, for tests of the file beneath all stores.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/sqlite_file/database.h"
#include "support/temp_dir.h"

namespace curfew::sqlite_file {

inline Schema notes_schema() {
  return {.component = "notes", .migrations = {"CREATE TABLE notes(id INTEGER PRIMARY KEY, text TEXT UNIQUE) STRICT"}};
}

[[nodiscard]] inline Status add(Database& database, const std::string& text) {
  return database.write(
      [&](Connection& connection) { return connection.run("INSERT INTO notes(text) VALUES (?)", text); });
}

[[nodiscard]] inline Result<std::int64_t> count_in(Connection& connection) {
  const auto count = connection.first("SELECT count(*) FROM notes",
                                      [](const Statement& row) -> Result<std::int64_t> { return row.number(0); });
  if (!count) return fail(count.error());
  return count->value_or(-1);
}

// -1 when it cannot be read.
[[nodiscard]] inline std::int64_t count(Database& database) { return database.read(count_in).value_or(-1); }

class NotesTest : public testing::Test {
 protected:
  [[nodiscard]] std::string path() const { return folder_ / "curfew.db"; }

  // Opens what has to open.
  [[nodiscard]] std::unique_ptr<Database> open(const std::vector<Schema>& schemas = {notes_schema()}) {
    Result<std::unique_ptr<Database>> opened = Database::open(path(), schemas);
    if (!opened) ADD_FAILURE() << opened.error().public_text << " / " << opened.error().log_text;
    return opened ? *std::move(opened) : nullptr;
  }

  // Opens what must be refused, and looks that the file did not change.
  [[nodiscard]] Error refusal(const std::vector<Schema>& schemas = {notes_schema()}) {
    const std::optional<std::string> before = bytes();
    const Result<std::unique_ptr<Database>> opened = Database::open(path(), schemas);
    EXPECT_FALSE(opened.has_value());
    EXPECT_EQ(bytes(), before) << "a refused file was changed";
    return opened ? Error{} : opened.error();
  }

  // The file's contents; empty when there is none.
  [[nodiscard]] std::optional<std::string> bytes() const {
    std::ifstream file(path(), std::ios::binary);
    if (!file) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(file), {});
  }
  void write_bytes(const std::string& contents) const {
    std::ofstream(path(), std::ios::binary | std::ios::trunc) << contents;
  }

  test::TempDir folder_;
};

}  // namespace curfew::sqlite_file
