import { expect, test } from "vitest";
import { minutesText, percent, spanText } from "./span";
import { count } from "../../text/en/numbers";

test.each([
  [0, "0 s"],
  [0.4, "0 s"],
  [45, "45 s"],
  [60, "1 min"],
  [200, "3 min 20 s"],
  [3_600, "1 h"],
  [3_605, "1 h"],
  [3_900, "1 h 5 min"],
  [86_399, "23 h 59 min"],
  [90_000, "1 d 1 h"],
  [86_400 * 12 + 60, "12 d"],
])("%f seconds are %s", (seconds, shown) => expect(spanText(seconds)).toBe(shown));

test.each([
  [0, "0 min"],
  [59, "59 min"],
  [60, "1 h"],
  [65, "1 h 5 min"],
  [1_865, "31 h 5 min"],
  [60_000, `${count(1000)} h`],
])("%i minutes are %s", (minutes, shown) => expect(minutesText(minutes)).toBe(shown));

test("a part is rounded, but something is never nothing, and not all is never all", () => {
  expect([percent(1, 3), percent(0, 9), percent(9, 9)]).toEqual([33, 0, 100]);
  expect([percent(1, 1000), percent(999, 1000)]).toEqual([1, 99]);
  expect(percent(0, 0)).toBeUndefined();
});
