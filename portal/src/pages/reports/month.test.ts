import { describe, expect, test } from "vitest";
import { daysOf, isReported, monthOf, shifted } from "./month";

const seconds = (iso: string) => Date.parse(iso) / 1000;

test("a month begins and ends at midnight UTC, wherever the reader is", () => {
  expect(monthOf(seconds("2026-10-31T23:59:59Z"))).toBe("2026-10");
  expect(monthOf(seconds("2026-11-01T00:00:00Z"))).toBe("2026-11");
});

test.each([
  ["2026-11", 1, "2026-12"],
  ["2026-12", 1, "2027-01"],
  ["2027-01", -1, "2026-12"],
  ["2026-03", -3, "2025-12"],
  ["2026-11", 0, "2026-11"],
])("%s, %i months on, is %s", (month, by, other) => expect(shifted(month, by)).toBe(other));

describe("what there is a report of", () => {
  test.each(["2026-11", "2026-10", "2019-01", "1970-01"])("%s", (month) =>
    expect(isReported(month, "2026-11")).toBe(true),
  );
  test.each([
    "2026-12",
    "2027-01",
    "2026-13",
    "2026-00",
    "2026-1",
    "1969-12",
    "",
    "2026-11-01",
    "now",
    " 2026-11",
  ])("not %j", (month) => expect(isReported(month, "2026-11")).toBe(false));
});

test.each([
  ["2026-11", 30],
  ["2026-12", 31],
  ["2026-02", 28],
  ["2028-02", 29],
  ["2026-03", 31], // Europe's summer time begins in it
])("%s has %i days", (month, count) => {
  const days = daysOf(month);
  expect(days).toHaveLength(count);
  expect([days[0], days.at(-1)]).toEqual([`${month}-01`, `${month}-${count}`]);
  expect(new Set(days).size).toBe(count);
});
