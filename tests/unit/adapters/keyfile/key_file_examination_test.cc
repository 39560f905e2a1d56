#include "adapters/keyfile/key_file_examination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "support/temp_dir.h"

namespace curfew::keyfile {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class KeyFileExaminationTest : public testing::Test {
 protected:
  Diagnosis examine(bool may_be_missing = false) {
    KeyFileExamination examination({.part = "store",
                                    .path = path_,
                                    .may_be_missing = may_be_missing,
                                    .if_missing = "Copy it from another server."});
    EXPECT_EQ(examination.part(), "store");
    return examination.examine().at(0);
  }
  void make_file(const std::string& bytes) {
    std::ofstream(path_) << bytes;
    fs::permissions(path_, fs::perms::owner_read | fs::perms::owner_write);
  }
  void make_key() { make_file(std::string(32, 'k')); }

  test::TempDir directory_;
  std::string path_ = directory_ / "audit.key";
};

TEST_F(KeyFileExaminationTest, AKeyForItsOwnerOnlyWorks) {
  make_key();
  EXPECT_EQ(examine().health, Health::kWorks);
}

TEST_F(KeyFileExaminationTest, AKeyThatOthersMayReadIsBroken) {
  make_key();
  fs::permissions(path_, fs::perms::others_read, fs::perm_options::add);
  EXPECT_EQ(examine().health, Health::kBroken);
  EXPECT_THAT(examine().remedy, HasSubstr("chmod 600"));
}

TEST_F(KeyFileExaminationTest, WhatIsNoKeyIsBroken) {
  make_file("short");
  EXPECT_EQ(examine().health, Health::kBroken);
}

TEST_F(KeyFileExaminationTest, AMissingKeyIsBrokenWhereSomethingNeedsIt) {
  EXPECT_EQ(examine().health, Health::kBroken);
  EXPECT_EQ(examine().remedy, "Copy it from another server.");
  EXPECT_EQ(examine(true).health, Health::kWorks);
  EXPECT_FALSE(fs::exists(path_)) << "it is not made";
}

}  // namespace
}  // namespace curfew::keyfile
