// The key figures of a month, as they are read out.
import type { MonthReport, MonthTotals } from "../../api/client";
import { text } from "../../text";
import type { Figure } from "./Figures";
import { minutesText, percent, spanText } from "./span";

const words = text.reports.figures;

export function decisionFigures(totals: MonthTotals): Figure[] {
  const part = (label: string, count: number): Figure => ({
    label,
    value: count.toLocaleString(),
    note: count > 0 ? ofRequests(count, totals) : undefined,
  });
  return [
    { label: words.requests, value: totals.requests.toLocaleString() },
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
    { label: words.active, value: totals.active.toLocaleString() },
    { label: words.onTime, value: totals.ended_on_time.toLocaleString() },
    { label: words.early, value: totals.revoked_early.toLocaleString(), note: words.early_note },
    { label: words.failed, value: totals.failed.toLocaleString() },
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
    { label: words.decided, value: latency.count.toLocaleString() },
  ];
}

function ofRequests(count: number, totals: MonthTotals): string | undefined {
  const part = percent(count, totals.requests);
  return part === undefined ? undefined : words.ofRequests(part);
}
