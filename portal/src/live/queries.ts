// What pages read of the server, kept in one cache. Changes come in by `applyChange` (live.tsx).
import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import type { AccessRequest, Api, ListQuery, Me, Scope, Status } from "../api/client";
import { usePortal } from "../portal";
import {
  covers,
  isOf,
  refreshed,
  withoutRequest,
  withPage,
  withRequest,
  type RequestList,
} from "./request_list";

const pageSize = 100;
const pollEvery = 5_000;

/** A scope of the API, or `active`: everybody's access that is there now. */
export type ListName = Scope | "active";

const listQueries: Record<ListName, ListQuery> = {
  mine: { scope: "mine" },
  pending: { scope: "pending" },
  all: { scope: "all" },
  active: { scope: "all", status: "ACTIVE" },
};

export const keys = {
  catalog: ["catalog"] as const,
  list: (name: ListName) => ["list", name] as const,
  /** The newest requests of everybody, as far back as judging a new one takes (history.ts). */
  history: ["history"] as const,
  request: (id: string) => ["request", id] as const,
  events: (id: string) => ["events", id] as const,
};

/** Undefined while the server tells of changes by itself; otherwise how often to ask. */
export function usePolling(): number | false {
  return usePortal().isLive ? false : pollEvery;
}

export function useCatalog() {
  const { api } = usePortal();
  return useQuery({ queryKey: keys.catalog, queryFn: api.catalog, staleTime: 60_000 });
}

export function useRequest(id: string) {
  const { api } = usePortal();
  return useQuery({
    queryKey: keys.request(id),
    queryFn: () => api.request(id),
    refetchInterval: usePolling(),
    enabled: id !== "",
  });
}

/** The audit events of a request, oldest first. */
export function useEvents(id: string) {
  const { api } = usePortal();
  return useQuery({
    queryKey: keys.events(id),
    queryFn: () => api.events(id),
    refetchInterval: usePolling(),
    enabled: id !== "",
  });
}

/** A list as far as it is loaded; `loadMore` brings the next page, `loadAll` the rest. */
export function useRequestList(name: ListName, enabled = true) {
  const { api } = usePortal();
  const client = useQueryClient();
  const [isLoadingMore, setLoadingMore] = useState(false);
  const [loadProblem, setLoadProblem] = useState<unknown>();
  const query = useQuery({
    queryKey: keys.list(name),
    queryFn: () => newest(api, name, () => client.getQueryData<RequestList>(keys.list(name))),
    refetchInterval: usePolling(),
    structuralSharing: false, // `refreshed` does it, without looking through ten thousand requests
    enabled,
  });
  const load = useCallback(
    async (all: boolean) => {
      setLoadingMore(true);
      setLoadProblem(undefined);
      try {
        while (await loadPage(client, api, name)) if (!all) return;
      } catch (problem) {
        setLoadProblem(problem);
      } finally {
        setLoadingMore(false);
      }
    },
    [client, api, name],
  );
  return {
    query,
    requests: query.data?.requests ?? [],
    hasMore: query.data?.nextCursor !== undefined,
    isLoadingMore,
    loadProblem,
    loadMore: useCallback(() => load(false), [load]),
    loadAll: useCallback(() => load(true), [load]),
  };
}

/** A list with all its pages: they come by themselves. For lists that are short by nature. */
export function useWholeList(name: ListName, enabled = true) {
  const list = useRequestList(name, enabled);
  const { hasMore, isLoadingMore, loadProblem, loadAll } = list;
  const isWanting = hasMore && !isLoadingMore && !loadProblem;
  useEffect(() => {
    if (isWanting) void loadAll();
  }, [isWanting, loadAll]);
  return list;
}

// As many of the newest pages as it takes to see whatever may have changed.
async function newest(api: Api, name: ListName, read: () => RequestList | undefined): Promise<RequestList> {
  const before = read();
  let list: RequestList = { requests: [] };
  do {
    const page = await api.list({
      ...listQueries[name],
      limit: pageSize,
      ...(list.nextCursor ? { cursor: list.nextCursor } : {}),
    });
    list = withPage(list, page);
  } while (before && !covers(list, before));
  // Further pages may have come in meanwhile.
  const known = read();
  return known ? refreshed(known, list) : list;
}

// False when there is none.
async function loadPage(client: QueryClient, api: Api, name: ListName): Promise<boolean> {
  const cursor = client.getQueryData<RequestList>(keys.list(name))?.nextCursor;
  if (!cursor) return false;
  const page = await api.list({ ...listQueries[name], limit: pageSize, cursor });
  client.setQueryData<RequestList>(keys.list(name), (list) =>
    list?.nextCursor === cursor ? withPage(list, page) : list,
  );
  return true;
}

/** Puts a request, as the server has it now, wherever it is shown. */
export function applyChange(client: QueryClient, me: Me, request: AccessRequest): void {
  const update = (key: readonly string[], change: (list: RequestList) => RequestList) =>
    client.setQueryData<RequestList>(key, (list) => list && change(list));
  const keepWhile = (name: ListName, status: Status) =>
    update(keys.list(name), (list) =>
      request.Status === status ? withRequest(list, request) : withoutRequest(list, request.RequestId),
    );
  const known = client.getQueryData<AccessRequest>(keys.request(request.RequestId));
  // What comes late must not bring back what is over.
  if (known && known.Version > request.Version) return;
  client.setQueryData(keys.request(request.RequestId), request);
  if (isOf(me, request)) update(keys.list("mine"), (list) => withRequest(list, request));
  update(keys.list("all"), (list) => withRequest(list, request));
  update(keys.history, (list) => withRequest(list, request));
  keepWhile("pending", "PENDING");
  keepWhile("active", "ACTIVE");
  void client.invalidateQueries({ queryKey: keys.events(request.RequestId) });
}
