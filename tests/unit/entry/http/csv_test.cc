#include "entry/http/csv.h"

#include <gtest/gtest.h>

namespace curfew::http {
namespace {

using namespace std::string_view_literals;

std::string row(std::initializer_list<std::string_view> cells) {
  std::string out;
  append_row(out, cells);
  return out;
}

TEST(CsvTest, RowsEndWithCrLfAndPlainCellsStayAsTheyAre) {
  EXPECT_EQ(row({"a", "", "b c", "12"}), "a,,b c,12\r\n");
  EXPECT_EQ(row({""}), "\r\n");
  std::string out = row({"a"});
  append_row(out, {"b"});
  EXPECT_EQ(out, "a\r\nb\r\n");
}

TEST(CsvTest, CommasQuotesAndLineBreaksAreQuoted) {
  EXPECT_EQ(row({"a,b"}), "\"a,b\"\r\n");
  EXPECT_EQ(row({R"(say "please")"}), "\"say \"\"please\"\"\"\r\n");
  EXPECT_EQ(row({"one\ntwo"}), "\"one\ntwo\"\r\n");
  EXPECT_EQ(row({"one\r\ntwo"}), "\"one\r\ntwo\"\r\n");
  EXPECT_EQ(row({"\""}), "\"\"\"\"\r\n");
}

TEST(CsvTest, NoCellBeginsAFormula) {
  EXPECT_EQ(row({"=1+2"}), "'=1+2\r\n");
  EXPECT_EQ(row({"+1"}), "'+1\r\n");
  EXPECT_EQ(row({"-1"}), "'-1\r\n");
  EXPECT_EQ(row({"@SUM(A1)"}), "'@SUM(A1)\r\n");
  EXPECT_EQ(row({"\t=1"}), "'\t'=1\r\n");
  EXPECT_EQ(row({"\r=1"}), "\"'\r'=1\"\r\n");
  EXPECT_EQ(row({"\0=1"sv}), "'\0=1\r\n"sv);
  EXPECT_EQ(row({R"(=HYPERLINK("https://evil.example","ok"))"}),
            "\"'=HYPERLINK(\"\"https://evil.example\"\",\"\"ok\"\")\"\r\n");
  EXPECT_EQ(row({"1=1", "a-b", "ann@example.com", "'=quoted already"}), "1=1,a-b,ann@example.com,'=quoted already\r\n");
}

// Spreadsheets of some languages part cells at semicolons, and then see no quotes inside.
TEST(CsvTest, NoFormulaBeginsBehindWhatOthersTakeForTheEndOfACell) {
  EXPECT_EQ(row({"x;=1"}), "x;'=1\r\n");
  EXPECT_EQ(row({"x\t@a"}), "x\t'@a\r\n");
  EXPECT_EQ(row({"x\n=1"}), "\"x\n'=1\"\r\n");
  EXPECT_EQ(row({"to do:\n- one;two"}), "\"to do:\n'- one;two\"\r\n");
}

TEST(CsvTest, EveryScriptPassesUnchanged) {
  for (const std::string_view text : {"Wörter", "🔑 lost", "a\u202Eb\u202C", "\u200Fשלום", "日本語", "\u00A0=1"}) {
    EXPECT_EQ(row({text}), std::string(text) + "\r\n");
  }
}

}  // namespace
}  // namespace curfew::http
