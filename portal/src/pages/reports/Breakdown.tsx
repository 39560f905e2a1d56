import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Tabs from "@cloudscape-design/components/tabs";
import { useState } from "react";
import type { MonthReport } from "../../api/client";
import { text } from "../../text";
import { approverColumns, nameColumn, tallyColumns, tallyFields } from "./columns";
import { dayName } from "./month";
import { ReportTable } from "./ReportTable";

/** The month by person, account, permission set, approver and day: the same requests, counted five times. */
export function Breakdown({ report }: { report: MonthReport }) {
  const [open, setOpen] = useState("person");
  const words = text.reports.tables;
  return (
    <Container header={<Header variant="h2">{words.heading}</Header>}>
      <Tabs
        ariaLabel={words.label}
        activeTabId={open}
        onChange={({ detail }) => setOpen(detail.activeTabId)}
        tabs={[
          { id: "person", label: words.person, content: <People report={report} /> },
          { id: "account", label: words.account, content: <Accounts report={report} /> },
          { id: "permission-set", label: words.permissionSet, content: <PermissionSets report={report} /> },
          { id: "approver", label: words.approver, content: <Approvers report={report} /> },
          { id: "day", label: words.day, content: <Days report={report} /> },
        ]}
      />
    </Container>
  );
}

type Person = MonthReport["by_person"][number];
type Account = MonthReport["by_account"][number];
type PermissionSet = MonthReport["by_permission_set"][number];
type Day = MonthReport["by_day"][number];

const { tables } = text.reports;
const { columns } = tables;

function People({ report: { month, by_person: rows } }: { report: MonthReport }) {
  return (
    <ReportTable
      heading={tables.person}
      rows={rows}
      columns={[nameColumn("user_email", columns.person, nameOf), ...tallyColumns(rows)]}
      fields={["user_email", "user_id", ...tallyFields]}
      fileName={`curfew-${month}-people.csv`}
      names={["user_email", "user_id"]}
      trackBy="user_id"
    />
  );
}

// Records of the deployment before may have no address.
function nameOf({ user_email, user_id }: Person): string {
  return user_email || user_id;
}

function Accounts({ report: { month, by_account: rows } }: { report: MonthReport }) {
  return (
    <ReportTable
      heading={tables.account}
      rows={rows}
      columns={[
        nameColumn(
          "account_name",
          columns.account,
          (row: Account) => `${row.account_name} (${row.account_id})`,
        ),
        ...tallyColumns(rows),
      ]}
      fields={["account_name", "account_id", ...tallyFields]}
      fileName={`curfew-${month}-accounts.csv`}
      names={["account_name", "account_id"]}
      trackBy="account_id"
    />
  );
}

function PermissionSets({ report: { month, by_permission_set: rows } }: { report: MonthReport }) {
  return (
    <ReportTable
      heading={tables.permissionSet}
      rows={rows}
      columns={[
        nameColumn("permission_set", columns.permissionSet, (row: PermissionSet) => row.permission_set),
        ...tallyColumns(rows),
      ]}
      fields={["permission_set", "permission_set_arn", ...tallyFields]}
      fileName={`curfew-${month}-permission-sets.csv`}
      names={["permission_set", "permission_set_arn"]}
      trackBy="permission_set_arn"
    />
  );
}

function Approvers({ report: { month, by_approver: rows } }: { report: MonthReport }) {
  return (
    <ReportTable
      heading={tables.approver}
      rows={rows}
      columns={approverColumns(rows)}
      fields={["approver_email", "approver_user_id", "approved", "denied", "median_latency_seconds"]}
      fileName={`curfew-${month}-approvers.csv`}
      names={["approver_email"]}
      // An address may have passed to somebody else.
      trackBy={(row) => `${row.approver_user_id} ${row.approver_email}`}
      empty={tables.noApprovers}
    />
  );
}

function Days({ report: { month, by_day: rows } }: { report: MonthReport }) {
  return (
    <ReportTable
      heading={tables.day}
      rows={rows}
      columns={[nameColumn("date", columns.day, (row: Day) => dayName(row.date)), ...tallyColumns(rows)]}
      fields={["date", ...tallyFields]}
      fileName={`curfew-${month}-days.csv`}
      names={["date"]}
      trackBy="date"
    />
  );
}
