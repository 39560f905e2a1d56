import { describe, expect, it } from "vitest";
import { readPreferences } from "./table_preferences";

const columns = ["status", "account", "reason"];
const usual = {
  pageSize: 20,
  wrapLines: false,
  contentDensity: "comfortable",
  contentDisplay: columns.map((id) => ({ id, visible: true })),
};

describe("what was kept of a table", () => {
  it.each([
    null,
    "",
    "{",
    "[]",
    "7",
    "null",
    '{"contentDisplay":"x","pageSize":"20"}',
    '{"contentDisplay":[null,3]}',
  ])("is the usual where %j is kept", (kept) => expect(readPreferences(kept, columns)).toEqual(usual));

  it("is taken where it makes sense", () => {
    const kept = { ...usual, pageSize: 50, wrapLines: true, contentDensity: "compact" };
    expect(readPreferences(JSON.stringify(kept), columns)).toEqual(kept);
    expect(readPreferences(JSON.stringify({ pageSize: 37 }), columns).pageSize).toBe(20);
  });

  it("loses columns that are no more, and gains new ones", () => {
    const kept = [
      { id: "reason", visible: false },
      { id: "gone", visible: true },
      { id: "reason", visible: true },
    ];
    expect(readPreferences(JSON.stringify({ contentDisplay: kept }), columns).contentDisplay).toEqual([
      { id: "reason", visible: false },
      { id: "status", visible: true },
      { id: "account", visible: true },
    ]);
  });
});
