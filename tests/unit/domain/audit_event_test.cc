#include "domain/audit_event.h"

#include <gtest/gtest.h>

#include "support/scenes.h"

namespace curfew {
namespace {

AuditEvent approval() {
  return {.chain = "request/r1",
          .at = test::kTestStart,
          .actor = test::manager_mary(),
          .action = "request.approved",
          .from = "PENDING",
          .to = "GRANTING",
          .detail = "go ahead",
          .digest_before = "d0",
          .record_digest = "d1"};
}

TEST(AuditEventTest, AChainStartsAtOneWithNothingBefore) {
  const AuditEvent first = chained(approval(), 0, "");
  EXPECT_EQ(first.sequence, 1);
  EXPECT_EQ(first.previous_hash, "");
  EXPECT_EQ(first.hash, hash_of(first));
  EXPECT_EQ(first.hash.size(), 64U);
}

TEST(AuditEventTest, EachEventHoldsTheHashOfTheOneBefore) {
  const AuditEvent first = chained(approval(), 0, "");
  const AuditEvent second = chained(approval(), first.sequence, first.hash);
  EXPECT_EQ(second.sequence, 2);
  EXPECT_EQ(second.previous_hash, first.hash);
  EXPECT_NE(second.hash, first.hash);
}

TEST(AuditEventTest, NoMemberCanBeChangedUnseen) {
  const AuditEvent event = chained(approval(), 3, "before");
  for (const auto& [name, value] : to_attributes(event)) {
    if (name == "Hash") continue;
    SCOPED_TRACE(name);
    Attributes changed = to_attributes(event);
    if (auto* number = std::get_if<std::int64_t>(&changed.at(name))) ++*number;
    if (auto* text = std::get_if<std::string>(&changed.at(name))) *text = name == "ActorKind" ? "CURFEW" : *text + "x";
    const auto read = audit_event_from(changed);
    ASSERT_TRUE(read);
    EXPECT_NE(hash_of(*read), event.hash);
    if (std::get_if<std::string>(&value) == nullptr || name == "Chain" || name == "Action" || name == "ActorKind")
      continue;
    changed.erase(name);
    const auto shorter = audit_event_from(changed);
    ASSERT_TRUE(shorter);
    EXPECT_NE(hash_of(*shorter), event.hash) << "left out";
  }
}

TEST(AuditEventTest, ATextMovedFromOneMemberToAnotherIsSeen) {
  AuditEvent left = approval();
  left.from = "AB";
  left.to = "C";
  AuditEvent right = approval();
  right.from = "A";
  right.to = "BC";
  EXPECT_NE(hash_of(left), hash_of(right));
}

TEST(AuditEventTest, ComesBackAsItWasWritten) {
  for (const Actor& actor : {test::manager_mary(), test::administrator(), curfew_itself()}) {
    AuditEvent event = approval();
    event.actor = actor;
    event = chained(event, 0, "");
    const auto read = audit_event_from(to_attributes(event));
    ASSERT_TRUE(read) << read.error().log_text;
    EXPECT_EQ(to_attributes(*read), to_attributes(event));
    EXPECT_EQ(read->actor.kind, actor.kind);
    EXPECT_EQ(hash_of(*read), event.hash);
  }
}

TEST(AuditEventTest, DamageIsTold) {
  const Attributes whole = to_attributes(chained(approval(), 0, ""));
  for (const std::string_view name : {"Chain", "Sequence", "AtMs", "Action", "ActorKind", "Hash"}) {
    Attributes damaged = whole;
    damaged.erase(damaged.find(name));
    const auto read = audit_event_from(damaged);
    ASSERT_FALSE(read) << name;
    EXPECT_EQ(read.error().code, ErrorCode::kDamaged);
  }
  Attributes damaged = whole;
  damaged["ActorKind"] = "GHOST";
  EXPECT_FALSE(audit_event_from(damaged));
}

}  // namespace
}  // namespace curfew
