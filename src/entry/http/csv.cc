#include "entry/http/csv.h"

namespace curfew::http {
namespace {

constexpr std::string_view kFormulaStarts("=+-@\t\r\0", 7);
constexpr std::string_view kCellEnds(";\t\r\n");
constexpr std::string_view kQuoted(",\"\r\n");

std::string harmless(std::string_view cell) {
  std::string out;
  bool at_start = true;
  for (const char c : cell) {
    if (at_start && kFormulaStarts.contains(c)) out += '\'';
    out += c;
    at_start = kCellEnds.contains(c);
  }
  return out;
}

void append_cell(std::string& out, std::string_view cell) {
  const std::string text = harmless(cell);
  if (text.find_first_of(kQuoted) == std::string::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) out.append(c == '"' ? 2 : 1, c);
  out += '"';
}

}  // namespace

void append_row(std::string& out, std::initializer_list<std::string_view> cells) {
  bool first = true;
  for (const std::string_view cell : cells) {
    if (!first) out += ',';
    append_cell(out, cell);
    first = false;
  }
  out += "\r\n";
}

}  // namespace curfew::http
