import Box from "@cloudscape-design/components/box";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import type { AccessRequest } from "../../api/client";
import { Ago } from "../../components/Ago";
import { StatusLabel } from "../../components/StatusLabel";
import { usePortal } from "../../portal";
import { outcomeOf, type Outcome } from "./outcome";

const types: Record<Outcome["kind"], StatusIndicatorProps.Type> = {
  approved: "success",
  automatic: "success",
  denied: "error",
  cancelled: "stopped",
  lapsed: "stopped",
};

/** "Approved by max@example.com a moment ago", or that it waits. */
export function OutcomeLine({ request }: { request: AccessRequest }) {
  const { me } = usePortal();
  const outcome = outcomeOf(request, me);
  if (!outcome) return <StatusLabel status={request.Status} />;
  return (
    <>
      <StatusIndicator type={types[outcome.kind]}>{outcome.headline}</StatusIndicator>{" "}
      {outcome.at !== undefined && (
        <Box variant="small" color="text-body-secondary">
          <Ago at={outcome.at} />
        </Box>
      )}
    </>
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
