import Select from "@cloudscape-design/components/select";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import TextFilter from "@cloudscape-design/components/text-filter";
import { text } from "../../text";
import { isFiltered, statuses, type StatusChoice } from "./view";
import type { TableView } from "./use_view";

interface Props {
  table: TableView;
  found: number;
  /** Of how many that are here so far; undefined once all are. */
  reading: number | undefined;
}

const words = text.myRequests;
const options: { value: StatusChoice; label: string }[] = [
  { value: "ANY", label: words.anyStatus },
  { value: "LIVE", label: words.liveStatus },
  ...statuses.map((value) => ({ value, label: text.shell.statuses[value] })),
];

export function RequestFilter({ table: { view, choose }, found, reading }: Props) {
  const filtered = isFiltered(view);
  return (
    <div className="filter-bar">
      <div className="filter-text">
        <TextFilter
          filteringText={view.search}
          filteringAriaLabel={words.filterLabel}
          filteringPlaceholder={words.filterPlaceholder}
          countText={filtered && reading === undefined ? words.matches(found) : ""}
          onChange={({ detail }) => choose({ search: detail.filteringText })}
        />
      </div>
      <Select
        ariaLabel={words.statusLabel}
        options={options}
        selectedOption={options.find(({ value }) => value === view.status) ?? null}
        onChange={({ detail }) => choose({ status: detail.selectedOption.value as StatusChoice })}
      />
      {reading !== undefined && (
        <StatusIndicator type="loading">
          {filtered ? words.searched(reading) : words.sorted(reading)}
        </StatusIndicator>
      )}
    </div>
  );
}
