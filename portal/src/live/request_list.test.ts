import { describe, expect, it } from "vitest";
import type { AccessRequest, Status } from "../api/client";
import { covers, refreshed, withPage, type RequestList } from "./request_list";

function request(age: number, Status: Status = "REVOKED", Version = 5): AccessRequest {
  const RequestId = `${String(age).padStart(8, "0")}-0000-4000-8000-000000000000`;
  return { RequestId, Status, Version, RequestTimestamp: 2_000_000_000 - age } as AccessRequest;
}

function list(ages: number[], nextCursor?: string): RequestList {
  return { requests: ages.map((age) => request(age)), ...(nextCursor ? { nextCursor } : {}) };
}

const agesOf = ({ requests }: RequestList) => requests.map((each) => 2_000_000_000 - each.RequestTimestamp);

describe("reading the newest again", () => {
  it("goes on until there is no gap to what is loaded, as after a night with the lid closed", () => {
    expect(covers(list([1, 2, 3], "c"), list([5, 6]))).toBe(false);
    expect(covers(list([1, 2, 3, 4, 5], "c"), list([5, 6]))).toBe(true);
    expect(covers(list([1, 2, 3]), list([5, 6]))).toBe(true);
  });

  it("goes on until the oldest that may have changed", () => {
    const loaded = { requests: [request(1), request(2), request(3, "ACTIVE"), request(4)] };
    expect(covers(list([0, 1, 2], "c"), loaded)).toBe(false);
    expect(covers(list([0, 1, 2, 3], "c"), loaded)).toBe(true);
  });

  it("keeps older pages, and their cursor", () => {
    const together = refreshed(list([2, 3, 4, 5], "after 5"), list([1, 2, 3], "after 3"));
    expect(agesOf(together)).toEqual([1, 2, 3, 4, 5]);
    expect(together.nextCursor).toBe("after 5");
  });

  it("is the same list, and the same requests, where nothing has changed", () => {
    const loaded = list([1, 2, 3, 4], "after 4");
    expect(refreshed(loaded, list([1, 2], "after 2"))).toBe(loaded);
    const changed = refreshed(loaded, {
      requests: [request(1, "REVOKED", 6), request(2)],
      nextCursor: "after 2",
    });
    expect(changed).not.toBe(loaded);
    expect(changed.requests[0]?.Version).toBe(6);
    expect(changed.requests[1]).toBe(loaded.requests[1]);
  });

  it("sees changes of a record that has no version", () => {
    const loaded = { requests: [request(1, "ACTIVE", 0)] };
    const read = { requests: [request(1, "REVOKED", 0)] };
    expect(refreshed(loaded, read).requests[0]?.Status).toBe("REVOKED");
  });

  it("does not take back a change that came in while it was read", () => {
    const loaded = { requests: [request(1, "REVOKED", 4)] };
    const read = { requests: [request(1, "ACTIVE", 3)] };
    expect(refreshed(loaded, read).requests[0]?.Status).toBe("REVOKED");
  });
});

it("a page that overlaps what is loaded adds nothing twice", () => {
  const page = { requests: [request(2), request(3)], count: 2 };
  const whole = withPage(list([1, 2], "c"), page);
  expect(agesOf(whole)).toEqual([1, 2, 3]);
  expect(whole.nextCursor).toBeUndefined();
});
