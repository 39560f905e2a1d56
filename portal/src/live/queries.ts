// What pages read of the server, kept in one cache. Changes come in by `applyChange` (live.tsx).
import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import type { AccessRequest, Api, Me, Scope } from "../api/client";
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

export const keys = {
  catalog: ["catalog"] as const,
  list: (scope: Scope) => ["list", scope] as const,
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
export function useRequestList(scope: Scope, enabled = true) {
  const { api } = usePortal();
  const client = useQueryClient();
  const [isLoadingMore, setLoadingMore] = useState(false);
  const [loadProblem, setLoadProblem] = useState<unknown>();
  const query = useQuery({
    queryKey: keys.list(scope),
    queryFn: () => newest(api, scope, () => client.getQueryData<RequestList>(keys.list(scope))),
    refetchInterval: usePolling(),
    structuralSharing: false, // `refreshed` does it, without looking through ten thousand requests
    enabled,
  });
  const load = useCallback(
    async (all: boolean) => {
      setLoadingMore(true);
      setLoadProblem(undefined);
      try {
        while (await loadPage(client, api, scope)) if (!all) return;
      } catch (problem) {
        setLoadProblem(problem);
      } finally {
        setLoadingMore(false);
      }
    },
    [client, api, scope],
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

// As many of the newest pages as it takes to see whatever may have changed.
async function newest(api: Api, scope: Scope, read: () => RequestList | undefined): Promise<RequestList> {
  const before = read();
  let list: RequestList = { requests: [] };
  do {
    const page = await api.list({
      scope,
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
async function loadPage(client: QueryClient, api: Api, scope: Scope): Promise<boolean> {
  const cursor = client.getQueryData<RequestList>(keys.list(scope))?.nextCursor;
  if (!cursor) return false;
  const page = await api.list({ scope, limit: pageSize, cursor });
  client.setQueryData<RequestList>(keys.list(scope), (list) =>
    list?.nextCursor === cursor ? withPage(list, page) : list,
  );
  return true;
}

/** Puts a request, as the server has it now, wherever it is shown. */
export function applyChange(client: QueryClient, me: Me, request: AccessRequest): void {
  const update = (scope: Scope, change: (list: RequestList) => RequestList) =>
    client.setQueryData<RequestList>(keys.list(scope), (list) => list && change(list));
  const known = client.getQueryData<AccessRequest>(keys.request(request.RequestId));
  if (!known || known.Version <= request.Version) {
    client.setQueryData(keys.request(request.RequestId), request);
  }
  if (isOf(me, request)) update("mine", (list) => withRequest(list, request));
  update("all", (list) => withRequest(list, request));
  update("pending", (list) =>
    request.Status === "PENDING" ? withRequest(list, request) : withoutRequest(list, request.RequestId),
  );
  void client.invalidateQueries({ queryKey: keys.events(request.RequestId) });
}
