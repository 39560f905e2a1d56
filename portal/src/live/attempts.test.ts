import { describe, expect, it } from "vitest";
import { Problem } from "../api/client";
import { Attempts } from "./attempts";

const offline = new Problem(0, "offline", "", undefined);
const broken = new Problem(503, "unavailable", "", undefined);
const ended = new Problem(409, "ended", "It is over.", undefined);

async function keysOf(attempts: Attempts, action: string, outcomes: (Problem | "done")[]): Promise<string[]> {
  const keys: string[] = [];
  for (const outcome of outcomes) {
    const perform = (key: string) => {
      keys.push(key);
      return outcome === "done" ? Promise.resolve() : Promise.reject(outcome);
    };
    await attempts.run(action, perform).catch(() => undefined);
  }
  return keys;
}

describe("the key of an action", () => {
  it("stays while nobody knows what became of it", async () => {
    const [first, second, third, fourth] = await keysOf(new Attempts(), "revoke 1", [
      offline,
      broken,
      "done",
      "done",
    ]);
    expect([second, third]).toEqual([first, first]);
    expect(fourth).not.toBe(first);
  });

  it("is a new one after a refusal", async () => {
    const [first, second] = await keysOf(new Attempts(), "revoke 1", [ended, "done"]);
    expect(second).not.toBe(first);
  });

  it("is that action's alone", async () => {
    const attempts = new Attempts();
    const [one] = await keysOf(attempts, "revoke 1", [offline]);
    const [two] = await keysOf(attempts, "revoke 2", [offline]);
    const [again] = await keysOf(attempts, "revoke 1", ["done"]);
    expect(two).not.toBe(one);
    expect(again).toBe(one);
  });
});
