#include "architecture/library_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace curfew::architecture {
namespace {

using testing::HasSubstr;

std::string verdict(const std::string& path, const std::string& header) {
  return report(check_libraries({parse_source(path, "#include <" + header + ">\n")}));
}

TEST(Libraries, OfTheStandardAreFree) {
  EXPECT_EQ(verdict("src/domain/request.h", "string"), "");
  EXPECT_EQ(verdict("src/base/error.h", "expected"), "");
}

TEST(Libraries, AreConfinedToTheirPlaces) {
  EXPECT_EQ(verdict("src/adapters/sqlite_file/database.cc", "sqlite3.h"), "");
  EXPECT_EQ(verdict("src/adapters/sqlite/ledger.cc", "sqlite3.h"),
            "src/adapters/sqlite/ledger.cc:1: <sqlite3.h> may be included only in adapters/sqlite_file\n");
  EXPECT_EQ(verdict("src/entry/http/server.cc", "boost/asio/awaitable.hpp"), "");
  EXPECT_THAT(verdict("src/main/wire.cc", "boost/asio.hpp"), HasSubstr("only in entry/http, adapters/aws"));
  EXPECT_EQ(verdict("src/adapters/smtp/mailer.cc", "curl/curl.h"), "");
  EXPECT_THAT(verdict("src/app/submit.cc", "fcntl.h"), HasSubstr("only in adapters, entry, main"));
}

TEST(Libraries, LeaveThreadsAndFilesOutOfTheCore) {
  EXPECT_EQ(verdict("src/adapters/sqlite_file/writer.cc", "thread"), "");
  EXPECT_THAT(verdict("src/domain/lifecycle.cc", "mutex"), HasSubstr("only in adapters, entry, main"));
  EXPECT_THAT(verdict("src/domain/catalog.cc", "fstream"), HasSubstr("only in adapters, entry, main"));
}

TEST(Libraries, OfRandomNumbersAreBanned) {
  EXPECT_EQ(verdict("src/adapters/system/entropy.cc", "random"),
            "src/adapters/system/entropy.cc:1: <random> may be included nowhere\n");
}

TEST(Libraries, MustBeInTheTable) {
  EXPECT_THAT(verdict("src/main/config.cc", "nlohmann/json.hpp"), HasSubstr("is of no known library"));
}

TEST(Libraries, WithSlowHeadersAreIncludedByOneSource) {
  const std::string text = "#include <CLI/CLI.hpp>\n";
  EXPECT_EQ(report(check_libraries({parse_source("src/entry/cli/arguments.cc", text)})), "");
  EXPECT_EQ(report(check_libraries(
                {parse_source("src/entry/cli/arguments.cc", text), parse_source("src/entry/cli/user.cc", text)})),
            "src/entry/cli/user.cc:1: <CLI/CLI.hpp> may be included in one file only, and src/entry/cli/arguments.cc "
            "does already\n");
  EXPECT_EQ(report(check_libraries({parse_source("src/entry/cli/arguments.h", text)})),
            "src/entry/cli/arguments.h:1: <CLI/CLI.hpp> may be included in a .cc file only\n");
}

}  // namespace
}  // namespace curfew::architecture
