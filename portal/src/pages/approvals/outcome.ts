// What became of a request that waited for a decision: who, when, why. Pure.
import type { AccessRequest, Me } from "../../api/client";
import { text } from "../../text";

export interface Outcome {
  kind: "approved" | "denied" | "automatic" | "cancelled" | "lapsed";
  headline: string;
  /** Unix seconds; absent where the record does not say. */
  at?: number;
  /** As the manager wrote it; absent where no manager decided. */
  comments?: string;
}

/** Undefined while it waits. */
export function outcomeOf(request: AccessRequest, me: Pick<Me, "email">): Outcome | undefined {
  const words = text.approvals.outcome;
  const who = decider(request, me);
  const decision = { ...when(request.ApprovalTimestamp), comments: request.ApprovalComments ?? "" };
  switch (request.Status) {
    case "PENDING":
      return undefined;
    case "DENIED":
      return { kind: "denied", headline: words.denied(who), ...decision };
    case "CANCELLED":
      return { kind: "cancelled", headline: words.cancelled, ...when(request.EndedTimestamp) };
    case "EXPIRED":
      return { kind: "lapsed", headline: words.lapsed, ...when(request.EndedTimestamp) };
    default:
      if (request.DecisionType === "AUTO") {
        return { kind: "automatic", headline: words.automatic, ...when(request.ApprovalTimestamp) };
      }
      return { kind: "approved", headline: words.approved(who), ...decision };
  }
}

function decider({ ApproverEmail }: AccessRequest, me: Pick<Me, "email">): string {
  const words = text.approvals.outcome;
  if (!ApproverEmail) return words.somebody;
  return ApproverEmail.toLowerCase() === me.email.toLowerCase() ? words.you : ApproverEmail;
}

function when(at: number | undefined): { at?: number } {
  return at === undefined ? {} : { at };
}
