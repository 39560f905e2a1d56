// Keys that work on the whole page, unless they mean something where they are pressed.

export type Shortcut = "next" | "previous" | "approve" | "deny" | "help";

const letters: Readonly<Record<string, Shortcut>> = {
  j: "next",
  k: "previous",
  a: "approve",
  d: "deny",
  "?": "help",
};
const arrows: Readonly<Record<string, Shortcut>> = { ArrowDown: "next", ArrowUp: "previous" };

// Where letters are written or begin a search, and what lies over the page.
const takesLetters =
  "input:not([type=radio], [type=checkbox], [type=button]), textarea, select, [contenteditable=true], " +
  "[role=combobox], [role=listbox], [role=menu], [role=dialog]";
// Where arrows move something already.
const takesArrows = `${takesLetters}, input, [role=tablist], [role=radiogroup], [role=toolbar], [role=region]`;

export function shortcutOf(event: KeyboardEvent): Shortcut | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented)
    return undefined;
  const at = event.target instanceof Element ? event.target : undefined;
  if (Object.hasOwn(letters, event.key)) return at?.closest(takesLetters) ? undefined : letters[event.key];
  if (Object.hasOwn(arrows, event.key)) return at?.closest(takesArrows) ? undefined : arrows[event.key];
  return undefined;
}

/** Enter with Ctrl or Cmd: sends what is being written. */
export function isSend(event: { key: string; ctrlKey: boolean; metaKey: boolean }): boolean {
  return event.key === "Enter" && (event.ctrlKey || event.metaKey);
}
