import Alert, { type AlertProps } from "@cloudscape-design/components/alert";
import { useEffect, useRef } from "react";
import type { AccessRequest } from "../../api/client";
import { remainsUntil } from "../../components/request_facts";
import { InnerLink } from "../../components/InnerLink";
import { Time } from "../../components/Time";
import { useRequest } from "../../live/queries";
import { paths } from "../../shell/paths";
import { text } from "../../text";
import { serverSeconds } from "../../time/clock";
import type { Ended } from "./EndDialog";
import { accessWords } from "./ending";

/** What became of a revocation or a cancellation, as it goes on: takes the focus that the dialog had. */
export function EndNotice({ ended, onDismiss }: { ended: Ended; onDismiss: () => void }) {
  const request = useRequest(ended.request.RequestId).data ?? ended.request;
  const alert = useRef<AlertProps.Ref>(null);
  useEffect(() => {
    // After the dialog has given the focus back to a button that may be gone by now.
    const soon = setTimeout(() => alert.current?.focus(), 0);
    return () => clearTimeout(soon);
  }, [ended]);
  return (
    <div aria-live="polite">
      <Alert
        ref={alert}
        dismissible
        dismissAriaLabel={text.shell.dismiss}
        onDismiss={onDismiss}
        type={ended.refusal ? "info" : typeOf(request)}
        header={ended.refusal ? text.myRequests.outcome.refusedHeading : headingOf(request)}
      >
        {ended.refusal ?? <Rest request={request} />}
      </Alert>
    </div>
  );
}

function typeOf(request: AccessRequest): AlertProps.Type {
  if (request.Status === "REVOKING") return request.RevocationTrouble ? "warning" : "info";
  if (request.Status === "FAILED" || remainsUntil(request, serverSeconds())) return "info";
  return "success";
}

function headingOf(request: AccessRequest): string {
  const words = text.myRequests.outcome;
  const what = accessWords(request);
  switch (request.Status) {
    case "CANCELLED":
      return words.cancelled(what);
    case "FAILED":
      return words.failed(what);
    case "REVOKED":
      return remainsUntil(request, serverSeconds()) ? words.held(what) : words.gone(what);
    default:
      return words.revoking(what);
  }
}

function Rest({ request }: { request: AccessRequest }) {
  const words = text.myRequests.outcome;
  if (request.Status === "REVOKING" && request.RevocationTrouble) {
    return (
      <>
        {words.trouble} <span className="written">{request.RevocationTrouble}</span>
      </>
    );
  }
  const until = remainsUntil(request, serverSeconds());
  if (!until || !request.HeldBy) return null;
  return (
    <>
      {words.heldUntil} <Time at={until} />
      {". "}
      <InnerLink href={paths.myRequest(request.HeldBy)}>{words.heldLink}</InnerLink>
    </>
  );
}
