// What is known of a requester with the access asked for now. Pure.
import type { AccessRequest } from "../../api/client";
import { newestFirst, type RequestList } from "../../live/request_list";

export type Ending = "granted" | "denied" | "cancelled" | "lapsed" | "failed" | "pending";

export interface History {
  /** Earlier requests of the same person for the same permission set in the same account, newest first. */
  same: readonly AccessRequest[];
  /** How these ended; only what happened at all. */
  endings: readonly (readonly [Ending, number])[];
  /** The newest of them that were denied. */
  denials: readonly AccessRequest[];
  /** Other requests of this person for high risk, within `days` before this one. */
  highRisk: number;
  days: number;
  /** How many requests of everybody this was found among, and whether these are all. */
  among: number;
  isAll: boolean;
}

const day = 86_400;
const mostDays = 30;
const mostDenials = 3;
const order: readonly Ending[] = ["granted", "denied", "cancelled", "lapsed", "failed", "pending"];

export function historyOf(request: AccessRequest, newest: RequestList): History {
  const earlier = newest.requests.filter(
    (other) => isSamePerson(other, request) && newestFirst(request, other) < 0,
  );
  const same = earlier.filter((other) => isSameAccess(other, request));
  const days = coveredDays(request, newest);
  const since = request.RequestTimestamp - days * day;
  return {
    same,
    endings: count(same.map(ending)),
    denials: same.filter(({ Status }) => Status === "DENIED").slice(0, mostDenials),
    highRisk: earlier.filter((one) => one.RiskLevel === "HIGH" && one.RequestTimestamp >= since).length,
    days,
    among: newest.requests.length,
    isAll: newest.nextCursor === undefined,
  };
}

export function ending({ Status }: AccessRequest): Ending {
  switch (Status) {
    case "PENDING":
      return "pending";
    case "DENIED":
      return "denied";
    case "CANCELLED":
      return "cancelled";
    case "EXPIRED":
      return "lapsed";
    case "FAILED":
      return "failed";
    default:
      return "granted";
  }
}

// Whole days that the list reaches back before the request: no claim is made about more.
function coveredDays(request: AccessRequest, { requests, nextCursor }: RequestList): number {
  const oldest = requests.at(-1);
  if (!nextCursor || !oldest) return mostDays;
  const covered = Math.floor((request.RequestTimestamp - oldest.RequestTimestamp) / day);
  return Math.min(mostDays, Math.max(1, covered));
}

function count(endings: Ending[]): [Ending, number][] {
  return order
    .map((ending): [Ending, number] => [ending, endings.filter((other) => other === ending).length])
    .filter(([, many]) => many > 0);
}

// The directory's id outlives a changed address.
function isSamePerson(left: AccessRequest, right: AccessRequest): boolean {
  return left.UserId === right.UserId;
}

function isSameAccess(left: AccessRequest, right: AccessRequest): boolean {
  return left.AccountId === right.AccountId && left.PermissionSetArn === right.PermissionSetArn;
}
