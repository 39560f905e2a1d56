// Pages of requests from the SQLite file. See ports/request_index.h for the contract.
//
// Each filter has an index in the order of the pages, so a page costs the same wherever it lies and however many
// requests there are.
#pragma once

#include "adapters/sqlite_file/database.h"
#include "ports/request_index.h"

namespace curfew::sqlite {

class SqliteRequestIndex final : public RequestIndex {
 public:
  // `database` was opened with ledger_schema() and outlives this.
  explicit SqliteRequestIndex(sqlite_file::Database& database) : database_(database) {}

  [[nodiscard]] Result<std::vector<Request>> page(const RequestFilter& filter, std::size_t limit,
                                                  const std::optional<PagePosition>& after) override;

 private:
  sqlite_file::Database& database_;
};

// The query behind a page, without a LIMIT: rows are read until there are enough. Its parameters are the filter's
// members in their order, then, with `after`, request time and id. Here for the test that looks at its plan.
[[nodiscard]] std::string page_query(const RequestFilter& filter, bool after);

}  // namespace curfew::sqlite
