import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { Problem } from "../../api/client";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { text } from "../../text";
import { CommentField } from "./CommentField";
import { charactersOf, mostCharacters } from "./comment";
import { Over, type DialogProps } from "./Over";
import { useDecision } from "./use_decision";

/** Asks before an approval. */
export function ApproveDialog({ one, onDecided, onClose, onDeny }: DialogProps & { onDeny: () => void }) {
  const { request, standing } = one;
  const [comment, setComment] = useState("");
  const action = useDecision(request);
  const words = text.approvals;
  const isOpen = standing === "listed";
  const confirm = async () => {
    if (!isOpen || charactersOf(comment) > mostCharacters) return;
    const answer = await action.decide("APPROVE", comment);
    if (answer) onDecided(answer);
  };
  const what = words.what(request.PermissionSet, request.AccountName);
  const isRefused = action.problem instanceof Problem && action.problem.status === 409;
  return (
    <ConfirmDialog
      heading={words.approveDialog.heading}
      confirmLabel={words.approveDialog.confirm}
      action={action}
      onConfirm={isOpen ? () => void confirm() : undefined}
      onClose={onClose}
    >
      {isOpen ? (
        <SpaceBetween size="m">
          <div>
            {words.approveDialog.text(request.UserEmail, what, text.shell.minutes(request.DurationMinutes))}
          </div>
          <CommentField
            label={
              <>
                {words.approveDialog.comment} <i>- {words.optional}</i>
              </>
            }
            description={words.approveDialog.commentHint}
            value={comment}
            onChange={setComment}
            onSend={() => void confirm()}
            disabled={action.isBusy}
          />
          {isRefused && <Button onClick={onDeny}>{words.denyInstead}</Button>}
        </SpaceBetween>
      ) : (
        <Over one={one} />
      )}
    </ConfirmDialog>
  );
}
