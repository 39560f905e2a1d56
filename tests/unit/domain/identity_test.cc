#include "domain/identity.h"

#include <gtest/gtest.h>

namespace curfew {
namespace {

TEST(SameEmailTest, CaseIsIgnoredAndNothingElse) {
  EXPECT_TRUE(same_email("Alice@Example.COM", "alice@example.com"));
  EXPECT_TRUE(same_email("", ""));
  EXPECT_FALSE(same_email("alice@example.com", "alice@example.co"));
  EXPECT_FALSE(same_email("alice@example.com", " alice@example.com"));
  EXPECT_FALSE(same_email("a[b@example.com", "a{b@example.com")) << "only letters have case";
  EXPECT_FALSE(same_email("\xC3\x84@example.com", "\xC3\xA4@example.com")) << "and only those of ASCII";
}

TEST(GroupTest, HasTheWordsOfTheUserPool) {
  EXPECT_EQ(word(Group::kEngineers), "Engineers");
  EXPECT_EQ(group_from("Managers"), Group::kManagers);
  EXPECT_EQ(group_from("managers"), std::nullopt);
  EXPECT_EQ(listed({Group::kEngineers, Group::kManagers}), "Engineers, Managers");
  EXPECT_EQ(listed({}), "");
}

TEST(IdentityTest, NobodyHasRightsByDefault) {
  const Identity nobody;
  EXPECT_FALSE(nobody.is_engineer || nobody.is_manager);
  EXPECT_EQ(curfew_itself().kind, ActorKind::kCurfew);
  EXPECT_TRUE(curfew_itself().subject.empty());
}

}  // namespace
}  // namespace curfew
