import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState, type ReactNode } from "react";
import type { SignInStep } from "../../session/vault";
import { text } from "../../text";
import { refusalText } from "./refusal";

interface Props {
  heading: string;
  submit: string;
  /** What is said once it is done. */
  done: string;
  isReady: boolean;
  send: () => Promise<SignInStep>;
  onClose: () => void;
  /** The fields, with what the pool said against the last try. */
  children: (error: string | undefined) => ReactNode;
}

/** Something that a user changes about their own account: asked for, sent, and told how it went. */
export function AccountModal({ heading, submit, done, isReady, send, onClose, children }: Props) {
  const [isBusy, setBusy] = useState(false);
  const [isDone, setDone] = useState(false);
  const [error, setError] = useState<string>();
  const act = async () => {
    if (!isReady || isBusy) return;
    setBusy(true);
    setError(undefined);
    const step = await send();
    setBusy(false);
    if (step.kind === "refused") setError(refusalText(step));
    else setDone(true);
  };
  return (
    <Modal
      visible
      header={heading}
      closeAriaLabel={text.shell.close}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant={isDone ? "primary" : "link"} onClick={onClose}>
              {isDone ? text.shell.close : text.shell.cancel}
            </Button>
            {!isDone && (
              <Button variant="primary" disabled={!isReady} loading={isBusy} onClick={() => void act()}>
                {submit}
              </Button>
            )}
          </SpaceBetween>
        </Box>
      }
    >
      {isDone ? (
        <Alert type="success">{done}</Alert>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void act();
          }}
        >
          <SpaceBetween size="m">{children(error)}</SpaceBetween>
        </form>
      )}
    </Modal>
  );
}
