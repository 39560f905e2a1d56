#include "domain/request.h"

#include <gtest/gtest.h>

#include "support/scenes.h"

namespace curfew {
namespace {

using test::kTestStartSecond;

Request full_request() {
  Request request = test::new_request("11111111-2222-4333-8444-555555555555", Risk::kHigh);
  request.version = 4;
  request.status = RequestStatus::kRevoked;
  request.requested_at = kTestStartSecond;
  request.decision = Decision{.automatic = false,
                              .approver = Subject("sub-mary"),
                              .approver_user_id = UserId("9067-mary"),
                              .approver_email = "mary@example.com",
                              .comments = "fine",
                              .at = kTestStartSecond + std::chrono::minutes(1)};
  request.expires_at = kTestStartSecond + std::chrono::minutes(61);
  request.granted_at = kTestStartSecond + std::chrono::minutes(2);
  request.ended_at = kTestStartSecond + std::chrono::minutes(30);
  request.revocation = Revocation{.type = RevocationType::kManual, .by = "alice@example.com"};
  request.failure = "a failure";
  request.trouble = "a trouble";
  request.access_until = kTestStartSecond + std::chrono::minutes(90);
  request.held_by = RequestId("another");
  request.schedule_arn = "arn:aws:scheduler:us-east-1:111122223333:schedule/jit/revoke-1";
  request.event_hash = "abc";
  return request;
}

TEST(RequestRecordTest, ComesBackAsItWasWritten) {
  const Attributes written = to_attributes(full_request());
  const auto read = request_from(written);
  ASSERT_TRUE(read) << read.error().log_text;
  EXPECT_EQ(to_attributes(*read), written);
  EXPECT_EQ(read->decision->approver_user_id, UserId("9067-mary"));
  EXPECT_EQ(read->revocation->type, RevocationType::kManual);
  EXPECT_EQ(read->held_by, RequestId("another"));
  EXPECT_EQ(read->ended_at, full_request().ended_at);
  EXPECT_TRUE(read->further.empty());
}

TEST(RequestRecordTest, WhatALaterVersionAddedIsKeptAndCovered) {
  Attributes later = to_attributes(full_request());
  later.emplace("Invented", std::int64_t{7});
  const auto read = request_from(later);
  ASSERT_TRUE(read);
  EXPECT_EQ(to_attributes(*read), later);
  EXPECT_NE(record_digest(*read), record_digest(full_request())) << "nobody adds one unseen";
}

TEST(RequestRecordTest, ANewRequestComesBackWithoutWhatItDoesNotHave) {
  Request request = test::new_request("r1", Risk::kLow);
  request.requested_at = kTestStartSecond;
  const auto read = request_from(to_attributes(request));
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->decision);
  EXPECT_FALSE(read->expires_at);
  EXPECT_FALSE(read->granted_at);
  EXPECT_FALSE(read->revocation);
  EXPECT_FALSE(read->access_until);
}

TEST(RequestRecordTest, HasTheNamesAndTypesOfTheManual) {
  const Attributes written = to_attributes(full_request());
  EXPECT_EQ(written.at("RequestId"), AttributeValue("11111111-2222-4333-8444-555555555555"));
  EXPECT_EQ(written.at("Status"), AttributeValue("REVOKED"));
  EXPECT_EQ(written.at("PermissionSet"), AttributeValue("JIT-S3FullAccess"));
  EXPECT_EQ(written.at("RiskLevel"), AttributeValue("HIGH"));
  const std::int64_t start = unix_seconds(kTestStartSecond);
  EXPECT_EQ(written.at("RequestTimestamp"), AttributeValue(start));
  EXPECT_EQ(written.at("ApprovalTimestamp"), AttributeValue(start + 60));
  EXPECT_EQ(written.at("GrantedTimestamp"), AttributeValue(start + 120));
  EXPECT_EQ(written.at("ExpirationTimestamp"), AttributeValue(start + 3660));
  EXPECT_EQ(written.at("RevokedTimestamp"), AttributeValue(start + 1800));
}

TEST(RequestRecordTest, AMissingOrMistypedAttributeIsDamage) {
  const Attributes whole = to_attributes(full_request());
  for (const std::string_view name :
       {"RequestId", "Version", "Status", "Subject", "UserId", "UserEmail", "AccountId", "AccountName", "PermissionSet",
        "PermissionSetKey", "PermissionSetArn", "RiskLevel", "Reason", "DurationMinutes", "RequestTimestamp"}) {
    SCOPED_TRACE(name);
    Attributes missing = whole;
    missing.erase(missing.find(name));
    Attributes mistyped = whole;
    mistyped.find(name)->second = std::vector<std::string>{};
    for (const Attributes& damaged : {missing, mistyped}) {
      const auto read = request_from(damaged);
      ASSERT_FALSE(read);
      EXPECT_EQ(read.error().code, ErrorCode::kDamaged);
      EXPECT_NE(read.error().log_text.find(name), std::string::npos) << read.error().log_text;
    }
  }
}

TEST(RequestRecordTest, AWordThatCurfewNeverWritesIsDamage) {
  for (const std::string_view name : {"Status", "RiskLevel", "DecisionType", "RevocationType"}) {
    SCOPED_TRACE(name);
    for (const std::string_view word : {"active", "", "MAYBE"}) {
      Attributes damaged = to_attributes(full_request());
      damaged.find(name)->second = std::string(word);
      EXPECT_FALSE(request_from(damaged));
    }
  }
}

TEST(RequestRecordTest, TheDigestCoversEverythingButTheChainHead) {
  const std::string digest = record_digest(full_request());
  Request other_head = full_request();
  other_head.event_hash = "def";
  EXPECT_EQ(record_digest(other_head), digest);
  for (const auto& [name, value] : to_attributes(full_request())) {
    if (name == "EventHash") continue;
    Attributes changed = to_attributes(full_request());
    if (auto* number = std::get_if<std::int64_t>(&changed.at(name))) ++*number;
    if (auto* text = std::get_if<std::string>(&changed.at(name))) *text += "x";
    const auto read = request_from(changed);
    if (read) EXPECT_NE(record_digest(*read), digest) << name;
  }
}

TEST(AssignmentKeyTest, ComesBackFromItsText) {
  const AssignmentKey key = test::alices_access();
  EXPECT_EQ(assignment_key_from(key.str()), key) << "the ARN holds slashes";
  EXPECT_EQ(assignment_key_from("9067-alice/111122223333/arn/"),
            (AssignmentKey{UserId("9067-alice"), AccountId("111122223333"), PermissionSetArn("arn/")}));
}

TEST(AssignmentKeyTest, ATextThatMissesAPartIsNone) {
  for (const std::string_view text :
       {"", "9067-alice", "9067-alice/", "9067-alice/111122223333", "9067-alice/111122223333/", "/111122223333/arn",
        "9067-alice//arn", "//", "///", "8f14e45f-ceea-467f-a0e6-6f1a3b8a0d5e"}) {
    EXPECT_FALSE(assignment_key_from(text)) << text;
  }
}

TEST(RequestIdTest, IsALowerCaseUuidAndNothingElse) {
  const std::string id = "8f14e45f-ceea-467f-a0e6-6f1a3b8a0d5e";
  EXPECT_EQ(request_id_from(id), RequestId(id));
  for (const std::string_view text :
       {"", "8f14e45f-ceea-467f-a0e6-6f1a3b8a0d5", "8f14e45f-ceea-467f-a0e6-6f1a3b8a0d5e0",
        "8F14E45F-CEEA-467F-A0E6-6F1A3B8A0D5E", "8g14e45f-ceea-467f-a0e6-6f1a3b8a0d5e",
        "8f14e45fceea467fa0e66f1a3b8a0d5e", "8f14e45f0ceea-467f-a0e6-6f1a3b8a0d5e",
        " 8f14e45f-ceea-467f-a0e6-6f1a3b8a0d5e", "9067-alice/111122223333/arn"}) {
    EXPECT_FALSE(request_id_from(text)) << text;
  }
}

TEST(RequestStatusTest, WordsGoThereAndBack) {
  using RS = RequestStatus;
  for (const RS status : {RS::kPending, RS::kGranting, RS::kActive, RS::kRevoking, RS::kRevoked, RS::kDenied,
                          RS::kCancelled, RS::kExpired, RS::kFailed}) {
    EXPECT_FALSE(word(status).empty());
    EXPECT_EQ(request_status_from(word(status)), status);
  }
  EXPECT_FALSE(request_status_from("pending"));
  EXPECT_FALSE(request_status_from(""));
}

TEST(RequestStatusTest, OnlyWhatNeverChangesAgainIsFinal) {
  using RS = RequestStatus;
  for (const RS status : {RS::kPending, RS::kGranting, RS::kActive, RS::kRevoking}) EXPECT_FALSE(is_final(status));
  for (const RS status : {RS::kRevoked, RS::kDenied, RS::kCancelled, RS::kExpired, RS::kFailed}) {
    EXPECT_TRUE(is_final(status));
  }
}

TEST(RiskTest, TheDefaultIsTheCarefulOne) { EXPECT_EQ(Request{}.risk, Risk::kHigh); }

}  // namespace
}  // namespace curfew
