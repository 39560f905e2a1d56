// What somebody is about to ask for, and whether it can be sent. Pure.
import type { AccessRequest, Account, Catalog, PermissionSet, Submit } from "../../api/client";
import { text } from "../../text";

export const longestReason = 4096;
const shortReason = 20;
export const defaultMinutes = 60;

export interface Draft {
  /** Short names of the catalog; empty: not chosen. */
  account: string;
  permissionSet: string;
  /** As typed. */
  minutes: string;
  reason: string;
}

export const emptyDraft: Draft = {
  account: "",
  permissionSet: "",
  minutes: String(defaultMinutes),
  reason: "",
};

export interface Choice {
  account: Account | undefined;
  permissionSet: PermissionSet | undefined;
}

export function chosen(catalog: Catalog, draft: Draft): Choice {
  return {
    account: catalog.accounts.find(({ name }) => name === draft.account),
    permissionSet: catalog.permission_sets.find(({ name }) => name === draft.permissionSet),
  };
}

export function limits(permissionSet: PermissionSet | undefined): { least: number; most: number } {
  return {
    least: permissionSet?.min_duration_minutes ?? 5,
    most: permissionSet?.max_duration_minutes ?? 60,
  };
}

export function presets(permissionSet: PermissionSet | undefined): number[] {
  const { least, most } = limits(permissionSet);
  return [...new Set([15, 30, 45, 60, most])].filter((minutes) => minutes >= least && minutes <= most);
}

/** Undefined unless it is a whole number within the limits. */
export function minutesOf(draft: Draft, permissionSet: PermissionSet | undefined): number | undefined {
  const { least, most } = limits(permissionSet);
  const minutes = /^\d{1,3}$/.test(draft.minutes.trim()) ? Number(draft.minutes) : Number.NaN;
  return minutes >= least && minutes <= most ? minutes : undefined;
}

/** Characters as the server counts them: code points after trimming. */
export function reasonLength(reason: string): number {
  return [...reason.trim()].length;
}

export type Faults = Partial<Record<keyof Draft, string>>;

/** What keeps the draft from being sent, by field, in words. */
export function faults(catalog: Catalog, draft: Draft): Faults {
  const { account, permissionSet } = chosen(catalog, draft);
  const words = text.newRequest;
  const found: Faults = {};
  if (!account) found.account = words.account.missing;
  if (!permissionSet) found.permissionSet = words.permissionSet.missing;
  const { least, most } = limits(permissionSet);
  if (minutesOf(draft, permissionSet) === undefined) found.minutes = words.duration.wrong(least, most);
  const length = reasonLength(draft.reason);
  if (length === 0) found.reason = words.reason.missing;
  if (length > longestReason) found.reason = words.reason.tooLong(length - longestReason);
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(draft.reason.replaceAll("\r\n", "\n"))) {
    found.reason = words.reason.control;
  }
  return found;
}

export function isShort(reason: string): boolean {
  const length = reasonLength(reason);
  return length > 0 && length < shortReason;
}

export function bodyOf(draft: Draft): Submit {
  return {
    account_name: draft.account,
    permission_set: draft.permissionSet,
    reason: draft.reason.replaceAll("\r\n", "\n").trim(),
    duration_minutes: Number(draft.minutes),
  };
}

/** The live request of the caller's for the same access that lasts longest, and one that waits. */
export function sameAccess(
  mine: readonly AccessRequest[],
  { account, permissionSet }: Choice,
): { held: AccessRequest | undefined; waiting: AccessRequest | undefined } {
  const same = mine.filter(
    (request) => request.AccountId === account?.id && request.PermissionSetKey === permissionSet?.name,
  );
  const live = same.filter(({ Status }) => Status === "ACTIVE" || Status === "GRANTING");
  const end = (request: AccessRequest) => request.ExpirationTimestamp ?? 0;
  return {
    held: live.sort((left, right) => end(right) - end(left))[0],
    waiting: same.find(({ Status }) => Status === "PENDING"),
  };
}

const mostRecent = 4;

/** What the caller asked for lately and can ask for again, newest first, each once. */
export function recentChoices(catalog: Catalog, mine: readonly AccessRequest[]): Required<Choice>[] {
  const found = new Map<string, Required<Choice>>();
  for (const request of mine) {
    const account = catalog.accounts.find(({ id }) => id === request.AccountId);
    const permissionSet = catalog.permission_sets.find(({ name }) => name === request.PermissionSetKey);
    if (account && permissionSet)
      found.set(`${account.name}/${permissionSet.name}`, { account, permissionSet });
    if (found.size === mostRecent) break;
  }
  return [...found.values()];
}
