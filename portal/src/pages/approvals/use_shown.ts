import { useQueries, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import type { AccessRequest, Status } from "../../api/client";
import { keys, usePolling, useWholeList } from "../../live/queries";
import { isMoving } from "../../live/request_list";
import { usePortal } from "../../portal";
import { isSame, nextShown, withLinked, type Read, type Shown } from "./shown";

const lists = { pending: "PENDING", active: "ACTIVE" } as const satisfies Record<string, Status>;

/** A list as it is shown: `nextShown` says how. `linked` is the id of a request that was asked for by its address. */
export function useShown(name: keyof typeof lists, linked?: string) {
  const list = useWholeList(name);
  const { query, requests, hasMore, loadProblem } = list;
  const [previous, setPrevious] = useState<readonly Shown[]>([]);
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());

  const isRead = query.data !== undefined && (!hasMore || loadProblem !== undefined);
  const read = useMemo(
    () => (isRead ? { value: requests, at: query.dataUpdatedAt } : undefined),
    [isRead, requests, query.dataUpdatedAt],
  );
  const inList = useMemo(() => new Set(requests.map(({ RequestId }) => RequestId)), [requests]);
  const gone = previous.map(({ request }) => request.RequestId).filter((id) => !inList.has(id));
  const { found, problems } = useRecords([...new Set([...(linked ? [linked] : []), ...gone])]);
  const records = useMemo(() => new Map(found), [found]);

  const linkedRecord = linked ? records.get(linked)?.value : undefined;
  const shown = useMemo(() => {
    const before = withLinked(previous, linkedRecord);
    return nextShown(before, { status: lists[name], list: read, records, dismissed });
  }, [previous, linkedRecord, name, read, records, dismissed]);
  useEffect(() => setPrevious((before) => (isSame(before, shown) ? before : shown)), [shown]);
  useChecks(shown);

  return {
    list,
    isRead,
    shown,
    linkedProblem: linked ? problems.find(([id]) => id === linked)?.[1] : undefined,
    dismiss: useCallback((id: string) => setDismissed((ids) => new Set([...ids, id])), []),
  };
}

// Reads requests one by one: a handful at most.
function useRecords(ids: readonly string[]) {
  const { api } = usePortal();
  const polling = usePolling();
  return useQueries({
    queries: ids.map((id) => ({
      queryKey: keys.request(id),
      queryFn: () => api.request(id),
      refetchInterval: ({ state }: { state: { data: AccessRequest | undefined } }) =>
        state.data && !isMoving(state.data) ? (false as const) : polling,
    })),
    combine: useCallback(
      (results: UseQueryResult<AccessRequest>[]) => ({
        found: results.flatMap(({ data, dataUpdatedAt }): [string, Read<AccessRequest>][] =>
          data ? [[data.RequestId, { value: data, at: dataUpdatedAt }]] : [],
        ),
        problems: results.flatMap(({ data, error }, index): [string, Error][] =>
          !data && error ? [[ids[index] ?? "", error]] : [],
        ),
      }),
      // eslint-disable-next-line -- the ids themselves, not the array that holds them
      [ids.join(" ")],
    ),
  });
}

// What the list has lost is read once, to say why.
function useChecks(shown: readonly Shown[]): void {
  const client = useQueryClient();
  const checking = shown.filter(({ standing }) => standing === "checking");
  const ids = checking.map(({ request }) => request.RequestId).join(" ");
  useEffect(() => {
    for (const id of ids.split(" ")) if (id) void client.invalidateQueries({ queryKey: keys.request(id) });
  }, [client, ids]);
}
