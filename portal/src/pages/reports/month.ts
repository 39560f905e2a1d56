// Months of the calendar in UTC, as the API writes them: "2026-11". Pure.

const first = "1970-01";

/** `seconds`: Unix. */
export function monthOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 7);
}

/** Whether there can be a report of it: a month that has begun. */
export function isReported(text: string, current: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text) && text >= first && text <= current;
}

/** `by`: months later; negative for earlier. */
export function shifted(month: string, by: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + by)).toISOString().slice(0, 7);
}

/** "November 2026", in the reader's manner. */
export function monthName(month: string): string {
  const name = new Intl.DateTimeFormat(undefined, { month: "long", year: "numeric", timeZone: "UTC" });
  return name.format(new Date(`${month}-01T00:00:00Z`));
}

/** "Mon 2 Nov", in the reader's manner. `date`: "2026-11-02". */
export function dayName(date: string): string {
  const name = new Intl.DateTimeFormat(undefined, {
    weekday: "short",
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  });
  return name.format(new Date(`${date}T00:00:00Z`));
}

/** All its days in order: "2026-11-01" and so on. */
export function daysOf(month: string): string[] {
  const end = Date.parse(`${shifted(month, 1)}-01T00:00:00Z`);
  const days: string[] = [];
  for (let at = Date.parse(`${month}-01T00:00:00Z`); at < end; at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}
