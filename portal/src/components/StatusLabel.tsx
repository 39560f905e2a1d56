import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import type { Status } from "../api/client";
import { text } from "../text";

const types: Record<Status, StatusIndicatorProps.Type> = {
  PENDING: "pending",
  GRANTING: "in-progress",
  ACTIVE: "success",
  REVOKING: "in-progress",
  REVOKED: "stopped",
  DENIED: "error",
  CANCELLED: "stopped",
  EXPIRED: "stopped",
  FAILED: "error",
};

export function StatusLabel({ status }: { status: Status }) {
  return <StatusIndicator type={types[status]}>{text.shell.statuses[status]}</StatusIndicator>;
}
