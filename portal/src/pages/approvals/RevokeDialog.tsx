import SpaceBetween from "@cloudscape-design/components/space-between";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { howItEnded } from "../../components/request_facts";
import { StatusLabel } from "../../components/StatusLabel";
import { isOf } from "../../live/request_list";
import { usePortal } from "../../portal";
import { text } from "../../text";
import { whatOf } from "./active_columns";
import { leasesBeside, type Shown } from "./shown";
import { useRevocation } from "./use_decision";

interface Props {
  one: Shown;
  /** All that is shown: what else ends with it is among these. */
  among: readonly Shown[];
  onClose: () => void;
}

/** Asks before access is taken away, and says how much ends with it. */
export function RevokeDialog({ one, among, onClose }: Props) {
  const { me } = usePortal();
  const { request, standing } = one;
  const words = text.approvals.active.dialog;
  const action = useRevocation(request);
  const isThere = standing === "listed";
  const leases = leasesBeside(among, request).length;
  const confirm = async () => {
    if (await action.revoke()) onClose();
  };
  return (
    <ConfirmDialog
      heading={words.heading}
      confirmLabel={words.confirm}
      action={action}
      onConfirm={isThere ? () => void confirm() : undefined}
      onClose={onClose}
    >
      {isThere ? (
        <SpaceBetween size="s">
          <div>
            {isOf(me, request)
              ? words.own(whatOf(request))
              : words.everybody(request.UserEmail, whatOf(request))}
          </div>
          {!isOf(me, request) && leases > 1 && <b>{words.alsoEnds(leases)}</b>}
          <div>{words.sessions}</div>
        </SpaceBetween>
      ) : (
        <div aria-live="assertive">
          {words.gone} <StatusLabel status={request.Status} /> {howItEnded(request)}
        </div>
      )}
    </ConfirmDialog>
  );
}
