// The key figures of a month, as they are read out.
import type { MonthReport, MonthTotals } from "../../api/client";
import { text } from "../../text";
import type { Figure } from "./Figures";
import { minutesText, percent, spanText } from "./span";
import { count } from "../../text/en/numbers";

const words = text.reports.figures;

export function decisionFigures(totals: MonthTotals): Figure[] {
  const part = (label: string, some: number): Figure => ({
    label,
    value: count(some),
    note: some > 0 ? ofRequests(some, totals) : undefined,
  });
  return [
    { label: words.requests, value: count(totals.requests) },
    part(words.atOnce, totals.auto_approved),
    part(words.approved, totals.approved),
    part(words.denied, totals.denied),
    part(words.pending, totals.pending),
    part(words.cancelled, totals.cancelled),
    part(words.expired, totals.expired),
  ];
}

export function accessFigures(totals: MonthTotals): Figure[] {
  const held = percent(totals.minutes_held, totals.minutes_requested);
  return [
    { label: words.active, value: count(totals.active) },
    { label: words.onTime, value: count(totals.ended_on_time) },
    { label: words.early, value: count(totals.revoked_early), note: words.early_note },
    { label: words.failed, value: count(totals.failed) },
    {
      label: words.asked,
      value: minutesText(totals.minutes_requested),
      note: words.minutes(totals.minutes_requested),
    },
    {
      label: words.held,
      value: minutesText(totals.minutes_held),
      note: held === undefined ? undefined : words.ofAsked(held),
    },
  ];
}

export function latencyFigures(latency: NonNullable<MonthReport["approval_latency_seconds"]>): Figure[] {
  return [
    { label: words.median, value: spanText(latency.median) },
    { label: words.ninety, value: spanText(latency.p90) },
    { label: words.longest, value: spanText(latency.longest) },
    { label: words.decided, value: count(latency.count) },
  ];
}

function ofRequests(some: number, totals: MonthTotals): string | undefined {
  const part = percent(some, totals.requests);
  return part === undefined ? undefined : words.ofRequests(part);
}
