import { useCollection } from "@cloudscape-design/collection-hooks";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useState } from "react";
import { ProblemAlert } from "../../components/ProblemAlert";
import { text } from "../../text";
import { activeColumns, wordsOf } from "./active_columns";
import { RevokeDialog } from "./RevokeDialog";
import { useShown } from "./use_shown";

const words = text.approvals.active;
const pageSize = 50;

/** Everybody's access that is there now. What ends while it is looked at stays in its row and says how. */
export function ActiveAccess() {
  const { list, isRead, shown } = useShown("active");
  const [revoking, setRevoking] = useState<string>();
  const chosen = shown.find(({ request }) => request.RequestId === revoking);
  const columns = activeColumns(setRevoking);
  const { items, collectionProps, filterProps, paginationProps, filteredItemsCount, actions } = useCollection(
    shown,
    {
      filtering: {
        filteringFunction: ({ request }, sought) => wordsOf(request).includes(sought.trim().toLowerCase()),
        empty: <Nothing heading={words.empty.heading} description={words.empty.text} />,
        noMatch: (
          <Nothing heading={words.noMatch}>
            <Button onClick={() => actions.setFiltering("")}>{words.clear}</Button>
          </Nothing>
        ),
      },
      sorting: { defaultState: { sortingColumn: columns.ends } },
      pagination: { pageSize },
    },
  );
  const now = shown.filter(({ standing }) => standing === "listed").length;
  return (
    <SpaceBetween size="l">
      {list.query.isError && (
        <ProblemAlert problem={list.query.error} onRetry={() => void list.query.refetch()} />
      )}
      <Table
        {...collectionProps}
        variant="container"
        wrapLines
        stickyColumns={{ last: 1 }}
        loading={!isRead && !list.query.isError}
        loadingText={text.problems.loading}
        items={items}
        trackBy={({ request }) => request.RequestId}
        columnDefinitions={Object.values(columns)}
        ariaLabels={{ tableLabel: words.label }}
        header={
          <Header variant="h2" counter={isRead ? `(${now})` : ""} description={words.description}>
            {words.heading}
          </Header>
        }
        filter={
          <TextFilter
            {...filterProps}
            filteringAriaLabel={words.filter}
            filteringPlaceholder={words.filter}
            countText={words.matches(filteredItemsCount ?? 0)}
          />
        }
        pagination={shown.length > pageSize && <Pagination {...paginationProps} />}
      />
      {chosen && <RevokeDialog one={chosen} among={shown} onClose={() => setRevoking(undefined)} />}
    </SpaceBetween>
  );
}

function Nothing(props: { heading: string; description?: string; children?: React.ReactNode }) {
  return (
    <Box textAlign="center" color="inherit" padding={{ vertical: "m" }}>
      <SpaceBetween size="xs">
        <b>{props.heading}</b>
        {props.description && <Box color="text-body-secondary">{props.description}</Box>}
        {props.children}
      </SpaceBetween>
    </Box>
  );
}
