#include "adapters/dynamodb/store_examination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "scripted_tables.h"

namespace curfew::dynamodb {
namespace {

using testing::HasSubstr;

class StoreExaminationTest : public testing::Test {
 protected:
  std::vector<Diagnosis> examine() { return StoreExamination(scripted_.tables).examine(); }
  ScriptedTables scripted_;
};

TEST_F(StoreExaminationTest, TablesThatAreNotThereAreToldWithWhatMakesThem) {
  for (int i = 0; i < 2; ++i) scripted_.aws.will_refuse("DescribeTable", "ResourceNotFoundException");
  const auto told = examine();
  ASSERT_EQ(told.size(), 2U);
  for (const Diagnosis& one : told) {
    EXPECT_EQ(one.health, Health::kBroken);
    EXPECT_THAT(one.text, HasSubstr("curfew store create"));
  }
  EXPECT_THAT(told[0].text, HasSubstr("requests"));
  EXPECT_THAT(told[1].text, HasSubstr("ledger"));
  EXPECT_EQ(scripted_.aws.seen().size(), 2U) << "nothing is tried on a table that is not there";
}

TEST_F(StoreExaminationTest, AMissingRightIsToldWithTheResourcesOfBothTables) {
  for (int i = 0; i < 2; ++i) scripted_.aws.will_refuse("DescribeTable", "AccessDeniedException");
  const auto told = examine();
  ASSERT_FALSE(told.empty());
  EXPECT_EQ(told[0].health, Health::kBroken);
  EXPECT_THAT(told[0].text, HasSubstr("dynamodb:DescribeTable"));
  EXPECT_THAT(told[0].remedy, HasSubstr("arn:aws:dynamodb:REGION:ACCOUNT:table/requests"));
  EXPECT_THAT(told[0].remedy, HasSubstr("table/ledger and /index/* of both"));
}

}  // namespace
}  // namespace curfew::dynamodb
