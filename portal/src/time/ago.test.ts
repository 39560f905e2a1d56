import { expect, it } from "vitest";
import { ago } from "./ago";

it.each([
  [-5, "a moment ago"],
  [59, "a moment ago"],
  [60, "1 minute ago"],
  [3_599, "59 minutes ago"],
  [7_300, "2 hours ago"],
  [86_400 * 3, "3 days ago"],
])("%i seconds are %s", (seconds, words) => expect(ago(1_000_000 - seconds, 1_000_000)).toBe(words));
