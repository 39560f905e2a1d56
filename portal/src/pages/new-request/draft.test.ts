import { describe, expect, test } from "vitest";
import type { AccessRequest, Catalog, Status } from "../../api/client";
import {
  bodyOf,
  chosen,
  emptyDraft,
  faults,
  isShort,
  longestReason,
  presets,
  recentChoices,
  sameAccess,
  type Draft,
} from "./draft";

const catalog: Catalog = {
  accounts: [
    { name: "LogArchive", id: "269423819609", title: "Log Archive" },
    { name: "Audit", id: "329668418788", title: "Audit" },
  ],
  permission_sets: [
    {
      name: "S3FullAccess",
      title: "S3 Full Access",
      aws_name: "JIT-S3FullAccess",
      risk: "LOW",
      requires_approval: false,
      min_duration_minutes: 5,
      max_duration_minutes: 40,
    },
  ],
};

const good: Draft = {
  account: "LogArchive",
  permissionSet: "S3FullAccess",
  minutes: "30",
  reason: "TICKET-1",
};

function request(part: Partial<AccessRequest> & { Status: Status }): AccessRequest {
  return { AccountId: "269423819609", PermissionSetKey: "S3FullAccess", ...part } as AccessRequest;
}

describe("what can be sent", () => {
  test("a whole draft can", () => expect(faults(catalog, good)).toEqual({}));

  test("an empty one cannot, and every field says why", () => {
    expect(Object.keys(faults(catalog, { ...emptyDraft, minutes: "" })).sort()).toEqual(
      ["account", "minutes", "permissionSet", "reason"].sort(),
    );
  });

  test("a choice that the catalog no longer has is none", () => {
    expect(faults(catalog, { ...good, account: "Gone" })).toHaveProperty("account");
  });

  test.each(["4", "41", "60", "0", "-5", "7.5", "1e1", "abc", "", "0x10"])(
    "%s minutes are refused",
    (minutes) => {
      expect(faults(catalog, { ...good, minutes })).toHaveProperty("minutes");
    },
  );

  test.each(["5", "40", " 30 "])("%s minutes are fine", (minutes) => {
    expect(faults(catalog, { ...good, minutes })).toEqual({});
  });

  test("a reason has up to 4,096 characters, counted as the server counts them", () => {
    expect(faults(catalog, { ...good, reason: "🚒".repeat(longestReason) })).toEqual({});
    expect(faults(catalog, { ...good, reason: "🚒".repeat(longestReason + 1) })).toHaveProperty("reason");
    expect(faults(catalog, { ...good, reason: ` ${"x".repeat(longestReason)}\n` })).toEqual({});
  });

  test("control characters are told before they are sent; lines and tabs are none", () => {
    expect(faults(catalog, { ...good, reason: "one\r\ntwo\tthree" })).toEqual({});
    expect(faults(catalog, { ...good, reason: "bell\u0007" })).toHaveProperty("reason");
  });

  test("what is sent is trimmed, and lines end as everywhere", () => {
    expect(bodyOf({ ...good, reason: " one\r\ntwo " })).toEqual({
      account_name: "LogArchive",
      permission_set: "S3FullAccess",
      reason: "one\ntwo",
      duration_minutes: 30,
    });
  });
});

test("presets lie within the permission set's limits, the longest among them", () => {
  expect(presets(catalog.permission_sets[0])).toEqual([15, 30, 40]);
  expect(presets(undefined)).toEqual([15, 30, 45, 60]);
});

test("a word or two is short, nothing at all is not yet", () => {
  expect([isShort(""), isShort("fix"), isShort("Comparing access logs for TICKET-9")]).toEqual([
    false,
    true,
    false,
  ]);
});

describe("what the caller has already", () => {
  const choice = chosen(catalog, good);

  test("the live request that lasts longest counts", () => {
    const short = request({ Status: "ACTIVE", ExpirationTimestamp: 100 });
    const long = request({ Status: "GRANTING", ExpirationTimestamp: 200 });
    const over = request({ Status: "REVOKED", ExpirationTimestamp: 300 });
    expect(sameAccess([short, over, long], choice)).toEqual({ held: long, waiting: undefined });
  });

  test("other accounts and permission sets are other access", () => {
    const elsewhere = request({ Status: "ACTIVE", AccountId: "329668418788" });
    const more = request({ Status: "PENDING", PermissionSetKey: "EC2FullAccess" });
    expect(sameAccess([elsewhere, more], choice)).toEqual({ held: undefined, waiting: undefined });
  });
});

test("what was asked for lately is offered once, newest first, while the catalog has it", () => {
  const mine = [
    request({ Status: "REVOKED", AccountId: "329668418788" }),
    request({ Status: "ACTIVE" }),
    request({ Status: "DENIED", PermissionSetKey: "Gone" }),
    request({ Status: "REVOKED" }),
  ];
  expect(recentChoices(catalog, mine).map(({ account }) => account?.name)).toEqual(["Audit", "LogArchive"]);
});
