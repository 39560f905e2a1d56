import { text } from "../../text";
import { count } from "../../text/en/numbers";

/** A span of time with its two largest units: "2 d 3 h", "1 h 5 min", "45 s". Rounded down. */
export function spanText(seconds: number): string {
  const { day, hour, minute, second } = text.reports.units;
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), day],
    [Math.floor(seconds / 3_600) % 24, hour],
    [Math.floor(seconds / 60) % 60, minute],
    [Math.floor(seconds) % 60, second],
  ];
  const largest = parts.findIndex(([count]) => count > 0);
  if (largest < 0) return `0 ${second}`;
  const shown = parts.slice(largest, largest + 2).filter(([count]) => count > 0);
  return shown.map(([count, unit]) => `${count} ${unit}`).join(" ");
}

/** The same of whole minutes, where hours are the largest unit: "31 h 5 min" adds up better than days. */
export function minutesText(minutes: number): string {
  const { hour, minute } = text.reports.units;
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${minutes} ${minute}`;
  return minutes % 60 === 0 ? `${count(hours)} ${hour}` : `${count(hours)} ${hour} ${minutes % 60} ${minute}`;
}

/** Undefined where there is nothing to be a part of. Rounded, but what is not nothing is never 0 nor all. */
export function percent(part: number, whole: number): number | undefined {
  if (whole <= 0) return undefined;
  const rounded = Math.round((100 * part) / whole);
  if (part > 0 && rounded === 0) return 1;
  return part < whole && rounded === 100 ? 99 : rounded;
}
