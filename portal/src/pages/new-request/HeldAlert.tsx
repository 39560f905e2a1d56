import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { useLocation } from "wouter";
import type { AccessRequest, PermissionSet } from "../../api/client";
import { paths } from "../../shell/paths";
import { text } from "../../text";
import { useServerSeconds } from "../../time/clock";
import { shortLocalText } from "../../time/format";

interface Props {
  held: AccessRequest | undefined;
  waiting: AccessRequest | undefined;
  permissionSet: PermissionSet | undefined;
  minutes: number | undefined;
}

/** Says so when the same access is live, or waits for a decision, already. */
export function HeldAlert({ held, waiting, permissionSet, minutes }: Props) {
  const [, navigate] = useLocation();
  const now = useServerSeconds();
  const words = text.newRequest;
  const end = held?.ExpirationTimestamp;
  if (end) {
    const newEnd = now + (minutes ?? 0) * 60;
    const until = shortLocalText(end, now);
    const extension =
      newEnd >= end + 60
        ? words.held.extends(until, shortLocalText(newEnd, now))
        : words.held.notLonger(until);
    return (
      <Alert type="info" header={words.held.heading}>
        {permissionSet?.requires_approval ? words.held.afterDecision(until) : extension}
      </Alert>
    );
  }
  if (!waiting) return null;
  return (
    <Alert
      type="warning"
      header={words.waiting.heading}
      action={
        <Button formAction="none" onClick={() => navigate(paths.myRequest(waiting.RequestId))}>
          {words.waiting.open}
        </Button>
      }
    >
      {words.waiting.text}
    </Alert>
  );
}
