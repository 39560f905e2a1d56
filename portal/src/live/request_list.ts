// A list of requests as far as it is loaded: newest first, as the API's pages are. Pure.
import type { AccessRequest, Me, Page, Status } from "../api/client";

export interface RequestList {
  requests: readonly AccessRequest[];
  /** Of the page after the last request; absent when all are here. */
  nextCursor?: string;
}

const moving: readonly Status[] = ["PENDING", "GRANTING", "ACTIVE", "REVOKING"];

/** Whether anything can still become of it. */
export function isMoving(request: AccessRequest): boolean {
  return moving.includes(request.Status);
}

export function isOf(me: Me, request: AccessRequest): boolean {
  // Records of the deployment before have no subject.
  if (request.Subject) return request.Subject === me.subject;
  return request.UserEmail.toLowerCase() === me.email.toLowerCase();
}

export function newestFirst(left: AccessRequest, right: AccessRequest): number {
  const byTime = right.RequestTimestamp - left.RequestTimestamp;
  if (byTime !== 0 || left.RequestId === right.RequestId) return byTime;
  return left.RequestId < right.RequestId ? 1 : -1;
}

/** `request` put into its place, unless what is there is newer. */
export function withRequest(list: RequestList, request: AccessRequest): RequestList {
  const known = list.requests.find(({ RequestId }) => RequestId === request.RequestId);
  if (known && known.Version > request.Version) return list;
  const others = list.requests.filter(({ RequestId }) => RequestId !== request.RequestId);
  const place = others.findIndex((other) => newestFirst(request, other) < 0);
  const at = place < 0 ? others.length : place;
  // Beyond what is loaded it comes with its page.
  if (!known && place < 0 && list.nextCursor) return list;
  return { ...list, requests: [...others.slice(0, at), request, ...others.slice(at)] };
}

export function withoutRequest(list: RequestList, id: string): RequestList {
  return { ...list, requests: list.requests.filter(({ RequestId }) => RequestId !== id) };
}

/** The page after what is loaded. */
export function withPage(list: RequestList, page: Page): RequestList {
  const known = new Set(list.requests.map(({ RequestId }) => RequestId));
  const fresh = page.requests.filter(({ RequestId }) => !known.has(RequestId));
  return {
    requests: [...list.requests, ...fresh],
    ...(page.next_cursor ? { nextCursor: page.next_cursor } : {}),
  };
}

/**
 * The newest pages, read again, before what is loaded of older ones. What changed while they were read stays. What has
 * not changed is the same object as before, and so is the list when nothing has.
 */
export function refreshed(list: RequestList, read: RequestList): RequestList {
  const known = new Map(list.requests.map((request) => [request.RequestId, request]));
  const newer = (request: AccessRequest) => {
    const ours = known.get(request.RequestId);
    return ours && isAsNew(ours, request) ? ours : request;
  };
  const newest = { ...read, requests: read.requests.map(newer) };
  const last = newest.requests.at(-1);
  const older =
    newest.nextCursor && last ? list.requests.filter((request) => newestFirst(last, request) < 0) : [];
  const whole = older.length === 0 ? newest : { ...list, requests: [...newest.requests, ...older] };
  return isSame(whole, list) ? list : whole;
}

// Records of the deployment before have no version that grows.
function isAsNew(ours: AccessRequest, read: AccessRequest): boolean {
  return ours.Version > read.Version || (ours.Version === read.Version && read.Version > 0);
}

function isSame(left: RequestList, right: RequestList): boolean {
  return (
    left.nextCursor === right.nextCursor &&
    left.requests.length === right.requests.length &&
    left.requests.every((request, at) => request === right.requests[at])
  );
}

/** Whether `newest` reaches back to what `list` has, without a gap, and to the oldest there that may have changed. */
export function covers(newest: RequestList, list: RequestList): boolean {
  if (!newest.nextCursor) return true;
  const oldest = list.requests.findLast(isMoving);
  const last = newest.requests.at(-1);
  const reaches = (request: AccessRequest | undefined) =>
    !request || !last || newestFirst(request, last) <= 0;
  return reaches(list.requests[0]) && reaches(oldest);
}
