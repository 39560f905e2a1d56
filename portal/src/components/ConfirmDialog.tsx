import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import type { Action } from "../live/use_action";
import { text } from "../text";
import { ProblemAlert } from "./ProblemAlert";

interface Props {
  heading: string;
  confirmLabel: string;
  /** What it is about; `onConfirm` runs it. */
  action: Pick<Action<never>, "isBusy" | "problem" | "isUnknown">;
  /** Absent: there is nothing left to confirm. */
  onConfirm?: (() => void) | undefined;
  onClose: () => void;
  children: ReactNode;
}

/**
 * Asks before something is done, and stays until its outcome is known. After an unknown one the same button tries the
 * same action again. To be rendered only while open; the focus goes back to where it was.
 */
export function ConfirmDialog({ heading, confirmLabel, action, onConfirm, onClose, children }: Props) {
  const { isBusy, problem, isUnknown } = action;
  return (
    <Modal
      visible
      header={heading}
      closeAriaLabel={text.shell.close}
      onDismiss={() => !isBusy && onClose()}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" disabled={isBusy} onClick={onClose}>
              {isUnknown || !onConfirm ? text.shell.close : text.request.goBack}
            </Button>
            {onConfirm && (
              <Button
                variant="primary"
                loading={isBusy}
                loadingText={text.request.working}
                onClick={onConfirm}
              >
                {isUnknown ? text.problems.retry : confirmLabel}
              </Button>
            )}
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {children}
        <div aria-live="assertive">
          {isUnknown && onConfirm ? (
            <Alert type="warning" header={text.request.unknownHeading}>
              {text.request.unknown}
            </Alert>
          ) : (
            problem !== undefined && onConfirm && <ProblemAlert problem={problem} />
          )}
        </div>
      </SpaceBetween>
    </Modal>
  );
}
