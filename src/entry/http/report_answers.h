// What managers read, as the API gives it: the month as JSON and as a table, and the audit trail.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "app/export_audit.h"
#include "domain/month_report.h"
#include "domain/request.h"

namespace curfew::http {

// Minutes are whole ones, of seconds added up and rounded down.
[[nodiscard]] boost::json::object to_json(const MonthReport& report);

void append_table_head(std::string& out);
void append_table_row(std::string& out, const Request& request);

[[nodiscard]] boost::json::object to_json(const AuditExport& exported);
// One event a line, as it stands in the object above.
[[nodiscard]] std::string to_lines(const AuditExport& exported);

}  // namespace curfew::http
