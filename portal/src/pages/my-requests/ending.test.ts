import { describe, expect, it } from "vitest";
import type { AccessRequest, Status } from "../../api/client";
import { endKind, otherHolder } from "./ending";

function request(
  RequestId: string,
  Status: Status,
  ExpirationTimestamp: number,
  more: Partial<AccessRequest> = {},
) {
  const access = {
    UserId: "u",
    AccountId: "329668418788",
    PermissionSetArn: "arn:aws:sso:::permissionSet/s/p",
  };
  return { RequestId, Status, ExpirationTimestamp, ...access, ...more } as AccessRequest;
}

it("what waits is cancelled, what is given or being given is revoked, and nothing else can be ended", () => {
  const kinds = (["PENDING", "GRANTING", "ACTIVE", "REVOKING", "REVOKED", "FAILED"] as const).map((status) =>
    endKind(request("a", status, 1)),
  );
  expect(kinds).toEqual(["cancel", "revoke", "revoke", undefined, undefined, undefined]);
});

describe("who keeps the access there", () => {
  const mine = request("a", "ACTIVE", 100);

  it("is the live request of the same access that ends last", () => {
    const others = [
      mine,
      request("b", "ACTIVE", 50),
      request("c", "GRANTING", 200),
      request("d", "REVOKED", 900),
    ];
    expect(otherHolder(mine, others)?.RequestId).toBe("c");
  });

  it("is nobody where the others are over, or are for something else", () => {
    const others = [
      mine,
      request("b", "PENDING", 500),
      request("c", "ACTIVE", 500, { AccountId: "533267321107" }),
      request("d", "ACTIVE", 500, { PermissionSetArn: "arn:aws:sso:::permissionSet/s/q" }),
      request("e", "ACTIVE", 500, { UserId: "v" }),
    ];
    expect(otherHolder(mine, others)).toBeUndefined();
  });
});
