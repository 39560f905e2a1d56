#include "adapters/sqlite/request_index.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "adapters/sqlite/rows.h"

namespace curfew::sqlite {
namespace {

using sqlite_file::Connection;
using sqlite_file::Statement;

constexpr std::size_t kMostRequests = 1000;

// One person's requests are few, so a person goes before a status; their index holds the status too.
std::string_view index_for(const RequestFilter& filter) {
  if (filter.user_id) return "requests_by_user";
  if (filter.status) return "requests_by_status";
  return "requests_by_time";
}

void bind_all(Statement& statement, const RequestFilter& filter, const std::optional<PagePosition>& after) {
  if (filter.user_id) statement.bind(filter.user_id->str());
  if (filter.status) statement.bind(word(*filter.status));
  if (after) statement.bind(unix_seconds(after->requested_at)).bind(after->id.str());
}

Result<std::vector<Request>> read_rows(Statement& rows, std::size_t limit) {
  std::vector<Request> requests;
  while (requests.size() < limit) {
    const Result<bool> more = rows.step();
    if (!more) return fail(more.error());
    if (!*more) break;
    const std::string id = rows.text(0);
    Result<Request> request = record_in(rows, 1, "request " + id, request_from);
    if (request && request->id.str() == id) requests.push_back(*std::move(request));
  }
  return requests;
}

}  // namespace

std::string page_query(const RequestFilter& filter, bool after) {
  std::string sql = "SELECT request_id, attributes FROM requests INDEXED BY ";
  sql += index_for(filter);
  std::string_view glue = " WHERE ";
  const auto require = [&](std::string_view condition) {
    sql += glue;
    sql += condition;
    glue = " AND ";
  };
  if (filter.user_id) require("user_id = ?");
  if (filter.status) require("status = ?");
  if (after) require("(requested_at, request_id) < (?, ?)");
  return sql + " ORDER BY requested_at DESC, request_id DESC";
}

Result<std::vector<Request>> SqliteRequestIndex::page(const RequestFilter& filter, std::size_t limit,
                                                      const std::optional<PagePosition>& after) {
  return database_.read([&](Connection& connection) -> Result<std::vector<Request>> {
    Result<Statement> rows = connection.prepare(page_query(filter, after.has_value()));
    if (!rows) return fail(std::move(rows.error()));
    bind_all(*rows, filter, after);
    return read_rows(*rows, std::clamp<std::size_t>(limit, 1, kMostRequests));
  });
}

}  // namespace curfew::sqlite
