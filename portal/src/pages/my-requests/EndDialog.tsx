import Box from "@cloudscape-design/components/box";
import { useQueryClient } from "@tanstack/react-query";
import { Problem, type AccessRequest } from "../../api/client";
import { problemText } from "../../api/problem_text";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { InnerLink } from "../../components/InnerLink";
import { Time } from "../../components/Time";
import { applyChange } from "../../live/queries";
import { useAction } from "../../live/use_action";
import { usePortal } from "../../portal";
import { paths } from "../../shell/paths";
import { text } from "../../text";
import { accessWords, type Ending } from "./ending";

export interface Ended {
  request: AccessRequest;
  /** The server's sentence, when there was nothing left to end. */
  refusal?: string;
}

interface Props {
  ending: Ending;
  /** Another request that keeps the access there. */
  holder: AccessRequest | undefined;
  onEnded: (ended: Ended) => void;
  onClose: () => void;
}

// It has ended by itself, or somebody else was faster: told as what it is, not as a failure.
const tooLate = ["ended", "expired", "already_decided"];

/** Asks once more, and revokes or cancels. */
export function EndDialog({ ending: { request, kind }, holder, onEnded, onClose }: Props) {
  const { api, me } = usePortal();
  const client = useQueryClient();
  const action = useAction<Ended>();
  const words = text.myRequests;
  const what = accessWords(request);
  const id = request.RequestId;

  const end = async (key: string): Promise<Ended> => {
    try {
      await (kind === "cancel" ? api.cancel(id, key) : api.revoke(id, key));
      return { request };
    } catch (problem) {
      if (!(problem instanceof Problem) || !tooLate.includes(problem.code)) throw problem;
      return { request, refusal: problemText(problem) };
    }
  };
  const confirm = async () => {
    const ended = await action.run(`${kind} ${id}`, end);
    if (!ended) return;
    onEnded(ended);
    const now = await api.request(id).catch(() => undefined); // else the next poll tells
    if (now) applyChange(client, me, now);
  };

  return (
    <ConfirmDialog
      heading={kind === "revoke" ? words.revokeHeading(what) : words.cancelHeading(what)}
      confirmLabel={kind === "revoke" ? words.revoke : words.cancel}
      action={action}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      {kind === "cancel" && <Box variant="p">{words.cancelText}</Box>}
      {kind === "revoke" && (holder ? <Held by={holder} /> : <Box variant="p">{words.revokeText}</Box>)}
      {kind === "revoke" && !holder && <Box variant="p">{words.revokeSessions}</Box>}
    </ConfirmDialog>
  );
}

function Held({ by }: { by: AccessRequest }) {
  const words = text.myRequests;
  return (
    <Box variant="p">
      {words.revokeHeldBefore} <Time at={by.ExpirationTimestamp ?? by.RequestTimestamp} short />
      {". "}
      {words.revokeHeldAfter}{" "}
      <InnerLink href={paths.myRequest(by.RequestId)}>{words.revokeHeldLink}</InnerLink>.
    </Box>
  );
}
