// For tests.
import type { AccessRequest } from "../../api/client";

/** A request of ann's that waits. */
export function request(members: Partial<AccessRequest> = {}): AccessRequest {
  return {
    RequestId: "1",
    Version: 1,
    Status: "PENDING",
    Subject: "s-ann",
    UserId: "u-ann",
    UserEmail: "ann@example.com",
    AccountId: "111111111111",
    AccountName: "Management",
    PermissionSet: "JIT-EmergencyAdmin",
    PermissionSetKey: "EmergencyAdmin",
    PermissionSetArn: "arn:aws:sso:::permissionSet/ssoins-1/ps-1",
    RiskLevel: "HIGH",
    Reason: "INC-1: production is down",
    DurationMinutes: 60,
    RequestTimestamp: 1_800_000_000,
    ...members,
  };
}
