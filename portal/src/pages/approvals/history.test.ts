import { describe, expect, it } from "vitest";
import type { AccessRequest } from "../../api/client";
import { newestFirst } from "../../live/request_list";
import { historyOf } from "./history";
import { request } from "./request.fixture";

const now = 1_800_000_000;
const day = 86_400;
const asked = request({ RequestId: "now", RequestTimestamp: now });

let made = 0;
const earlier = (daysAgo: number, members: Partial<AccessRequest> = {}) =>
  request({ RequestId: `r${++made}`, RequestTimestamp: now - daysAgo * day, Status: "REVOKED", ...members });

const among = (requests: AccessRequest[], nextCursor?: string) => ({
  requests: [...requests, asked].sort(newestFirst),
  ...(nextCursor ? { nextCursor } : {}),
});

describe("a requester's history with an access", () => {
  it("counts how earlier requests ended", () => {
    const requests = [
      earlier(1, { Status: "DENIED" }),
      earlier(2, { Status: "ACTIVE" }),
      earlier(3),
      earlier(4, { Status: "EXPIRED" }),
    ];
    const history = historyOf(asked, among(requests));
    expect(history.same).toHaveLength(4);
    expect(history.endings).toEqual([
      ["granted", 2],
      ["denied", 1],
      ["lapsed", 1],
    ]);
  });

  it("is of this person, this account, this permission set, and of before", () => {
    const requests = [
      earlier(1, { UserId: "u-bob" }),
      earlier(1, { AccountId: "222222222222" }),
      earlier(1, { PermissionSetArn: "arn:aws:sso:::permissionSet/ssoins-1/ps-2" }),
      earlier(-1),
    ];
    expect(historyOf(asked, among(requests)).same).toEqual([]);
  });

  it("knows a person whose address has changed", () => {
    expect(historyOf(asked, among([earlier(1, { UserEmail: "ann.old@example.com" })])).same).toHaveLength(1);
  });

  it("gives the last three denials, newest first", () => {
    const denials = [4, 2, 3, 1].map((ago) => earlier(ago, { Status: "DENIED", ApprovalComments: `${ago}` }));
    expect(historyOf(asked, among(denials)).denials.map(({ ApprovalComments }) => ApprovalComments)).toEqual([
      "1",
      "2",
      "3",
    ]);
  });
});

describe("how often somebody asks for high risk", () => {
  it("counts thirty days, in all accounts, without this request and without low risk", () => {
    const requests = [
      earlier(1, { AccountId: "222222222222" }),
      earlier(29),
      earlier(31),
      earlier(1, { RiskLevel: "LOW" }),
    ];
    const { highRisk, days, isAll } = historyOf(asked, among(requests));
    expect({ highRisk, days, isAll }).toEqual({ highRisk: 2, days: 30, isAll: true });
  });

  it("claims no more days than were read", () => {
    const { days, among: count, isAll } = historyOf(asked, among([earlier(1), earlier(6.5)], "more"));
    expect({ days, count, isAll }).toEqual({ days: 6, count: 3, isAll: false });
  });
});
