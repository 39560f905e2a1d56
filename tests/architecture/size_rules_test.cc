#include "architecture/size_rules.h"

#include <gtest/gtest.h>

#include <string>

namespace curfew::architecture {
namespace {

std::string verdict(const std::string& path, std::size_t lines) {
  return report(check_sizes({parse_source(path, std::string(lines, '\n'))}));
}

TEST(Sizes, OfSourcesAndTestsAreBounded) {
  EXPECT_EQ(verdict("src/domain/request.cc", 500), "");
  EXPECT_EQ(verdict("src/domain/request.cc", 501),
            "src/domain/request.cc:501: has more than 500 lines; split it by what it does\n");
  EXPECT_EQ(verdict("tests/unit/domain/request_test.cc", 800), "");
  EXPECT_EQ(verdict("tests/unit/domain/request_test.cc", 801),
            "tests/unit/domain/request_test.cc:801: has more than 800 lines; split it by what it does\n");
}

}  // namespace
}  // namespace curfew::architecture
