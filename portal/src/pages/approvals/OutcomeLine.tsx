import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import type { AccessRequest } from "../../api/client";
import { Ago } from "../../components/Ago";
import { usePortal } from "../../portal";
import { outcomeOf, type Outcome } from "./outcome";

const types: Record<Outcome["kind"], StatusIndicatorProps.Type> = {
  approved: "success",
  automatic: "success",
  denied: "error",
  cancelled: "stopped",
  lapsed: "stopped",
};

/** "Approved by max@example.com a moment ago". */
export function OutcomeLine({ request }: { request: AccessRequest }) {
  const { me } = usePortal();
  const outcome = outcomeOf(request, me);
  if (!outcome) return null;
  return (
    <StatusIndicator type={types[outcome.kind]} wrapText>
      <OutcomeWords outcome={outcome} />
    </StatusIndicator>
  );
}

export function OutcomeWords({ outcome }: { outcome: Outcome }) {
  return (
    <>
      {outcome.headline}
      {outcome.at !== undefined && (
        <>
          {" "}
          <Ago at={outcome.at} />
        </>
      )}
    </>
  );
}
