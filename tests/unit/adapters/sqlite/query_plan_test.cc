// The queries that run all day must not slow down as requests add up: SQLite says how it would run them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>

#include "adapters/sqlite/request_index.h"
#include "adapters/sqlite/schema.h"
#include "adapters/sqlite_file/database.h"
#include "support/temp_dir.h"

namespace curfew::sqlite {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class QueryPlanTest : public testing::Test {
 protected:
  QueryPlanTest() : database_(sqlite_file::Database::open(folder_ / "curfew.db", {ledger_schema()}).value()) {}

  std::string plan_of(const std::string& sql) {
    std::string plan;
    const Status read = database_->read([&](sqlite_file::Connection& connection) -> Status {
      auto rows = connection.prepare("EXPLAIN QUERY PLAN " + sql);
      if (!rows) return fail(rows.error());
      for (std::size_t i = 0; i < static_cast<std::size_t>(std::ranges::count(sql, '?')); ++i) rows->bind(1);
      for (auto more = rows->step(); more && *more; more = rows->step()) plan += rows->text(3) + "\n";
      return {};
    });
    EXPECT_TRUE(read.has_value()) << read.error().log_text;
    return plan;
  }

  test::TempDir folder_;
  std::unique_ptr<sqlite_file::Database> database_;
};

TEST_F(QueryPlanTest, EveryPageIsReadAlongAnIndexAndNeverSorted) {
  for (const bool by_user : {false, true}) {
    for (const bool by_status : {false, true}) {
      for (const bool after : {false, true}) {
        RequestFilter filter;
        if (by_user) filter.user_id = UserId("ada");
        if (by_status) filter.status = RequestStatus::kActive;
        EXPECT_THAT(plan_of(page_query(filter, after)),
                    AllOf(HasSubstr("USING INDEX requests_by"), Not(HasSubstr("TEMP B-TREE"))));
      }
    }
  }
}

TEST_F(QueryPlanTest, APageStartsAtItsPlaceAndDoesNotSkipToIt) {
  EXPECT_THAT(plan_of(page_query({}, true)), HasSubstr("(requested_at,request_id)<(?,?)"));
  EXPECT_THAT(plan_of(page_query({.user_id = UserId("ada")}, true)),
              HasSubstr("(user_id=? AND (requested_at,request_id)<(?,?))"));
  EXPECT_THAT(plan_of(page_query({.status = RequestStatus::kActive}, true)),
              HasSubstr("(status=? AND (requested_at,request_id)<(?,?))"));
}

}  // namespace
}  // namespace curfew::sqlite
