import Box from "@cloudscape-design/components/box";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { Decided } from "../../api/client";
import { text } from "../../text";
import { OutcomeAlert } from "./OutcomeAlert";
import type { Shown } from "./shown";

/** What the dialogs of a decision get. */
export interface DialogProps {
  one: Shown;
  onDecided: (answer: Decided) => void;
  onClose: () => void;
}

/** Why there is nothing left to decide, in a dialog that was open when it happened. */
export function Over({ one: { request, standing } }: { one: Shown }) {
  return (
    <div aria-live="assertive">
      <SpaceBetween size="s">
        <Box>{text.approvals.alreadyOver}</Box>
        {standing === "left" ? (
          <OutcomeAlert request={request} />
        ) : (
          <StatusIndicator type="loading">{text.approvals.checking}</StatusIndicator>
        )}
      </SpaceBetween>
    </div>
  );
}
