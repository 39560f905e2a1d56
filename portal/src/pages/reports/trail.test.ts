// @vitest-environment node
import { describe, expect, test } from "vitest";
import type { AuditPage, Checkpoint } from "../../api/client";
import { anchorOf, BrokenTrail, positionIn, Trail } from "./trail";

const checkpoint = (Position: number): Checkpoint => ({
  Number: 86,
  Position,
  MerkleRoot: "b".repeat(64),
  PreviousHash: "",
  AtMs: Date.parse("2026-11-22T19:15:00Z"),
  PublicKey: "c".repeat(64),
  Signature: "d".repeat(128),
  Hash: "a".repeat(64),
});

function page(first: number, last: number, more = false, sealed = 10): AuditPage {
  const events = Array.from({ length: last - first + 1 }, (_, index) => ({
    position: first + index,
    Chain: "request/1",
    Sequence: first + index,
    AtMs: 1,
    Action: "request.submitted",
    ActorKind: "user",
    Hash: "e".repeat(64),
  }));
  return {
    events,
    count: events.length,
    ...(more ? { next_after: last } : {}),
    last_checkpoint: checkpoint(sealed),
  };
}

const positionsIn = async (trail: Trail) =>
  (await new Blob(trail.lines).text())
    .trimEnd()
    .split("\n")
    .map((line) => (JSON.parse(line) as { position: number }).position);

test("pages become lines, in their order, each event once", async () => {
  const trail = new Trail(0);
  expect(trail.add(page(1, 4, true))).toBe(true);
  expect([trail.position, trail.percent]).toEqual([4, 40]);
  expect(trail.add(page(5, 8))).toBe(false);
  expect(await positionsIn(trail)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(trail.fileName).toBe("curfew-audit-1-8.ndjson");
});

test("who has a part already goes on after it", async () => {
  const trail = new Trail(4);
  trail.add(page(5, 6));
  expect([trail.count, trail.position, trail.fileName]).toEqual([2, 6, "curfew-audit-5-6.ndjson"]);
});

test("an empty trail is no fault, and a trail longer than its checkpoint is not done before its end", () => {
  const trail = new Trail(0);
  expect(trail.add({ events: [], count: 0 })).toBe(false);
  expect([trail.count, trail.percent, trail.checkpoint]).toEqual([0, 0, undefined]);
  trail.add(page(1, 50, true, 10));
  expect(trail.percent).toBe(99);
});

describe("a trail with a fault is not gone on with", () => {
  test.each([
    ["an event that is missing between pages", page(4, 5)],
    ["an event that came before", page(2, 4)],
    [
      "an event that is missing within a page",
      { ...page(3, 5), events: page(3, 5).events.filter(({ position }) => position !== 4) },
    ],
  ])("%s", (_name, second) => {
    const trail = new Trail(0);
    trail.add(page(1, 2, true));
    expect(() => trail.add(second)).toThrow(BrokenTrail);
    expect(trail.count).toBe(2);
  });
});

test.each([
  ["0", 0],
  ["", 0],
  [" 1204 ", 1204],
  ["-1", undefined],
  ["1.5", undefined],
  ["1e3", undefined],
  ["9".repeat(16), undefined],
])("%j as a position is %j", (typed, position) => expect(positionIn(typed)).toBe(position));

test("a checkpoint is kept as the command that compares reads it", () => {
  const { name, content } = anchorOf(checkpoint(10));
  expect(name).toBe("curfew-checkpoint-86.json");
  expect(content.split("\n")).toHaveLength(2); // one line
  expect(JSON.parse(content)).toEqual({
    number: 86,
    hash: "a".repeat(64),
    position: 10,
    at: "2026-11-22T19:15:00.000Z",
  });
});
