// An audit event in plain words. docs/formats.md says what its members are.
import type { StepsProps } from "@cloudscape-design/components/steps";
import type { AuditEvent, Me } from "../api/client";
import { text } from "../text";

const statuses: Record<string, StepsProps.Status> = {
  "request.submitted": "info",
  "request.approved": "success",
  "request.denied": "error",
  "request.cancelled": "stopped",
  "request.expired": "stopped",
  "request.adopted": "info",
  "access.timed": "info",
  "access.granted": "success",
  "access.ending": "in-progress",
  "access.failed": "error",
  "access.blocked": "warning",
  "access.revoked": "stopped",
};

/** What happened. An action that this portal does not know is told by its word. */
export function eventHeadline({ Action, To }: AuditEvent): string {
  const words = text.request.history;
  if (Action === "request.submitted" && To === "PENDING") return words.submittedHigh;
  if (Action === "request.submitted" && To === "GRANTING") return words.submittedLow;
  return Object.hasOwn(words.actions, Action) ? words.actions[Action]! : words.unknownAction(Action);
}

/** "In progress" is only for what still is: the last step. */
export function eventStatus({ Action }: AuditEvent, isLast: boolean): StepsProps.Status {
  const status = Object.hasOwn(statuses, Action) ? statuses[Action]! : "info";
  return status === "in-progress" && !isLast ? "info" : status;
}

/** Who did it. */
export function eventActor(event: AuditEvent, me: Pick<Me, "subject">): string {
  const words = text.request.history;
  const email = event.ActorEmail ?? "";
  switch (event.ActorKind) {
    case "CURFEW":
      return words.curfew;
    case "ADMINISTRATOR":
      return email ? `${words.administrator} (${email})` : words.administrator;
    case "USER":
      if (event.ActorSubject && event.ActorSubject === me.subject) return words.you;
      return email || words.somebody;
    default:
      return [event.ActorKind, email].filter(Boolean).join(" ");
  }
}
