// What a reader chose for a table, kept in this browser. Whatever is kept there may be of another version, or nonsense.
import { useCallback, useState } from "react";

export interface TablePreferences {
  pageSize: number;
  wrapLines: boolean;
  contentDensity: "comfortable" | "compact";
  contentDisplay: readonly { id: string; visible: boolean }[];
}

export const pageSizes = [10, 20, 50, 100];

/** `columns`: the ids of all there are, in their usual order. */
export function readPreferences(kept: string | null, columns: readonly string[]): TablePreferences {
  const chosen = parsed(kept);
  return {
    pageSize: pageSizes.find((size) => size === chosen.pageSize) ?? 20,
    wrapLines: chosen.wrapLines === true,
    contentDensity: chosen.contentDensity === "compact" ? "compact" : "comfortable",
    contentDisplay: display(chosen.contentDisplay, columns),
  };
}

function display(chosen: unknown, columns: readonly string[]): TablePreferences["contentDisplay"] {
  const rows = (Array.isArray(chosen) ? chosen : []) as ({ id?: unknown; visible?: unknown } | null)[];
  const ids = new Set<string>();
  const known = rows.flatMap((row) => {
    const id = columns.find((column) => column === row?.id);
    if (!id || ids.has(id)) return [];
    ids.add(id);
    return [{ id, visible: row?.visible !== false }];
  });
  return [...known, ...columns.filter((id) => !ids.has(id)).map((id) => ({ id, visible: true }))];
}

function parsed(kept: string | null): Partial<Record<keyof TablePreferences, unknown>> {
  try {
    const value: unknown = JSON.parse(kept ?? "{}");
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** `name`: of the table, unique in the portal. `columns` must stay the same. */
export function useTablePreferences(name: string, columns: readonly string[]) {
  const key = `curfew.table.${name}`;
  const [preferences, setPreferences] = useState(() => readPreferences(stored(key), columns));
  const choose = useCallback(
    (chosen: Partial<TablePreferences>) => {
      setPreferences((before) => {
        const after = { ...before, ...chosen };
        store(key, JSON.stringify(after));
        return after;
      });
    },
    [key],
  );
  return [preferences, choose] as const;
}

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A private window keeps nothing: the choice holds until the reload.
  }
}
