#include "base/iso_duration.h"

#include <gtest/gtest.h>

#include <string>

namespace curfew {
namespace {

using namespace std::chrono_literals;

TEST(IsoDurationTest, SessionDurationsAsAwsWritesThem) {
  EXPECT_EQ(iso_duration("PT1H"), 1h);
  EXPECT_EQ(iso_duration("PT12H"), 12h);
  EXPECT_EQ(iso_duration("PT90M"), 90min);
  EXPECT_EQ(iso_duration("PT1H30M5S"), 1h + 30min + 5s);
  EXPECT_EQ(iso_duration("PT3600S"), 1h);
  EXPECT_EQ(iso_duration("P1DT2H"), 26h);
  EXPECT_EQ(iso_duration("P1W"), 7 * 24h);
  EXPECT_EQ(iso_duration("PT0S"), 0s);
}

TEST(IsoDurationTest, WhatHasNoFixedLengthOrIsNoDurationIsNothing) {
  for (const char* text :
       {"",       "P",     "PT",    "P1DT",  "1H",     "PT1",   "PTH",   "PT1h",  "P1M", "P1Y", "PT1M1H",
        "PT1H1H", "PT-1H", "-PT1H", "PT+1H", "PT1.5H", "PT1H ", " PT1H", "PT1H2", "P1H", "PT1D"}) {
    EXPECT_EQ(iso_duration(text), std::nullopt) << text;
  }
}

TEST(IsoDurationTest, WhatDoesNotFitIsNothing) {
  EXPECT_EQ(iso_duration("PT99999999999999999999H"), std::nullopt);
  EXPECT_EQ(iso_duration("PT9223372036854775807H"), std::nullopt);
  EXPECT_EQ(iso_duration("P36500DT1S"), std::nullopt);
  EXPECT_EQ(iso_duration(std::string("PT") + std::string(10000, '9') + "S"), std::nullopt);
}

}  // namespace
}  // namespace curfew
