import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import CollectionPreferences from "@cloudscape-design/components/collection-preferences";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useDeferredValue, useEffect, useMemo } from "react";
import { useLocation } from "wouter";
import { problemText } from "../../api/problem_text";
import { ProblemAlert } from "../../components/ProblemAlert";
import { pageSizes, useTablePreferences } from "../../components/table_preferences";
import type { useRequestList } from "../../live/queries";
import { usePortal } from "../../portal";
import { paths } from "../../shell/paths";
import { text } from "../../text";
import { columnIds, columns } from "./columns";
import { Empty } from "./Empty";
import type { Ending } from "./ending";
import { RequestFilter } from "./RequestFilter";
import type { TableView } from "./use_view";
import { isFiltered, needsAll, shown, type SortColumn } from "./view";

interface Props {
  list: ReturnType<typeof useRequestList>;
  table: TableView;
  onEnd: (ending: Ending) => void;
}

const words = text.myRequests;
const optionalColumns = columnIds.map((id) => ({
  id,
  label: words.columns[id],
  alwaysVisible: id === "permissionSet" || id === "actions",
}));

export function RequestsTable({ list, table, onEnd }: Props) {
  const { query, requests, hasMore, isLoadingMore, loadProblem, loadMore, loadAll } = list;
  const { view, page, choose, goTo } = table;
  const [preferences, prefer] = useTablePreferences("my-requests", columnIds);
  const definitions = useMemo(() => columns(onEnd), [onEnd]);
  // Typing comes first: what is found may follow a moment later.
  const [calmView, calmRequests] = [useDeferredValue(view), useDeferredValue(requests)];
  const found = useMemo(() => shown(calmRequests, calmView), [calmRequests, calmView]);

  const { pageSize } = preferences;
  const wantsAll = needsAll(view);
  const isShort = page * pageSize > requests.length;
  useEffect(() => {
    if (!hasMore || isLoadingMore || loadProblem !== undefined) return;
    if (wantsAll) void loadAll();
    else if (isShort) void loadMore();
  }, [hasMore, isLoadingMore, loadProblem, wantsAll, isShort, loadAll, loadMore]);

  const pages = Math.max(1, Math.ceil(found.length / pageSize));
  const first = (Math.min(page, hasMore ? page : pages) - 1) * pageSize;
  const items = useMemo(() => found.slice(first, first + pageSize), [found, first, pageSize]);
  if (query.isError && !query.data) {
    return <ProblemAlert problem={query.error} onRetry={() => void query.refetch()} />;
  }
  const reading = wantsAll && hasMore && loadProblem === undefined ? requests.length : undefined;
  return (
    <SpaceBetween size="m">
      {query.isRefetchError && <ProblemAlert problem={query.error} onRetry={() => void query.refetch()} />}
      {loadProblem !== undefined && (
        <Alert
          type="warning"
          header={words.partHeading}
          action={
            <Button onClick={() => void (wantsAll ? loadAll() : loadMore())}>{text.problems.retry}</Button>
          }
        >
          {words.part(requests.length)} {problemText(loadProblem)}
        </Alert>
      )}
      <Table
        items={items}
        columnDefinitions={definitions}
        columnDisplay={preferences.contentDisplay}
        trackBy="RequestId"
        wrapLines={preferences.wrapLines}
        contentDensity={preferences.contentDensity}
        loading={query.isPending || (items.length === 0 && isLoadingMore && !wantsAll)}
        loadingText={words.loading}
        enableKeyboardNavigation
        stickyColumns={{ last: 1 }}
        ariaLabels={{ tableLabel: words.tableLabel }}
        firstIndex={first + 1}
        renderAriaLive={({ firstIndex, lastIndex }) => words.shown(firstIndex, lastIndex)}
        sortingColumn={{ sortingField: view.sortBy }}
        sortingDescending={view.isDescending}
        onSortingChange={({ detail }) =>
          choose({
            sortBy: detail.sortingColumn.sortingField as SortColumn,
            isDescending: detail.isDescending ?? false,
          })
        }
        header={<Heading list={list} />}
        filter={<RequestFilter table={table} found={found.length} reading={reading} />}
        pagination={
          <Pagination
            currentPageIndex={Math.min(page, hasMore ? page : pages)}
            pagesCount={pages}
            openEnd={hasMore}
            onChange={({ detail }) => goTo(detail.currentPageIndex)}
          />
        }
        preferences={
          <CollectionPreferences
            preferences={preferences}
            pageSizePreference={{
              options: pageSizes.map((value) => ({ value, label: words.rowsPerPage(value) })),
            }}
            wrapLinesPreference={{}}
            contentDensityPreference={{}}
            contentDisplayPreference={{ options: optionalColumns }}
            onConfirm={({ detail }) => {
              prefer(detail as Partial<typeof preferences>);
              goTo(1);
            }}
          />
        }
        empty={
          <Empty
            isFiltered={isFiltered(view)}
            isReading={reading !== undefined}
            onClear={() => choose({ search: "", status: "ANY" })}
          />
        }
      />
    </SpaceBetween>
  );
}

function Heading({ list: { query, requests, hasMore } }: Pick<Props, "list">) {
  const { me } = usePortal();
  const [, navigate] = useLocation();
  return (
    <Header
      variant="h1"
      description={words.description}
      counter={query.data && (hasMore ? words.countSoFar(requests.length) : words.count(requests.length))}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button iconName="refresh" ariaLabel={words.refresh} onClick={() => void query.refetch()} />
          {me.may_submit && (
            <Button variant="primary" onClick={() => navigate(paths.newRequest)}>
              {words.newRequest}
            </Button>
          )}
        </SpaceBetween>
      }
    >
      {words.heading}
    </Header>
  );
}
