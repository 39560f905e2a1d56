import { describe, expect, it } from "vitest";
import { outcomeOf } from "./outcome";
import { request } from "./request.fixture";

const me = { email: "mia@example.com" };
const byMax = {
  ApproverEmail: "max@example.com",
  ApprovalTimestamp: 1_800_000_060,
  DecisionType: "MANUAL",
} as const;

describe("what became of a request", () => {
  it("is nothing yet while it waits", () => expect(outcomeOf(request(), me)).toBeUndefined());

  it.each(["GRANTING", "ACTIVE", "REVOKING", "REVOKED", "FAILED"] as const)(
    "is an approval in %s",
    (Status) => {
      const outcome = outcomeOf(request({ Status, ...byMax, ApprovalComments: "Go ahead" }), me);
      expect(outcome).toEqual({
        kind: "approved",
        headline: "Approved by max@example.com",
        at: 1_800_000_060,
        comments: "Go ahead",
      });
    },
  );

  it("calls the reader you, however the address is written", () => {
    const outcome = outcomeOf(request({ Status: "DENIED", ...byMax, ApproverEmail: "Mia@Example.com" }), me);
    expect(outcome?.headline).toBe("Denied by you");
  });

  it("says when nobody had to decide, when nobody did, and when the requester took it back", () => {
    expect(outcomeOf(request({ Status: "ACTIVE", DecisionType: "AUTO" }), me)?.kind).toBe("automatic");
    expect(outcomeOf(request({ Status: "EXPIRED", EndedTimestamp: 7 }), me)).toMatchObject({
      kind: "lapsed",
      at: 7,
    });
    const cancelled = outcomeOf(request({ Status: "CANCELLED", EndedTimestamp: 7 }), me);
    expect(cancelled).toMatchObject({ kind: "cancelled", at: 7 });
    expect(cancelled).not.toHaveProperty("comments");
  });

  it("does not make up who decided where the record does not say", () => {
    expect(outcomeOf(request({ Status: "REVOKED" }), me)).toEqual({
      kind: "approved",
      headline: "Approved by somebody",
      comments: "",
    });
  });
});
