import { expect, it } from "vitest";
import type { AccessRequest } from "../api/client";
import { decidedBy, howItEnded, remainsUntil } from "./request_facts";

const record = (members: Partial<AccessRequest>) => members as AccessRequest;

it("who decided is the policy, a person, or nobody yet", () => {
  expect(decidedBy(record({ DecisionType: "AUTO" }))).toBe("Policy (low risk)");
  expect(decidedBy(record({ DecisionType: "MANUAL", ApproverEmail: "mia@example.com" }))).toBe(
    "mia@example.com",
  );
  expect(decidedBy(record({ ApproverEmail: "mia@example.com" }))).toBe("mia@example.com"); // of the deployment before
  expect(decidedBy(record({ Status: "PENDING" }))).toBeUndefined();
});

it("how it ended is told of what has ended, or is ending", () => {
  expect(howItEnded(record({ Status: "REVOKED", RevocationType: "AUTO" }))).toBe("Its time was over");
  expect(
    howItEnded(record({ Status: "REVOKING", RevocationType: "MANUAL", RevokedBy: "ann@example.com" })),
  ).toBe("Revoked by ann@example.com");
  expect(howItEnded(record({ Status: "REVOKED" }))).toBeUndefined(); // the deployment before did not say
  expect(howItEnded(record({ Status: "ACTIVE" }))).toBeUndefined();
});

it("access that another request holds remains until that one's end, and no longer", () => {
  expect(remainsUntil(record({ AccessUntil: 100 }), 99)).toBe(100);
  expect(remainsUntil(record({ AccessUntil: 100 }), 100)).toBeUndefined();
  expect(remainsUntil(record({}), 99)).toBeUndefined();
});
