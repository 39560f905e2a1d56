import type { MonthReport } from "../../api/client";
import { daysOf } from "./month";

export type DayTally = MonthReport["by_day"][number];

/** What the chart stacks: together all requests of the day. */
export interface Outcomes {
  date: string;
  atOnce: number;
  approved: number;
  denied: number;
  other: number;
}

/** All days of the month, also those without requests. */
export function outcomesByDay(report: Pick<MonthReport, "month" | "by_day">): Outcomes[] {
  const known = new Map(report.by_day.map((day) => [day.date, day]));
  return daysOf(report.month).map((date) => outcomesOf(date, known.get(date)));
}

function outcomesOf(date: string, day: DayTally | undefined): Outcomes {
  if (!day) return { date, atOnce: 0, approved: 0, denied: 0, other: 0 };
  const { requests, auto_approved: atOnce, approved, denied } = day;
  return { date, atOnce, approved, denied, other: requests - atOnce - approved - denied };
}
