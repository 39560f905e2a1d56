// How the requester may end a request. Pure.
import type { AccessRequest } from "../../api/client";
import { text } from "../../text";

export type EndKind = "revoke" | "cancel";

export interface Ending {
  request: AccessRequest;
  kind: EndKind;
}

/** Undefined when nothing is left to end. */
export function endKind(request: AccessRequest): EndKind | undefined {
  if (request.Status === "PENDING") return "cancel";
  return request.Status === "ACTIVE" || request.Status === "GRANTING" ? "revoke" : undefined;
}

/** Of `requests`, the one that would keep the same access there for longest after `request` has ended. */
export function otherHolder(
  request: AccessRequest,
  requests: readonly AccessRequest[],
): AccessRequest | undefined {
  return requests
    .filter(
      (other) =>
        other.RequestId !== request.RequestId &&
        (other.Status === "ACTIVE" || other.Status === "GRANTING") &&
        other.UserId === request.UserId &&
        other.AccountId === request.AccountId &&
        other.PermissionSetArn === request.PermissionSetArn,
    )
    .sort((left, right) => (right.ExpirationTimestamp ?? 0) - (left.ExpirationTimestamp ?? 0))[0];
}

/** "JIT-S3FullAccess in LogArchive". */
export function accessWords(request: AccessRequest): string {
  return text.myRequests.access(request.PermissionSet, request.AccountName);
}
