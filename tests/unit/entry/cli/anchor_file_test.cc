#include "entry/cli/anchor_file.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "support/temp_dir.h"

namespace curfew::cli {
namespace {

const std::string& some_hash() {
  static const std::string kHash(64, 'a');
  return kHash;
}

// `number` as it stands in JSON.
std::string checkpoint(const std::string& number, const std::string& hash) {
  return R"({"number":)" + number + R"(,"hash":")" + hash + R"("})";
}

class AnchorFileTest : public testing::Test {
 protected:
  Result<AuditAnchor> read(const std::string& text) {
    const std::string path = (dir_ / "anchor").string();
    std::ofstream(path) << text;
    return read_anchor(path);
  }
  test::TempDir dir_;
};

TEST_F(AnchorFileTest, ALogLineIsACheckpoint) {
  const auto anchor =
      read(R"({"time":"2025-12-06T14:30:00Z","event":"audit_checkpoint",)" + checkpoint("7", some_hash()).substr(1));
  ASSERT_TRUE(anchor.has_value()) << anchor.error().public_text;
  EXPECT_EQ(anchor->number, 7);
  EXPECT_EQ(anchor->hash, some_hash());
}

TEST_F(AnchorFileTest, OfSeveralLinesTheLastOneCounts) {
  const auto anchor = read(checkpoint("6", some_hash()) + "\n" + checkpoint("7", some_hash()) + "\n\n");
  ASSERT_TRUE(anchor.has_value());
  EXPECT_EQ(anchor->number, 7);
}

TEST_F(AnchorFileTest, WhatIsNoCheckpointIsRefused) {
  const std::vector<std::string> refused = {
      "",
      "7",
      "[]",
      "{}",
      R"({"number":7})",
      checkpoint(R"("7")", some_hash()),
      checkpoint("0", some_hash()),
      checkpoint("7", "abcd"),
      checkpoint("7", std::string(64, 'x')),
  };
  for (const std::string& text : refused) {
    const auto anchor = read(text);
    ASSERT_FALSE(anchor.has_value()) << text;
    EXPECT_EQ(anchor.error().code, ErrorCode::kInvalid);
  }
}

}  // namespace
}  // namespace curfew::cli
