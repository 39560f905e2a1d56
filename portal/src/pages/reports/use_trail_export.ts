import { useCallback, useEffect, useRef, useState } from "react";
import type { Api, Checkpoint } from "../../api/client";
import { saveFile } from "./save_file";
import { Trail } from "./trail";

export type TrailExport =
  | { kind: "idle" }
  | { kind: "reading"; count: number; percent: number }
  | { kind: "stopped"; count: number; problem: unknown }
  | { kind: "cancelled" }
  | {
      kind: "done";
      after: number;
      count: number;
      last: number;
      name: string;
      checkpoint: Checkpoint | undefined;
    };

/** Reads the trail page by page and saves it as a file. What was read before a failure is kept, and gone on with. */
export function useTrailExport(api: Pick<Api, "audit">) {
  const [state, setState] = useState<TrailExport>({ kind: "idle" });
  const reading = useRef<{ trail: Trail }>(); // another object, or none: somebody cancelled

  const read = useCallback(
    async (trail: Trail) => {
      const mine = { trail };
      reading.current = mine;
      const isMine = () => reading.current === mine;
      try {
        for (let more = true; more;) {
          setState({ kind: "reading", count: trail.count, percent: trail.percent });
          const page = await api.audit(trail.position);
          if (!isMine()) return;
          more = trail.add(page);
        }
      } catch (problem) {
        if (isMine()) setState({ kind: "stopped", count: trail.count, problem });
        return;
      }
      const { after, count, position, fileName, lines, checkpoint } = trail;
      if (count > 0) saveFile(fileName, "application/x-ndjson", lines);
      reading.current = undefined;
      setState({ kind: "done", after, count, last: position, name: fileName, checkpoint });
    },
    [api],
  );

  const cancel = useCallback(() => {
    reading.current = undefined;
    setState({ kind: "cancelled" });
  }, []);
  useEffect(() => () => void (reading.current = undefined), []);

  return {
    state,
    start: useCallback((after: number) => void read(new Trail(after)), [read]),
    goOn: useCallback(() => void (reading.current && read(reading.current.trail)), [read]),
    cancel,
  };
}
