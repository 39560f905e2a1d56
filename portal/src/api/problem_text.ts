import { text } from "../text";
import { Problem } from "./client";

/** A sentence for people: the server's own where it has one. */
export function problemText(problem: unknown): string {
  if (!(problem instanceof Problem)) return text.problems.internal;
  const { code, message, retryAfterSeconds } = problem;
  const known = text.problems as unknown as Record<string, unknown>;
  const ours = typeof known[code] === "string" ? (known[code] as string) : text.problems.internal;
  const sentence = message || ours;
  return retryAfterSeconds ? `${sentence} ${text.problems.retryAfter(retryAfterSeconds)}` : sentence;
}
