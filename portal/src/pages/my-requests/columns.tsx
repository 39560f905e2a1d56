import type { TableProps } from "@cloudscape-design/components/table";
import { memo } from "react";
import type { AccessRequest } from "../../api/client";
import { Countdown } from "../../components/Countdown";
import { InnerLink } from "../../components/InnerLink";
import { decidedBy } from "../../components/request_facts";
import { RiskBadge } from "../../components/RiskBadge";
import { StatusLabel } from "../../components/StatusLabel";
import { Time } from "../../components/Time";
import { paths } from "../../shell/paths";
import { text } from "../../text";
import { EndButton } from "./EndButton";
import { accessWords, type Ending } from "./ending";
import { endOf, type SortColumn } from "./view";

type Column = TableProps.ColumnDefinition<AccessRequest>;
interface Cell {
  request: AccessRequest;
}

export const columnIds = [
  "permissionSet",
  "status",
  "account",
  "asked",
  "granted",
  "ends",
  "decidedBy",
  "reason",
  "actions",
] as const;

/** `onEnd` must stay the same, so that rows are made anew only when their request has changed. */
export function columns(onEnd: (ending: Ending) => void): Column[] {
  return [
    {
      ...sortable("permissionSet"),
      isRowHeader: true,
      minWidth: 160,
      cell: (request) => <PermissionSetCell request={request} />,
    },
    { ...sortable("status"), minWidth: 115, cell: ({ Status }) => <StatusLabel status={Status} /> },
    { ...sortable("account"), minWidth: 120, cell: (request) => <AccountCell request={request} /> },
    {
      ...sortable("asked"),
      minWidth: 95,
      cell: ({ RequestTimestamp }) => <Time at={RequestTimestamp} short />,
    },
    {
      ...sortable("granted"),
      minWidth: 95,
      cell: ({ GrantedTimestamp: at }) => (at ? <Time at={at} short /> : text.request.none),
    },
    { ...sortable("ends"), minWidth: 125, cell: (request) => <EndsCell request={request} /> },
    {
      ...sortable("decidedBy"),
      minWidth: 140,
      maxWidth: 200,
      cell: (request) => decidedBy(request) ?? text.request.none,
    },
    { ...sortable("reason"), minWidth: 140, maxWidth: 260, cell: ({ Reason }) => <bdi>{Reason}</bdi> },
    {
      id: "actions",
      header: text.myRequests.columns.actions,
      minWidth: 150,
      cell: (request) => <EndButton request={request} isInline onEnd={onEnd} />,
    },
  ];
}

function sortable(id: SortColumn) {
  return { id, header: text.myRequests.columns[id], sortingField: id };
}

const PermissionSetCell = memo(function PermissionSetCell({ request }: Cell) {
  return (
    <div data-request={request.RequestId}>
      <InnerLink
        href={paths.myRequest(request.RequestId)}
        ariaLabel={text.myRequests.open(accessWords(request))}
      >
        {request.PermissionSet}
      </InnerLink>
      <div>
        {request.RiskLevel === "HIGH" ? (
          <RiskBadge risk="HIGH" />
        ) : (
          <span className="secondary">{text.shell.risk.LOW}</span>
        )}
      </div>
    </div>
  );
});

const AccountCell = memo(function AccountCell({ request }: Cell) {
  return (
    <>
      <div>{request.AccountName}</div>
      <div className="secondary">{request.AccountId}</div>
    </>
  );
});

const EndsCell = memo(function EndsCell({ request }: Cell) {
  const end = endOf(request);
  if (end === undefined) return <>{text.request.none}</>;
  if (request.Status !== "ACTIVE") return <Time at={end} short />;
  return (
    <>
      <Countdown request={request} />
      <div className="secondary">
        <Time at={end} short />
      </div>
    </>
  );
});
