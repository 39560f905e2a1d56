import { useCallback, useEffect, useRef, useState } from "react";
import { Attempts, isUnknown } from "./attempts";

// For the whole page's life: a dialog that was closed after an unknown outcome, and opened again, goes on with its key.
const attempts = new Attempts();

export interface Action<Answer> {
  /** The answer; undefined when it failed, or while it runs already. `problem` then says why. */
  run: (name: string, perform: (key: string) => Promise<Answer>) => Promise<Answer | undefined>;
  isBusy: boolean;
  problem: unknown;
  /** It failed so that nobody knows whether it was done; running it again is safe. */
  isUnknown: boolean;
}

/** Something done by a POST. `name` says which action on what: the idempotency key is kept by it. */
export function useAction<Answer>(): Action<Answer> {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const running = useRef(false);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => void (here.current = false);
  }, []);
  const run = useCallback(async (name: string, perform: (key: string) => Promise<Answer>) => {
    if (running.current) return undefined;
    running.current = true;
    setBusy(true);
    setProblem(undefined);
    try {
      return await attempts.run(name, perform);
    } catch (failure) {
      if (here.current) setProblem(failure);
      return undefined;
    } finally {
      running.current = false;
      if (here.current) setBusy(false);
    }
  }, []);
  return { run, isBusy, problem, isUnknown: problem !== undefined && isUnknown(problem) };
}
