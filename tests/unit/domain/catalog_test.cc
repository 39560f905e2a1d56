#include "domain/catalog.h"

#include <gtest/gtest.h>

namespace curfew {
namespace {

TEST(CatalogTest, EntriesAreFoundByTheirExactName) {
  const Catalog catalog{.accounts = {{.name = "Audit", .id = AccountId("1"), .title = "Audit account"}},
                        .permission_sets = {{.name = "Admin", .title = "", .arn = {}, .aws_name = "JIT-Admin"}}};
  ASSERT_NE(catalog.account("Audit"), nullptr);
  EXPECT_EQ(catalog.account("Audit")->title, "Audit account");
  ASSERT_NE(catalog.permission_set("Admin"), nullptr);
  EXPECT_EQ(catalog.permission_set("Admin")->aws_name, "JIT-Admin");
  for (const char* other : {"", "audit", "Audit ", "Audi", "Admin"})
    EXPECT_EQ(catalog.account(other), nullptr) << other;
  EXPECT_EQ(catalog.permission_set("Audit"), nullptr);
}

TEST(CatalogTest, APermissionSetIsHighRiskUnlessItSaysOtherwise) {
  EXPECT_EQ(CatalogPermissionSet{}.risk, Risk::kHigh);
}

}  // namespace
}  // namespace curfew
