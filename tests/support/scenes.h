// Small builders for the people, requests and assignments that tests speak of. Everything is plain data; tests change
// what their story is about.
#pragma once

#include <chrono>
#include <string>

#include "domain/assignment.h"
#include "domain/identity.h"
#include "domain/policy.h"
#include "domain/request.h"
#include "support/fake_clock.h"

namespace curfew::test {

inline constexpr Seconds kTestStartSecond = std::chrono::floor<std::chrono::seconds>(kTestStart);

// AWS's identity center takes up to five minutes until a lost call has surely had its effect, or surely not.
inline constexpr Millis kAwsSettle = std::chrono::minutes(5);

inline Rules sandbox_rules() { return {}; }

inline Rules aws_rules() {
  Rules rules;
  rules.settle = kAwsSettle;
  return rules;
}

// Grants wait for a timer outside.
inline Rules timed_rules(Rules rules = aws_rules()) {
  rules.timer_outside = true;
  return rules;
}

inline AssignmentKey alices_access() {
  return {.user_id = UserId("9067-alice"),
          .account_id = AccountId("111122223333"),
          .permission_set_arn = PermissionSetArn("arn:aws:sso:::permissionSet/ssoins-1/ps-s3")};
}

inline Actor somebody(const std::string& name) {
  return {.kind = ActorKind::kUser,
          .subject = Subject("sub-" + name),
          .user_id = UserId("9067-" + name),
          .email = name + "@example.com",
          .origin = {.address = "203.0.113.7", .user_agent = "curl/8"}};
}

inline Actor alice() { return somebody("alice"); }
inline Actor manager_mary() { return somebody("mary"); }

inline Actor administrator() {
  Actor actor;
  actor.kind = ActorKind::kAdministrator;
  actor.email = "root";
  return actor;
}

// As a submit makes it: not stored yet, an hour of alice's access.
inline Request new_request(const std::string& id, Risk risk) {
  Request request;
  request.id = RequestId(id);
  request.subject = alice().subject;
  request.user_email = alice().email;
  request.account_name = "Management";
  request.permission_set = "S3FullAccess";
  request.permission_set_name = "JIT-S3FullAccess";
  request.access = alices_access();
  request.risk = risk;
  request.reason = "a bucket has to be repaired";
  request.duration = std::chrono::minutes(60);
  return request;
}

inline Assignment unseen_assignment() {
  Assignment assignment;
  assignment.key = alices_access();
  return assignment;
}

}  // namespace curfew::test
