// Times as people read them. All take Unix seconds.

const local = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const localExact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const localDay = new Intl.DateTimeFormat(undefined, {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});
const localTime = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });

/** In the reader's own zone and manner: "22 Nov 2026, 19:15". */
export function localText(seconds: number): string {
  return local.format(seconds * 1000);
}

/** With the seconds, where the order of things matters. */
export function exactLocalText(seconds: number): string {
  return localExact.format(seconds * 1000);
}

/** Without the day where it is today, and without the year where it is this one. */
export function shortLocalText(seconds: number, now: number): string {
  const [then, today] = [new Date(seconds * 1000), new Date(now * 1000)];
  if (then.toDateString() === today.toDateString()) return localTime.format(then);
  return then.getFullYear() === today.getFullYear() ? localDay.format(then) : localText(seconds);
}

/** "2026-11-22 19:15:04 UTC". */
export function utcText(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

export function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19) + "Z";
}

/** "4:07", "1:00:00": what is left of a span of seconds. */
export function countdown(seconds: number): string {
  const left = Math.max(0, seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(left / 60) % 60;
  const hours = Math.floor(left / 3600);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(left % 60)}` : `${minutes}:${two(left % 60)}`;
}
