// Records as the deployment before Curfew wrote them.
#pragma once

#include <chrono>
#include <string>

#include "base/time.h"
#include "domain/attributes.h"
#include "domain/request.h"

namespace curfew::test {

struct EarlierWish {
  RequestId id{"0b0e5a1c-5c1e-4c0e-9a37-0d9f0f3f7f10"};
  AssignmentKey access;
  std::string status = "ACTIVE";
  Instant asked_at;
  Millis lasts = std::chrono::minutes(60);
  bool high_risk = false;
  std::string email = "Ada@Example.com";  // as it was typed in
};

inline Attributes earlier_record(const EarlierWish& wish) {
  const std::int64_t asked = unix_seconds(floor_seconds(wish.asked_at));
  Attributes record{{"RequestId", wish.id.str()},
                    {"UserId", wish.access.user_id.str()},
                    {"UserEmail", wish.email},
                    {"AccountId", wish.access.account_id.str()},
                    {"AccountName", "Management (old)"},
                    {"PermissionSet", wish.high_risk ? "JIT-EmergencyAdmin" : "JIT-S3FullAccess"},
                    {"PermissionSetArn", wish.access.permission_set_arn.str()},
                    {"RiskLevel", wish.high_risk ? "HIGH" : "LOW"},
                    {"Status", wish.status},
                    {"RequestTimestamp", asked},
                    {"ExpirationTimestamp", asked + std::chrono::floor<std::chrono::seconds>(wish.lasts).count()},
                    {"Reason", "TICKET-1234"},
                    {"DurationMinutes", std::int64_t{60}}};
  if (wish.status == "PENDING") return record;
  record["GrantedTimestamp"] = asked;
  record["AssignmentRequestId"] = "c2f1f6d0";
  record["RevocationScheduleArn"] = "arn:aws:events:us-east-1:533267321107:rule/revoke-" + wish.id.str();
  if (wish.status == "ERROR") record["ErrorMessage"] = "ConflictException";
  return record;
}

}  // namespace curfew::test
