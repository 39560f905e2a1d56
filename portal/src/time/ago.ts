// How long ago something was, as people say it.
import { text } from "../text";

const words = new Intl.RelativeTimeFormat("en", { numeric: "always" });
const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** "a moment ago", "12 minutes ago". Both are Unix seconds; what lies ahead (clocks differ) is a moment ago. */
export function ago(at: number, now: number): string {
  const seconds = now - at;
  const step = steps.find(([, size]) => seconds >= size);
  return step ? words.format(-Math.floor(seconds / step[1]), step[0]) : text.shell.aMomentAgo;
}
