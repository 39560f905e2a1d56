import { useEffect, useRef } from "react";
import { shortcutOf, type Shortcut } from "./shortcuts";

/** Calls `act` for the page's keys, while `enabled`. */
export function useShortcuts(enabled: boolean, act: (shortcut: Shortcut) => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    if (!enabled) return;
    const pressed = (event: KeyboardEvent) => {
      const shortcut = shortcutOf(event);
      if (!shortcut) return;
      event.preventDefault();
      latest.current(shortcut);
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [enabled]);
}
