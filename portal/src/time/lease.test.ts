import { describe, expect, it } from "vitest";
import type { AccessRequest } from "../api/client";
import { remaining } from "./lease";

const begin = 1_764_000_000;
const active = {
  Status: "ACTIVE",
  DurationMinutes: 60,
  ApprovalTimestamp: begin,
  GrantedTimestamp: begin,
  ExpirationTimestamp: begin + 3600,
} as AccessRequest;

describe("what is left of access", () => {
  it("runs from the grant to the end", () => {
    expect(remaining(active, begin)).toEqual({ seconds: 3600, part: 1 });
    expect(remaining(active, begin + 2700)).toEqual({ seconds: 900, part: 0.25 });
  });

  it("is never less than nothing, nor more than all", () => {
    expect(remaining(active, begin + 4000)).toEqual({ seconds: 0, part: 0 });
    expect(remaining(active, begin - 100)?.part).toBe(1);
  });

  it("counts from the end where the grant's time is not on record", () => {
    const { GrantedTimestamp: _, ApprovalTimestamp: __, ...earlier } = active;
    expect(remaining(earlier, begin + 1800)?.part).toBe(0.5);
  });

  it("is for access that is there", () => {
    expect(remaining({ ...active, Status: "GRANTING" }, begin)).toBeUndefined();
    expect(remaining({ ...active, Status: "REVOKED" }, begin)).toBeUndefined();
  });
});
