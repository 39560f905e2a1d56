import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { Problem, type AccessRequest, type Decided, type Revoked } from "../../api/client";
import { applyChange, keys } from "../../live/queries";
import { useAction } from "../../live/use_action";
import { usePortal } from "../../portal";

/** Approving or denying one request. `decide` gives the answer, or undefined: `problem` then says why. */
export function useDecision(request: AccessRequest) {
  const { api } = usePortal();
  const id = request.RequestId;
  const action = useAction<Decided>();
  const refresh = useRefresh(id);
  const { run, problem } = action;
  // A refusal means that the request is not as it is shown.
  useEffect(() => {
    if (problem instanceof Problem) void refresh();
  }, [problem, refresh]);
  const decide = useCallback(
    async (how: "APPROVE" | "DENY", written: string) => {
      const comments = written.trim();
      const name = `${how} ${id} ${comments}`;
      const answer = await run(name, (key) => api.decide(id, how, comments, key));
      if (answer) void refresh();
      return answer;
    },
    [api, id, run, refresh],
  );
  return { ...action, decide };
}

/** Ending one request's access; the answer, or undefined. */
export function useRevocation(request: AccessRequest) {
  const { api } = usePortal();
  const id = request.RequestId;
  const action = useAction<Revoked>();
  const refresh = useRefresh(id);
  const { run, problem } = action;
  useEffect(() => {
    if (problem instanceof Problem) void refresh();
  }, [problem, refresh]);
  const revoke = useCallback(async () => {
    const answer = await run(`revoke ${id}`, (key) => api.revoke(id, key));
    if (answer) void refresh();
    return answer;
  }, [api, id, run, refresh]);
  return { ...action, revoke };
}

// Reads the request and puts it wherever it is shown. A failure is no matter: what is shown is read again anyway.
function useRefresh(id: string) {
  const client = useQueryClient();
  const { api, me } = usePortal();
  return useCallback(async () => {
    try {
      applyChange(client, me, await api.request(id));
    } catch {
      await client.invalidateQueries({ queryKey: keys.request(id) });
    }
  }, [client, api, me, id]);
}
