// What a record says of a request's decision and end. Pure.
import type { AccessRequest } from "../api/client";
import { text } from "../text";

/** Who decided; undefined while nobody has, and for what ended undecided. */
export function decidedBy(request: AccessRequest): string | undefined {
  if (request.DecisionType === "AUTO") return text.request.policy;
  // Records of the deployment before have no DecisionType.
  return request.ApproverEmail || (request.DecisionType && text.request.history.somebody);
}

/** How it ended, or is ending; undefined for what lives. */
export function howItEnded(request: AccessRequest): string | undefined {
  const words = text.request.ends;
  switch (request.Status) {
    case "DENIED":
      return words.denied(request.ApproverEmail || text.request.history.somebody);
    case "CANCELLED":
      return words.cancelled;
    case "EXPIRED":
      return words.expired;
    case "FAILED":
      return words.failed;
    case "REVOKING":
    case "REVOKED":
      if (request.RevocationType === "AUTO") return words.timeOver;
      if (request.RevokedBy) return words.revokedBy(request.RevokedBy);
      return request.RevocationType ? words.revoked : undefined;
    default:
      return undefined;
  }
}

/** When it was over: as observed, or as the deployment before wrote it down. */
export function endedAt(request: AccessRequest): number | undefined {
  return request.EndedTimestamp ?? request.RevokedTimestamp;
}

/** Until when the access remains although the request is over, since another one holds it; undefined afterwards. */
export function remainsUntil(request: AccessRequest, now: number): number | undefined {
  const until = request.AccessUntil;
  return until !== undefined && until > now ? until : undefined;
}
