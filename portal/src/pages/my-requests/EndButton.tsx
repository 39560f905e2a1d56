import Button from "@cloudscape-design/components/button";
import { text } from "../../text";
import type { AccessRequest } from "../../api/client";
import { accessWords, endKind, type Ending } from "./ending";

interface Props {
  request: AccessRequest;
  /** In a table's row; otherwise a button of the page. */
  isInline?: boolean;
  onEnd: (ending: Ending) => void;
}

/** What the requester can do about it: revoke, cancel, or nothing any more. */
export function EndButton({ request, isInline = false, onEnd }: Props) {
  const kind = endKind(request);
  if (!kind) return null;
  const words = text.myRequests;
  const what = accessWords(request);
  return (
    <Button
      variant={isInline ? "inline-link" : "normal"}
      wrapText={false}
      iconName={kind === "revoke" ? "status-stopped" : "close"}
      ariaLabel={kind === "revoke" ? words.revokeThis(what) : words.cancelThis(what)}
      onClick={() => onEnd({ request, kind })}
    >
      {kind === "revoke" ? words.revoke : words.cancel}
    </Button>
  );
}
