#include "entry/cli/anchor_file.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "support/temp_dir.h"

namespace curfew::cli {
namespace {

const std::string& some_hash() {
  static const std::string kHash(64, 'a');
  return kHash;
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
      read(R"({"time":"2025-12-06T14:30:00Z","event":"audit_checkpoint","number":7,"hash":")" + some_hash() + "\"}\n");
  ASSERT_TRUE(anchor.has_value()) << anchor.error().public_text;
  EXPECT_EQ(anchor->number, 7);
  EXPECT_EQ(anchor->hash, some_hash());
}

TEST_F(AnchorFileTest, OfSeveralLinesTheLastOneCounts) {
  const auto anchor =
      read("{\"number\":6,\"hash\":\"" + some_hash() + "\"}\n{\"number\":7,\"hash\":\"" + some_hash() + "\"}\n\n");
  ASSERT_TRUE(anchor.has_value());
  EXPECT_EQ(anchor->number, 7);
}

TEST_F(AnchorFileTest, WhatIsNoCheckpointIsRefused) {
  for (const std::string& text :
       {std::string(), std::string("7"), std::string("[]"), std::string("{}"), std::string("{\"number\":7}"),
        "{\"number\":\"7\",\"hash\":\"" + some_hash() + "\"}", "{\"number\":0,\"hash\":\"" + some_hash() + "\"}",
        std::string(R"({"number":7,"hash":"abcd"})"), "{\"number\":7,\"hash\":\"" + std::string(64, 'x') + "\"}"}) {
    const auto anchor = read(text);
    ASSERT_FALSE(anchor.has_value()) << text;
    EXPECT_EQ(anchor.error().code, ErrorCode::kInvalid);
  }
}

}  // namespace
}  // namespace curfew::cli
