// Which of the loaded requests the table shows, and in which order. Pure.
import type { AccessRequest, Status } from "../../api/client";
import { decidedBy, endedAt } from "../../components/request_facts";
import { isMoving, newestFirst } from "../../live/request_list";
import { text } from "../../text";

export type SortColumn =
  "status" | "account" | "permissionSet" | "asked" | "granted" | "ends" | "decidedBy" | "reason";

/** LIVE: what is not over yet. */
export type StatusChoice = "ANY" | "LIVE" | Status;

export interface View {
  search: string;
  status: StatusChoice;
  sortBy: SortColumn;
  isDescending: boolean;
}

export const firstView: View = { search: "", status: "ANY", sortBy: "asked", isDescending: true };

export const statuses = Object.keys(text.shell.statuses) as Status[];

export function isFiltered(view: View): boolean {
  return view.search.trim() !== "" || view.status !== "ANY";
}

/** Whether the newest requests alone cannot answer it: only "newest first" is the order in which the server tells. */
export function needsAll(view: View): boolean {
  return isFiltered(view) || view.sortBy !== "asked" || !view.isDescending;
}

/** `requests` are newest first, and stay so where the view's order makes no difference. */
export function shown(requests: readonly AccessRequest[], view: View): readonly AccessRequest[] {
  if (!needsAll(view)) return requests;
  const words = view.search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = requests.filter((request) => hasStatus(request, view.status) && hasAll(request, words));
  return view.sortBy === "asked" && view.isDescending ? found : sorted(found, view);
}

function hasStatus(request: AccessRequest, status: StatusChoice): boolean {
  if (status === "ANY") return true;
  return status === "LIVE" ? isMoving(request) : request.Status === status;
}

function hasAll(request: AccessRequest, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const haystack = [
    request.AccountName,
    request.AccountId,
    request.PermissionSet,
    request.PermissionSetKey,
    request.Reason,
    request.ApproverEmail,
    request.RequestId,
    text.shell.statuses[request.Status],
    text.shell.risk[request.RiskLevel],
  ]
    .join("\n")
    .toLowerCase();
  return words.every((word) => haystack.includes(word));
}

type SortKey = string | number | undefined;

const sortKeys: Record<SortColumn, (request: AccessRequest) => SortKey> = {
  status: (request) => statuses.indexOf(request.Status),
  account: (request) => `${request.AccountName} ${request.AccountId}`,
  permissionSet: (request) => request.PermissionSet,
  asked: (request) => request.RequestTimestamp,
  granted: (request) => request.GrantedTimestamp,
  ends: (request) => endOf(request),
  decidedBy: (request) => decidedBy(request),
  reason: (request) => request.Reason,
};

/** When it ended, or will. A request that nobody has decided has no end yet, whatever an old record says. */
export function endOf(request: AccessRequest): number | undefined {
  return request.Status === "PENDING" ? undefined : (endedAt(request) ?? request.ExpirationTimestamp);
}

const collator = new Intl.Collator(undefined, { numeric: true });

// Keys are made once: 10,000 requests take 130,000 comparisons.
function sorted(requests: readonly AccessRequest[], view: View): readonly AccessRequest[] {
  const keyOf = sortKeys[view.sortBy];
  const sign = view.isDescending ? -1 : 1;
  return requests
    .map((request) => ({ request, key: keyOf(request) }))
    .sort((left, right) => byKey(left.key, right.key, sign) || newestFirst(left.request, right.request))
    .map(({ request }) => request);
}

// What has no key comes last, in either direction.
function byKey(left: SortKey, right: SortKey, sign: number): number {
  if (left === undefined || right === undefined)
    return Number(left === undefined) - Number(right === undefined);
  if (typeof left === "number" && typeof right === "number") return sign * (left - right);
  return sign * collator.compare(String(left), String(right));
}
