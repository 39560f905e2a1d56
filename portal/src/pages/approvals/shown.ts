// Which requests are on the screen. One that leaves the list while somebody looks at it stays in place and says what
// became of it, until it is taken off or the page is left. Pure.
import type { AccessRequest, Me, Status } from "../../api/client";
import { isOf, newestFirst } from "../../live/request_list";

/**
 * `listed`: it is as the list is for. `left`: it no longer is. `checking`: the list has lost it, and nobody has read
 * yet why.
 */
export type Standing = "listed" | "checking" | "left";

export interface Shown {
  request: AccessRequest;
  standing: Standing;
}

/** What was read, and when: milliseconds of this machine's clock. */
export interface Read<Value> {
  value: Value;
  at: number;
}

export interface Sources {
  /** The status that the list is for. */
  status: Status;
  /** Undefined until it has been read whole. */
  list: Read<readonly AccessRequest[]> | undefined;
  /** Requests read or told of one by one, by id. */
  records: ReadonlyMap<string, Read<AccessRequest>>;
  /** Taken off the screen. */
  dismissed: ReadonlySet<string>;
}

/** What to show after `previous`: those in their places, then new ones, who waits longest first. */
export function nextShown(previous: readonly Shown[], sources: Sources): Shown[] {
  const listed = new Map(sources.list?.value.map((request) => [request.RequestId, request]));
  const known = new Set(previous.map(({ request }) => request.RequestId));
  const arrived = [...listed.values()]
    .filter(({ RequestId }) => !known.has(RequestId))
    .sort((left, right) => newestFirst(right, left));
  return [...previous.map(({ request }) => request), ...arrived]
    .filter(({ RequestId }) => !sources.dismissed.has(RequestId))
    .map((request) => stand(request, listed.get(request.RequestId), sources));
}

function stand(before: AccessRequest, inList: AccessRequest | undefined, sources: Sources): Shown {
  const record = sources.records.get(before.RequestId);
  const request = [inList, record?.value].reduce<AccessRequest>(newer, before);
  return { request, standing: standingOf(request, inList !== undefined, record, sources) };
}

function standingOf(
  request: AccessRequest,
  isInList: boolean,
  record: Read<AccessRequest> | undefined,
  { status, list }: Sources,
): Standing {
  if (request.Status !== status) return "left";
  if (isInList || !list) return "listed";
  // The list has lost it. What was read of it since then is right all the same: a list may be behind.
  return record && record.at > list.at ? "listed" : "checking";
}

function newer(one: AccessRequest, other: AccessRequest | undefined): AccessRequest {
  return other && other.Version >= one.Version ? other : one;
}

/** Puts a request that was asked for by its address before all others, unless it is there already. */
export function withLinked(shown: readonly Shown[], linked: AccessRequest | undefined): readonly Shown[] {
  if (!linked || shown.some(({ request }) => request.RequestId === linked.RequestId)) return shown;
  return [{ request: linked, standing: "listed" }, ...shown];
}

/** Whether both would look the same. */
export function isSame(left: readonly Shown[], right: readonly Shown[]): boolean {
  return (
    left.length === right.length &&
    left.every(
      (one, index) => one.request === right[index]?.request && one.standing === right[index].standing,
    )
  );
}

/** What has come and what was settled between two screens. */
export function news(before: readonly Shown[], after: readonly Shown[]) {
  const standings = new Map(before.map(({ request, standing }) => [request.RequestId, standing]));
  const was = ({ request }: Shown) => standings.get(request.RequestId);
  return {
    arrived: after.filter((one) => one.standing === "listed" && !was(one)).map(({ request }) => request),
    settled: after
      .filter((one) => one.standing === "left" && was(one) && was(one) !== "left")
      .map(({ request }) => request),
  };
}

/** The id `step` places further on the screen; stays at the ends. */
export function neighbour(shown: readonly Shown[], id: string | undefined, step: 1 | -1): string | undefined {
  const at = shown.findIndex(({ request }) => request.RequestId === id);
  return (shown[at < 0 ? 0 : at + step] ?? shown[at])?.request.RequestId;
}

/** Whether `me` can decide it: it waits, and is somebody else's. */
export function mayDecide({ request, standing }: Shown, me: Me): boolean {
  return standing === "listed" && request.Status === "PENDING" && !isOf(me, request);
}

/** The next one that `me` can decide, after `id` and around the end; the first when there is no `id`. */
export function nextToDecide(shown: readonly Shown[], id: string | undefined, me: Me): string | undefined {
  const at = shown.findIndex(({ request }) => request.RequestId === id);
  const following = [...shown.slice(at + 1), ...shown.slice(0, Math.max(0, at))];
  return following.find((one) => mayDecide(one, me))?.request.RequestId;
}

/** What holds the same access as `request` now, itself included: all of it ends when a manager revokes one. */
export function leasesBeside(shown: readonly Shown[], request: AccessRequest): readonly AccessRequest[] {
  const isBeside = (other: AccessRequest) =>
    other.UserId === request.UserId &&
    other.AccountId === request.AccountId &&
    other.PermissionSetArn === request.PermissionSetArn;
  return shown.filter((one) => one.standing === "listed" && isBeside(one.request)).map((one) => one.request);
}
