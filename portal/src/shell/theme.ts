// Light or dark: as the system, unless the reader chose.
import { applyMode, Mode } from "@cloudscape-design/global-styles";

export type Theme = "auto" | "light" | "dark";

const storageKey = "curfew.theme";
const system = window.matchMedia("(prefers-color-scheme: dark)");

export function theme(): Theme {
  const stored = readStored();
  return stored === "light" || stored === "dark" ? stored : "auto";
}

export function setTheme(chosen: Theme): void {
  try {
    localStorage.setItem(storageKey, chosen);
  } catch {
    // A private window keeps nothing: the choice holds until the reload.
  }
  apply(chosen);
}

export function followTheme(): void {
  system.addEventListener("change", () => apply(theme()));
  apply(theme());
}

function apply(chosen: Theme): void {
  const dark = chosen === "dark" || (chosen === "auto" && system.matches);
  applyMode(dark ? Mode.Dark : Mode.Light);
  document.documentElement.style.colorScheme = dark ? "dark" : "light";
}

function readStored(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}
