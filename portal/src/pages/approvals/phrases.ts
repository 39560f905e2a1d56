// Reasons for a denial, ready to click: the criteria that managers decide by. Pure.
import type { AccessRequest, Catalog } from "../../api/client";
import { text } from "../../text";

export interface Phrase {
  label: string;
  text: string;
}

const shortestDuration = 5;

/** Those that fit the request. `catalog` names the lower access that would do. */
export function phrasesFor(request: AccessRequest, catalog: Catalog | undefined): Phrase[] {
  const words = text.approvals.phrases;
  const sets = catalog?.permission_sets ?? [];
  const asked = sets.find(({ name }) => name === request.PermissionSetKey)?.title ?? request.PermissionSet;
  const lower = request.RiskLevel === "HIGH" ? sets.filter(({ risk }) => risk === "LOW") : [];
  const duration = words.duration.text(text.shell.minutes(request.DurationMinutes));
  return [
    words.vague,
    ...lower.map(({ title }) => ({ label: words.lower.label(title), text: words.lower.text(title, asked) })),
    words.ticket,
    ...(request.DurationMinutes > shortestDuration ? [{ label: words.duration.label, text: duration }] : []),
    words.need,
    words.again,
  ];
}

/** `phrase` on a line of its own after what is written; nothing is written twice. */
export function withPhrase(written: string, phrase: string): string {
  if (written.includes(phrase.trimEnd())) return written;
  const before = written.trimEnd();
  return before ? `${before}\n${phrase}` : phrase;
}
