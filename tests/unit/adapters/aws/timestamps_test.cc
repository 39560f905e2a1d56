#include "adapters/aws/timestamps.h"

#include <gtest/gtest.h>

#include "support/fake_clock.h"

namespace curfew::aws {
namespace {

using test::kTestStart;
using namespace std::chrono_literals;

TEST(Timestamps, AreReadInEveryFormThatAwsWrites) {
  EXPECT_EQ(parse_timestamp("2025-12-06T14:30:00Z"), kTestStart);
  EXPECT_EQ(parse_timestamp("2025-12-06T14:30:00.5Z"), kTestStart + 500ms);
  EXPECT_EQ(parse_timestamp("2025-12-06T14:30:00.123456Z"), kTestStart + 123ms);
  EXPECT_EQ(parse_timestamp("2025-12-06T15:30:00+01:00"), kTestStart);
  EXPECT_EQ(parse_timestamp("2025-12-06T09:00:00-05:30"), kTestStart);
  EXPECT_EQ(parse_http_date("Sat, 06 Dec 2025 14:30:00 GMT"), kTestStart);
}

TEST(Timestamps, OfAnyOtherFormAreNone) {
  for (const char* const text :
       {"", "2025-12-06", "2025-12-06T14:30:00", "2025-12-06 14:30:00Z", "2025-13-06T14:30:00Z", "2025-02-30T14:30:00Z",
        "2025-12-06T24:30:00Z", "2025-12-06T14:60:00Z", "2025-12-06T14:30:00.Z", "2025-12-06T14:30:00ZZ",
        "+025-12-06T14:30:00Z", "2025-12-06T14:30:00.1234567890Z", "2025-12-06T14:30:00*01:00"}) {
    EXPECT_FALSE(parse_timestamp(text)) << text;
  }
  for (const char* const text : {"", "Sat, 06 Dez 2025 14:30:00 GMT", "Sat, 6 Dec 2025 14:30:00 GMT",
                                 "Sat, 06 Dec 2025 14:30:00 UTC", "Saturday, 06-Dec-25 14:30:00 GMT"}) {
    EXPECT_FALSE(parse_http_date(text)) << text;
  }
}

}  // namespace
}  // namespace curfew::aws
