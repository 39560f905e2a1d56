import { expect, test } from "vitest";
import { outcomesByDay, type DayTally } from "./days";

const day: DayTally = {
  date: "2026-11-03",
  requests: 7,
  auto_approved: 3,
  approved: 1,
  denied: 1,
  failed: 1,
  revoked_early: 1,
  minutes_requested: 100,
  minutes_held: 50,
};

test("all days are there, and every request is in one part of its day", () => {
  const outcomes = outcomesByDay({ month: "2026-11", by_day: [day] });
  expect(outcomes).toHaveLength(30);
  expect(outcomes[2]).toEqual({ date: "2026-11-03", atOnce: 3, approved: 1, denied: 1, other: 2 });
  expect(outcomes[3]).toEqual({ date: "2026-11-04", atOnce: 0, approved: 0, denied: 0, other: 0 });
});
