// What everybody asked for lately, for judging a request that is new. Bounded: it is read page by page.
import { useQuery } from "@tanstack/react-query";
import type { Api } from "../api/client";
import { usePortal } from "../portal";
import { keys } from "./queries";
import { withPage, type RequestList } from "./request_list";

const pageSize = 100;
export const mostRequests = 500;

/** The newest requests of everybody, at most `mostRequests` at first: read once, and kept up by what changes. */
export function useHistory() {
  const { api, isLive } = usePortal();
  return useQuery({
    queryKey: keys.history,
    queryFn: () => newestOfAll(api),
    staleTime: 300_000,
    // Without the stream nothing tells of changes: seldom is enough for the past.
    refetchInterval: isLive ? false : 60_000,
  });
}

async function newestOfAll(api: Api): Promise<RequestList> {
  let list: RequestList = { requests: [] };
  do {
    const cursor = list.nextCursor ? { cursor: list.nextCursor } : {};
    list = withPage(list, await api.list({ scope: "all", limit: pageSize, ...cursor }));
  } while (list.nextCursor && list.requests.length < mostRequests);
  return list;
}
