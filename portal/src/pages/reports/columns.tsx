import type { TableProps } from "@cloudscape-design/components/table";
import type { MonthReport } from "../../api/client";
import { text } from "../../text";
import { count } from "../../text/en/numbers";
import { Share } from "./Share";
import { minutesText, percent, spanText } from "./span";

export type Approver = MonthReport["by_approver"][number];

/** What all tables but that of the approvers count. */
export interface Tally {
  requests: number;
  auto_approved: number;
  approved: number;
  denied: number;
  failed: number;
  revoked_early: number;
  minutes_requested: number;
  minutes_held: number;
}

export const tallyFields: readonly (keyof Tally)[] = [
  "requests",
  "auto_approved",
  "approved",
  "denied",
  "failed",
  "revoked_early",
  "minutes_requested",
  "minutes_held",
];

type Column<Row> = TableProps.ColumnDefinition<Row>;

const words = text.reports.tables.columns;

/** The column that says whom or what a row is about; it is the row's heading. */
export function nameColumn<Row extends object>(
  id: keyof Row & string,
  header: string,
  shown: (row: Row) => string,
): Column<Row> {
  return {
    id,
    header,
    isRowHeader: true,
    sortingField: id,
    minWidth: 180,
    cell: (row) => <span className="written">{shown(row)}</span>,
  };
}

export function tallyColumns<Row extends Tally>(rows: readonly Row[]): Column<Row>[] {
  const most = Math.max(0, ...rows.map((row) => row.requests));
  return [
    {
      id: "requests",
      header: words.requests,
      sortingField: "requests",
      cell: ({ requests }) => <Share count={requests} most={most} />,
    },
    numberColumn<Row>("auto_approved", words.atOnce),
    numberColumn<Row>("approved", words.approved),
    numberColumn<Row>("denied", words.denied),
    numberColumn<Row>("failed", words.failed),
    numberColumn<Row>("revoked_early", words.early),
    numberColumn<Row>("minutes_requested", words.asked, minutesText),
    numberColumn<Row>("minutes_held", words.held, minutesText),
  ];
}

export function approverColumns(rows: readonly Approver[]): Column<Approver>[] {
  const all = ({ approved, denied }: Approver) => approved + denied;
  const most = Math.max(0, ...rows.map(all));
  return [
    nameColumn<Approver>("approver_email", words.approver, (row) => row.approver_email),
    {
      id: "decisions",
      header: words.decisions,
      sortingComparator: (left, right) => all(left) - all(right),
      cell: (row) => <Share count={all(row)} most={most} />,
    },
    numberColumn<Approver>("approved", words.approved),
    numberColumn<Approver>("denied", words.denied),
    {
      id: "denied_share",
      header: words.deniedShare,
      sortingComparator: (left, right) => left.denied / all(left) - right.denied / all(right),
      cell: (row) => <span className="number">{percent(row.denied, all(row))}</span>,
    },
    numberColumn<Approver>("median_latency_seconds", words.latency, spanText),
  ];
}

function numberColumn<Row extends object>(
  field: keyof Row & string,
  header: string,
  shown = count,
): Column<Row> {
  return {
    id: field,
    header,
    sortingField: field,
    cell: (row) => <span className="number">{shown(Number(row[field]))}</span>,
  };
}
