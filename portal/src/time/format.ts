// Times as people read them. All take Unix seconds.

const local = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const localExact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const localTime = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });

/** In the reader's own zone and manner: "22 Nov 2026, 19:15". */
export function localText(seconds: number): string {
  return local.format(seconds * 1000);
}

/** With the seconds, where the order of things matters. */
export function exactLocalText(seconds: number): string {
  return localExact.format(seconds * 1000);
}

/** Without the day where it is today. */
export function shortLocalText(seconds: number, now: number): string {
  const sameDay = new Date(seconds * 1000).toDateString() === new Date(now * 1000).toDateString();
  return sameDay ? localTime.format(seconds * 1000) : localText(seconds);
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
