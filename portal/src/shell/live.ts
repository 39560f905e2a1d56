// Keeps what is shown as the server has it: changes that the vault hears of go into the cache, and what may have been
// missed is read again.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { AccessRequest, Me } from "../api/client";
import { applyChange } from "../live/queries";
import type { Session } from "../session/connect";
import type { VaultListener } from "../App";

export type Listen = (listener: VaultListener) => () => void;

/** True while the server tells of changes by itself. */
export function useLive(session: Session, listen: Listen, me: Me | undefined): boolean {
  const queries = useQueryClient();
  const [isLive, setLive] = useState(false);
  useEffect(() => {
    if (!me) return;
    const forget = listen((event) => {
      if (event.kind === "stream") setLive(event.up);
      if (event.kind !== "change") return;
      if (event.event === "request") applyChange(queries, me, JSON.parse(event.data) as AccessRequest);
      // "hello" and "resync": what came before it may have been missed.
      else void queries.invalidateQueries();
    });
    void session.follow();
    return forget;
  }, [session, listen, me, queries]);
  return isLive;
}
