import Alert, { type AlertProps } from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import type { AccessRequest } from "../../api/client";
import { StatusLabel } from "../../components/StatusLabel";
import { Time } from "../../components/Time";
import { Written } from "../../components/Written";
import { usePortal } from "../../portal";
import { text } from "../../text";
import { outcomeOf, type Outcome } from "./outcome";
import { OutcomeWords } from "./OutcomeLine";

const types: Record<Outcome["kind"], AlertProps.Type> = {
  approved: "success",
  automatic: "success",
  denied: "warning",
  cancelled: "info",
  lapsed: "info",
};

/** What became of a request: who decided, when, why, and how it stands. Nothing while it waits. */
export function OutcomeAlert({ request, action }: { request: AccessRequest; action?: ReactNode }) {
  const { me } = usePortal();
  const outcome = outcomeOf(request, me);
  if (!outcome) return null;
  const { comments } = outcome;
  const wasGiven = outcome.kind === "approved" || outcome.kind === "automatic";
  return (
    <Alert type={types[outcome.kind]} header={<OutcomeWords outcome={outcome} />} action={action}>
      <SpaceBetween size="xs">
        {comments ? <Written>{comments}</Written> : comments === "" && text.approvals.outcome.noComment}
        {wasGiven && <Now request={request} />}
      </SpaceBetween>
    </Alert>
  );
}

function Now({ request }: { request: AccessRequest }) {
  const words = text.approvals.outcome;
  return (
    <Box>
      {words.now}: <StatusLabel status={request.Status} />
      {request.Status === "ACTIVE" && request.ExpirationTimestamp && (
        <>
          {` ${words.until} `}
          <Time at={request.ExpirationTimestamp} short />
        </>
      )}
    </Box>
  );
}
