import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { TableProps } from "@cloudscape-design/components/table";
import type { AccessRequest } from "../../api/client";
import { Countdown } from "../../components/Countdown";
import { decidedBy, howItEnded } from "../../components/request_facts";
import { RiskBadge } from "../../components/RiskBadge";
import { StatusLabel } from "../../components/StatusLabel";
import { Time } from "../../components/Time";
import { text } from "../../text";
import type { Shown } from "./shown";

const words = text.approvals.active;

type Column = TableProps.ColumnDefinition<Shown>;

/** The columns of the table of active access, by id. */
export function activeColumns(onRevoke: (id: string) => void) {
  return {
    requester: column(
      "requester",
      words.requester,
      (request) => <bdi>{request.UserEmail}</bdi>,
      "UserEmail",
      true,
    ),
    account: column("account", words.account, (request) => <Account request={request} />, "AccountName"),
    permissionSet: column(
      "permissionSet",
      words.permissionSet,
      (request) => (
        <>
          {request.PermissionSet} <RiskBadge risk={request.RiskLevel} />
        </>
      ),
      "PermissionSet",
    ),
    decidedBy: column("decidedBy", words.decidedBy, (request) => decidedBy(request) ?? text.request.none),
    ends: {
      id: "ends",
      header: words.ends,
      cell: (one: Shown) => <Ends {...one} />,
      sortingComparator: (left: Shown, right: Shown) => endOf(left) - endOf(right),
    } satisfies Column,
    action: {
      id: "action",
      header: words.action,
      minWidth: 110,
      cell: ({ request, standing }: Shown) =>
        standing === "listed" && (
          <Button
            variant="inline-link"
            ariaHaspopup="dialog"
            ariaLabel={words.revokeOf(request.UserEmail, whatOf(request))}
            onClick={() => onRevoke(request.RequestId)}
          >
            {words.revoke}
          </Button>
        ),
    } satisfies Column,
  };
}

/** What the filter looks in. */
export function wordsOf(request: AccessRequest): string {
  const { UserEmail, AccountName, AccountId, PermissionSet, PermissionSetKey, RequestId } = request;
  return [UserEmail, AccountName, AccountId, PermissionSet, PermissionSetKey, RequestId]
    .join(" ")
    .toLowerCase();
}

export function whatOf({ PermissionSet, AccountName }: AccessRequest): string {
  return text.approvals.what(PermissionSet, AccountName);
}

function column(
  id: string,
  header: string,
  cell: (request: AccessRequest) => React.ReactNode,
  sortedBy?: keyof AccessRequest,
  isRowHeader = false,
): Column {
  const by = ({ request }: Shown) => String(sortedBy ? request[sortedBy] : "");
  return {
    id,
    header,
    isRowHeader,
    cell: ({ request }) => cell(request),
    ...(sortedBy && { sortingComparator: (left: Shown, right: Shown) => by(left).localeCompare(by(right)) }),
  };
}

function endOf({ request }: Shown): number {
  return request.ExpirationTimestamp ?? Number.MAX_SAFE_INTEGER;
}

function Account({ request }: { request: AccessRequest }) {
  return (
    <>
      {request.AccountName}
      <Box variant="small" color="text-body-secondary" display="block">
        {request.AccountId}
      </Box>
    </>
  );
}

function Ends({ request, standing }: Shown) {
  if (standing === "checking")
    return <StatusIndicator type="loading">{text.problems.loading}</StatusIndicator>;
  if (standing === "left") {
    return (
      <>
        <StatusLabel status={request.Status} />
        <Box variant="small" color="text-body-secondary" display="block">
          {howItEnded(request)}
        </Box>
      </>
    );
  }
  return (
    <>
      {request.ExpirationTimestamp && <Time at={request.ExpirationTimestamp} short />}
      <Countdown request={request} />
    </>
  );
}
