// Records of the deployment before Curfew, as they were really written, and as nobody should have written them.
#include "domain/earlier_request.h"

#include <gtest/gtest.h>

#include <string>

namespace curfew {
namespace {

using std::chrono::minutes;

constexpr std::int64_t kAsked = 1'764'999'000;

Attributes earlier(const std::string& status) {
  return {{"RequestId", "0b0e5a1c-5c1e-4c0e-9a37-0d9f0f3f7f10"},
          {"UserId", "9067642ac7-5d1c8d5e"},
          {"UserEmail", "Ada@Example.com"},
          {"AccountId", "533267321107"},
          {"AccountName", "Management"},
          {"PermissionSet", "S3FullAccess"},
          {"PermissionSetArn", "arn:aws:sso:::permissionSet/ssoins-7223abcd1234ef56/ps-1111111111111111"},
          {"RiskLevel", "LOW"},
          {"Status", status},
          {"RequestTimestamp", kAsked},
          {"ExpirationTimestamp", kAsked + 1800},
          {"GrantedTimestamp", kAsked + 4},
          {"Reason", "TICKET-1234"},
          {"DurationMinutes", std::int64_t{30}},
          {"AssignmentRequestId", "c2f1"},
          {"RevocationScheduleArn", "arn:aws:events:us-east-1:533267321107:rule/revoke-0b0e"}};
}

Request read(const Attributes& attributes) {
  const auto request = earlier_request_from(attributes);
  EXPECT_TRUE(request.has_value()) << (request ? "" : request.error().log_text);
  return request ? request->request : Request{};
}

TEST(EarlierRequestTest, AnActiveOneNamesItsAccessItsDecisionAndItsEnd) {
  const Request request = read(earlier("ACTIVE"));
  EXPECT_EQ(request.version, 0);
  EXPECT_EQ(request.status, RequestStatus::kActive);
  EXPECT_EQ(request.access.user_id, UserId("9067642ac7-5d1c8d5e"));
  EXPECT_EQ(request.expires_at, from_unix_seconds(kAsked + 1800));
  EXPECT_EQ(request.granted_at, from_unix_seconds(kAsked + 4));
  ASSERT_TRUE(request.decision.has_value());
  EXPECT_TRUE(request.decision->automatic);
  EXPECT_FALSE(request.revocation.has_value());
  EXPECT_EQ(request.schedule_arn, "arn:aws:events:us-east-1:533267321107:rule/revoke-0b0e");
  EXPECT_EQ(request.further.at("AssignmentRequestId"), AttributeValue("c2f1")) << "what Curfew has no use for stays";
}

TEST(EarlierRequestTest, ThePendingOnesEndMeansNothing) {
  const Request request = read(earlier("PENDING"));
  EXPECT_EQ(request.status, RequestStatus::kPending);
  EXPECT_FALSE(request.expires_at.has_value());
  EXPECT_FALSE(request.decision.has_value());
}

TEST(EarlierRequestTest, AFailedRevocationIsARevocationThatGoesOn) {
  Attributes attributes = earlier("ERROR");
  attributes["ErrorMessage"] = "ConflictException";
  attributes["RevocationType"] = "MANUAL";
  attributes["RevokedBy"] = "mia@example.com";
  const Request request = read(attributes);
  EXPECT_EQ(request.status, RequestStatus::kRevoking);
  EXPECT_NE(request.trouble.find("ConflictException"), std::string::npos);
  ASSERT_TRUE(request.revocation.has_value());
  EXPECT_EQ(request.revocation->type, RevocationType::kManual);
  EXPECT_EQ(request.revocation->by, "mia@example.com");
}

TEST(EarlierRequestTest, FractionsEndAccessSoonerAndNeverLater) {
  Attributes attributes = earlier("ACTIVE");
  attributes["ExpirationTimestamp"] = "1765000800.999";
  attributes["RequestTimestamp"] = "1764999000.25";
  const auto read = earlier_request_from(attributes);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->request.expires_at, from_unix_seconds(1'765'000'800));
  EXPECT_EQ(read->request.requested_at, from_unix_seconds(kAsked));
  EXPECT_EQ(read->request_timestamp, "1764999000.25") << "it is held against the store as it was read";
}

TEST(EarlierRequestTest, WhatIsMissingIsTakenForWhatEndsAccess) {
  Attributes attributes = earlier("ACTIVE");
  for (const char* name : {"ExpirationTimestamp", "GrantedTimestamp", "DurationMinutes", "RiskLevel", "UserEmail"}) {
    attributes.erase(name);
  }
  const Request request = read(attributes);
  EXPECT_EQ(request.expires_at, from_unix_seconds(kAsked) + minutes(60));
  EXPECT_EQ(request.risk, Risk::kHigh);
  attributes["DurationMinutes"] = "-5";
  EXPECT_EQ(read(attributes).duration, minutes(60)) << "what is no duration is none";
  attributes["DurationMinutes"] = std::int64_t{0};
  EXPECT_EQ(read(attributes).duration, minutes(5));
  attributes["DurationMinutes"] = std::int64_t{100'000};
  EXPECT_EQ(read(attributes).duration, minutes(60));
  attributes["ExpirationTimestamp"] = (kAsked + 1800) * 1000;
  EXPECT_EQ(read(attributes).expires_at, from_unix_seconds(kAsked) + minutes(60)) << "milliseconds are no end";
}

TEST(EarlierRequestTest, WithoutItsAccessOrItsTimeItIsDamaged) {
  for (const char* name : {"RequestId", "Status", "RequestTimestamp", "UserId", "AccountId", "PermissionSetArn"}) {
    Attributes attributes = earlier("ACTIVE");
    attributes.erase(name);
    const auto read = earlier_request_from(attributes);
    ASSERT_FALSE(read.has_value()) << name;
    EXPECT_EQ(read.error().code, ErrorCode::kDamaged);
    EXPECT_NE(read.error().log_text.find(name), std::string::npos) << read.error().log_text;
  }
  for (const auto& [name, nonsense] : std::map<std::string, AttributeValue>{{"RequestId", "a/b"},
                                                                            {"Status", "GRANTING"},
                                                                            {"RequestTimestamp", kAsked * 1000},
                                                                            {"UserId", "a|b"},
                                                                            {"AccountId", "1234"},
                                                                            {"PermissionSetArn", "S3FullAccess"}}) {
    Attributes attributes = earlier("ACTIVE");
    attributes[name] = nonsense;
    EXPECT_FALSE(earlier_request_from(attributes).has_value()) << name;
  }
}

TEST(EarlierRequestTest, HistoryIsOnlyShown) {
  Attributes attributes = earlier("REVOKED");
  attributes["RevokedTimestamp"] = kAsked + 900;
  attributes["RevocationType"] = "MANUAL";
  const Request revoked = read(attributes);
  EXPECT_FALSE(is_to_be_adopted(revoked));
  EXPECT_EQ(revoked.ended_at, from_unix_seconds(kAsked + 900));
  EXPECT_FALSE(is_to_be_adopted(read(earlier("DENIED"))));
  for (const char* status : {"ACTIVE", "ERROR", "PENDING"}) EXPECT_TRUE(is_to_be_adopted(read(earlier(status))));
}

TEST(EarlierRequestTest, TheCatalogNamesWhatItHasByTheIds) {
  Request request = read(earlier("PENDING"));
  name_by_catalog(request, {.accounts = {{.name = "mgmt", .id = AccountId("533267321107"), .title = "Management"}}});
  EXPECT_EQ(request.account_name, "mgmt");
  EXPECT_EQ(request.permission_set, "S3FullAccess") << "no catalog entry, so as it was";
  name_by_catalog(
      request,
      {.permission_sets = {
           {.name = "S3", .title = "S3", .arn = request.access.permission_set_arn, .aws_name = "JIT-S3FullAccess"}}});
  EXPECT_EQ(request.permission_set, "S3");
  EXPECT_EQ(request.permission_set_name, "JIT-S3FullAccess");
}

}  // namespace
}  // namespace curfew
