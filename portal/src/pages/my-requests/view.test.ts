import { describe, expect, it } from "vitest";
import type { AccessRequest } from "../../api/client";
import { firstView, needsAll, shown, type View } from "./view";

function request(name: string, members: Partial<AccessRequest>): AccessRequest {
  return {
    RequestId: name,
    Status: "REVOKED",
    AccountName: "Audit",
    AccountId: "329668418788",
    PermissionSet: "JIT-S3FullAccess",
    PermissionSetKey: "S3FullAccess",
    RiskLevel: "LOW",
    Reason: "TICKET-1",
    ...members,
  } as AccessRequest;
}

const requests = [
  request("d", { RequestTimestamp: 400, Status: "PENDING", RiskLevel: "HIGH", ExpirationTimestamp: 9 }),
  request("c", {
    RequestTimestamp: 300,
    Status: "ACTIVE",
    AccountName: "LogArchive",
    ExpirationTimestamp: 900,
  }),
  request("b", {
    RequestTimestamp: 200,
    ApproverEmail: "mia@example.com",
    EndedTimestamp: 250,
    ExpirationTimestamp: 800,
  }),
  request("a", {
    RequestTimestamp: 100,
    Status: "FAILED",
    Reason: "Ticket-22: the Bucket\nis full",
    PermissionSet: "JIT-EC2",
  }),
];

function names(view: Partial<View>): string {
  return shown(requests, { ...firstView, ...view })
    .map(({ RequestId }) => RequestId)
    .join("");
}

describe("what is found", () => {
  it("has all the words, in any order, place and case", () => {
    expect(names({ search: "bucket ticket" })).toBe("a");
    expect(names({ search: "  TICKET " })).toBe("dcba");
    expect(names({ search: "ticket pelican" })).toBe("");
    expect(names({ search: "mia@" })).toBe("b");
    expect(names({ search: "logarchive" })).toBe("c");
    expect(names({ search: "high risk" })).toBe("d");
  });

  it("has the status", () => {
    expect(names({ status: "FAILED" })).toBe("a");
    expect(names({ status: "LIVE" })).toBe("dc");
    expect(names({ status: "LIVE", search: "logarchive" })).toBe("c");
  });
});

describe("the order", () => {
  it("is newest first unless told otherwise", () => {
    expect(names({})).toBe("dcba");
    expect(names({ isDescending: false })).toBe("abcd");
  });

  it("by the end knows none of what is undecided, and puts that last both ways", () => {
    expect(names({ sortBy: "ends", isDescending: false })).toBe("bcda");
    expect(names({ sortBy: "ends", isDescending: true })).toBe("cbda");
  });

  it("is newest first among equals", () => {
    expect(names({ sortBy: "account", isDescending: false })).toBe("dbac");
    expect(names({ sortBy: "permissionSet", isDescending: true })).toBe("dcba");
  });

  it("by status goes along a request's life", () => {
    expect(names({ sortBy: "status", isDescending: false })).toBe("dcba");
  });
});

it("the newest page alone answers nothing but newest first", () => {
  expect(needsAll(firstView)).toBe(false);
  expect(needsAll({ ...firstView, search: " " })).toBe(false);
  expect(needsAll({ ...firstView, search: "x" })).toBe(true);
  expect(needsAll({ ...firstView, status: "LIVE" })).toBe(true);
  expect(needsAll({ ...firstView, isDescending: false })).toBe(true);
  expect(needsAll({ ...firstView, sortBy: "ends" })).toBe(true);
});

it("ten thousand requests are sorted and searched at once", () => {
  const many = Array.from({ length: 10_000 }, (_, at) =>
    request(String(at), { RequestTimestamp: 20_000 - at, Reason: `TICKET-${at % 977}` }),
  );
  expect(shown(many, { ...firstView, sortBy: "reason", isDescending: false })[0]?.Reason).toBe("TICKET-0");
  expect(shown(many, { ...firstView, search: "ticket-976" })).toHaveLength(10);
});
