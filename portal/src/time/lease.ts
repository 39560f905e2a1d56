// How far a lease has run. All times are Unix seconds.
import type { AccessRequest } from "../api/client";

export interface Remaining {
  seconds: number;
  /** Of the whole lease: 1 at its begin, 0 at its end. */
  part: number;
}

/** Of access that is there now; undefined for all other requests. */
export function remaining(request: AccessRequest, now: number): Remaining | undefined {
  const end = request.ExpirationTimestamp;
  if (request.Status !== "ACTIVE" || end === undefined) return undefined;
  const begin = request.GrantedTimestamp ?? request.ApprovalTimestamp ?? end - request.DurationMinutes * 60;
  const seconds = Math.max(0, end - now);
  return { seconds, part: end > begin ? Math.min(1, seconds / (end - begin)) : 0 };
}
