import { expect, test } from "vitest";
import { cellOf, csvOf } from "./csv";

test.each([
  ["plain", "plain"],
  ["", ""],
  ["one, two", '"one, two"'],
  ['say "no"', '"say ""no"""'],
  ["two\nlines", '"two\nlines"'],
  ["two\r\nlines", '"two\r\nlines"'],
  ["12", "12"],
  ["ann@example.com", "ann@example.com"],
  ["2026-11-02", "2026-11-02"],
])("%j is the cell %j", (content, cell) => expect(cellOf(content)).toBe(cell));

test.each([
  ["=HYPERLINK(1)", "'=HYPERLINK(1)"],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@SUM(1)", "'@SUM(1)"],
  ["\t=1", "'\t'=1"],
  ["ok;=1", "ok;'=1"],
  ["ok\n=1", '"ok\n\'=1"'],
  ["ok\r\n@x", '"ok\r\n\'@x"'],
  ["a=b", "a=b"],
])("%j is no formula as %j", (content, cell) => expect(cellOf(content)).toBe(cell));

test("a table has its fields first, a line a row, and nothing where nothing is", () => {
  const rows: { name: string; id?: string; count: number }[] = [
    { name: "=cmd", id: "1", count: 0 },
    { name: "Zoë, Inc.", count: 7 },
  ];
  expect(csvOf(["name", "id", "count"], rows)).toBe('name,id,count\r\n\'=cmd,1,0\r\n"Zoë, Inc.",,7\r\n');
  expect(csvOf(["name"], [])).toBe("name\r\n");
});
