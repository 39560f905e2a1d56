// What is kept over a reload: the draft and the submission under way in this tab, the last choice in this browser.
// Browsers may refuse to keep anything; then nothing is kept.
import { emptyDraft, type Draft } from "./draft";
import type { Submit } from "../../api/client";

/** A request that was sent and whose answer is not known yet. Sent again with the same key, it is not made twice. */
export interface Submission {
  key: string;
  body: Submit;
  /** Unix milliseconds. The server knows keys for 24 hours. */
  since: number;
}

const keyLife = 23 * 3600 * 1000;

export function keptDraft(subject: string): Draft {
  const last = read<Partial<Draft>>(local, `curfew.choice.${subject}`);
  return { ...emptyDraft, ...last, ...read<Partial<Draft>>(session, `curfew.draft.${subject}`) };
}

export function keepDraft(subject: string, draft: Draft): void {
  write(session, `curfew.draft.${subject}`, draft);
}

export function forgetDraft(subject: string): void {
  write(session, `curfew.draft.${subject}`, undefined);
}

/** Remembers what was asked for, but not why. */
export function keepChoice(subject: string, { account, permissionSet, minutes }: Draft): void {
  write(local, `curfew.choice.${subject}`, { account, permissionSet, minutes });
}

export function keptSubmission(subject: string): Submission | undefined {
  const kept = read<Submission>(session, `curfew.submission.${subject}`);
  return kept && Date.now() - kept.since < keyLife ? kept : undefined;
}

export function keepSubmission(subject: string, submission: Submission | undefined): void {
  write(session, `curfew.submission.${subject}`, submission);
}

const session = () => sessionStorage;
const local = () => localStorage;

function read<T>(storage: () => Storage, key: string): T | undefined {
  try {
    const kept = storage().getItem(key);
    return kept ? (JSON.parse(kept) as T) : undefined;
  } catch {
    return undefined;
  }
}

function write(storage: () => Storage, key: string, value: object | undefined): void {
  try {
    if (value) storage().setItem(key, JSON.stringify(value));
    else storage().removeItem(key);
  } catch {
    // full, or forbidden
  }
}
