import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { AccessRequest } from "../../api/client";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { useCatalog } from "../../live/queries";
import { text } from "../../text";
import { CommentField } from "./CommentField";
import { charactersOf, mostCharacters } from "./comment";
import { Over, type DialogProps } from "./Over";
import { phrasesFor, withPhrase } from "./phrases";
import { useDecision } from "./use_decision";

/** Asks for the reason of a denial: there is none without. */
export function DenyDialog({ one, onDecided, onClose }: DialogProps) {
  const { request, standing } = one;
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const action = useDecision(request);
  const words = text.approvals;
  const isOpen = standing === "listed";
  const write = (value: string) => {
    setReason(value);
    if (charactersOf(value) > 0) setMissing(false);
  };
  const confirm = async () => {
    const used = charactersOf(reason);
    setMissing(used === 0);
    if (!isOpen || used === 0 || used > mostCharacters) return;
    const answer = await action.decide("DENY", reason);
    if (answer) onDecided(answer);
  };
  return (
    <ConfirmDialog
      heading={words.denyDialog.heading}
      confirmLabel={words.denyDialog.confirm}
      action={action}
      onConfirm={isOpen ? () => void confirm() : undefined}
      onClose={onClose}
    >
      {isOpen ? (
        <SpaceBetween size="m">
          <div>
            {words.denyDialog.text(request.UserEmail, words.what(request.PermissionSet, request.AccountName))}
          </div>
          <CommentField
            label={words.denyDialog.reason}
            description={words.denyDialog.reasonHint}
            value={reason}
            onChange={write}
            onSend={() => void confirm()}
            error={isMissing ? words.denyDialog.missing : undefined}
            disabled={action.isBusy}
          />
          <Phrases request={request} onChosen={(phrase) => write(withPhrase(reason, phrase))} />
        </SpaceBetween>
      ) : (
        <Over one={one} />
      )}
    </ConfirmDialog>
  );
}

function Phrases({ request, onChosen }: { request: AccessRequest; onChosen: (phrase: string) => void }) {
  const catalog = useCatalog();
  const heading = text.approvals.denyDialog.phrases;
  return (
    <div role="group" aria-label={heading}>
      <Box variant="small" color="text-body-secondary" margin={{ bottom: "xs" }} display="block">
        {heading}
      </Box>
      <SpaceBetween direction="horizontal" size="xs">
        {phrasesFor(request, catalog.data).map((phrase) => (
          <Button key={phrase.label} onClick={() => onChosen(phrase.text)}>
            {phrase.label}
          </Button>
        ))}
      </SpaceBetween>
    </div>
  );
}
