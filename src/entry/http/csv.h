// Tables as text/csv (RFC 4180) that a spreadsheet shows and never runs. Pure.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace curfew::http {

inline constexpr std::string_view kCsvType = "text/csv; charset=utf-8; header=present";

// Appends one row, with CRLF. A cell is quoted where it has to be, and otherwise as it is, but for one thing: what a
// spreadsheet may take for the beginning of a formula (= + - @, tab, carriage return, NUL) gets a ' before it, at the
// beginning of a cell and behind whatever other programs take for the end of one: semicolon, tab, line break.
// https://owasp.org/www-community/attacks/CSV_Injection
void append_row(std::string& out, std::initializer_list<std::string_view> cells);

}  // namespace curfew::http
