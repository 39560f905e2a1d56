import { useCollection } from "@cloudscape-design/collection-hooks";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { text } from "../../text";
import { byteOrderMark, csvOf } from "./csv";
import { saveFile } from "./save_file";
import { count } from "../../text/en/numbers";

const pageSize = 15;

interface Props<Row> {
  heading: string;
  rows: readonly Row[];
  columns: readonly TableProps.ColumnDefinition<Row>[];
  /** What the file has, in this order. */
  fields: readonly (keyof Row & string)[];
  fileName: string;
  /** Where a search looks. */
  names: readonly (keyof Row & string)[];
  trackBy: (keyof Row & string) | ((row: Row) => string);
  empty?: string;
}

/** A table of the report: sorted by its headings, searched where it is long, and saved as it is, whatever is shown. */
export function ReportTable<Row extends object>(props: Props<Row>) {
  const { heading, rows, columns, fields, fileName, names, trackBy, empty } = props;
  const words = text.reports.tables;
  const isLong = rows.length > pageSize;
  const { items, collectionProps, filterProps, filteredItemsCount, paginationProps, actions } = useCollection(
    rows,
    {
      filtering: {
        fields: [...names],
        noMatch: <NoMatch onClear={() => actions.setFiltering("")} />,
        empty,
      },
      sorting: {},
      pagination: { pageSize },
      selection: { trackBy },
    },
  );
  const save = () => saveFile(fileName, "text/csv;charset=utf-8", [byteOrderMark, csvOf(fields, rows)]);
  return (
    <Table<Row>
      {...collectionProps}
      items={items}
      columnDefinitions={columns}
      variant="borderless"
      enableKeyboardNavigation
      ariaLabels={{ tableLabel: heading }}
      wrapLines
      header={
        <Header
          variant="h3"
          counter={`(${count(rows.length)})`}
          actions={
            <Button
              iconName="download"
              ariaLabel={words.csvLabel(heading)}
              disabled={!rows.length}
              onClick={save}
            >
              {words.csv}
            </Button>
          }
        >
          {heading}
        </Header>
      }
      filter={
        isLong && (
          <TextFilter
            {...filterProps}
            filteringAriaLabel={words.find(heading)}
            filteringPlaceholder={words.find(heading)}
            countText={filteredItemsCount === undefined ? "" : String(filteredItemsCount)}
          />
        )
      }
      pagination={isLong && <Pagination {...paginationProps} />}
    />
  );
}

function NoMatch({ onClear }: { onClear: () => void }) {
  const words = text.reports.tables;
  return (
    <SpaceBetween size="xs">
      <Box>{words.noMatch}</Box>
      <Button onClick={onClear}>{words.clearFilter}</Button>
    </SpaceBetween>
  );
}
