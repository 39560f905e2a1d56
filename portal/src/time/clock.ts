import { useSyncExternalStore } from "react";

// The server's clock decides when access ends; this machine's may be wrong. Answers tell how far they are apart.
let ahead = 0;
const listeners = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;

export function setClockAhead(milliseconds: number): void {
  // The server tells whole seconds: less is no difference.
  if (Math.abs(milliseconds - ahead) > 1500) ahead = milliseconds;
}

/** Unix seconds, by the server's clock. */
export function serverSeconds(): number {
  return Math.floor((Date.now() + ahead) / 1000);
}

/** `serverSeconds()`, anew each second. */
export function useServerSeconds(): number {
  return useSyncExternalStore(subscribe, serverSeconds);
}

/** What `read` makes of `serverSeconds()`: looked at each second, but renders only when it differs. */
export function useByServerClock<Value extends string | number | boolean>(
  read: (now: number) => Value,
): Value {
  return useSyncExternalStore(subscribe, () => read(serverSeconds()));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  ticking ??= setInterval(() => listeners.forEach((tell) => tell()), 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}
