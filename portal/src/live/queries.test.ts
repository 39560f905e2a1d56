import { QueryClient } from "@tanstack/react-query";
import { beforeEach, describe, expect, it } from "vitest";
import type { AccessRequest, Me, Status } from "../api/client";
import { applyChange, keys } from "./queries";
import type { RequestList } from "./request_list";

const me = { subject: "s-mia", email: "mia@example.com" } as Me;
const asked = {
  RequestId: "1",
  Subject: "s-ann",
  UserEmail: "ann@example.com",
  RequestTimestamp: 1_800_000_000,
};
const as = (Status: Status, Version: number) => ({ ...asked, Status, Version }) as AccessRequest;

let client: QueryClient;
const statusesIn = (key: readonly string[]) =>
  client.getQueryData<RequestList>(key)?.requests.map(({ Status }) => Status);

beforeEach(() => {
  client = new QueryClient();
  for (const key of [keys.list("pending"), keys.list("active"), keys.list("mine"), keys.history]) {
    client.setQueryData<RequestList>(key, { requests: [] });
  }
});

describe("a change", () => {
  it("moves a request through the lists that are for a status", () => {
    const seen = (["PENDING", "GRANTING", "ACTIVE", "REVOKING"] as const).map((status, index) => {
      applyChange(client, me, as(status, index + 1));
      return [statusesIn(keys.list("pending")), statusesIn(keys.list("active")), statusesIn(keys.history)];
    });
    expect(seen).toEqual([
      [["PENDING"], [], ["PENDING"]],
      [[], [], ["GRANTING"]],
      [[], ["ACTIVE"], ["ACTIVE"]],
      [[], [], ["REVOKING"]],
    ]);
  });

  it("that comes late does not bring back what is over", () => {
    applyChange(client, me, as("DENIED", 2));
    applyChange(client, me, as("PENDING", 1));
    expect(statusesIn(keys.list("pending"))).toEqual([]);
    expect(client.getQueryData(keys.request("1"))).toMatchObject({ Status: "DENIED" });
  });

  it("of somebody else is none of mine, and lists that nobody has read stay unread", () => {
    applyChange(client, me, as("PENDING", 1));
    expect(statusesIn(keys.list("mine"))).toEqual([]);
    expect(client.getQueryData(keys.list("all"))).toBeUndefined();
  });
});
