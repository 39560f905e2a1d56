#include "adapters/maildir/maildir_examination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "adapters/maildir/maildir_mailer.h"
#include "support/temp_dir.h"

namespace curfew::maildir {
namespace {

namespace fs = std::filesystem;

class MaildirExaminationTest : public testing::Test {
 protected:
  Diagnosis examine() { return MaildirExamination(path_).examine().at(0); }
  [[nodiscard]] std::ptrdiff_t count_entries() const {
    return std::distance(fs::recursive_directory_iterator(directory_.path()), fs::recursive_directory_iterator());
  }

  test::TempDir directory_;
  fs::path path_ = directory_ / "mail";
};

TEST_F(MaildirExaminationTest, AFolderThatTakesMailWorksAndNothingIsLeftInIt) {
  ASSERT_TRUE(MaildirMailer(path_).prepare());
  const auto before = count_entries();
  EXPECT_EQ(examine().health, Health::kWorks) << examine().text;
  EXPECT_EQ(count_entries(), before);
}

TEST_F(MaildirExaminationTest, AFolderThatIsNotThereYetIsNotMade) {
  path_ = directory_ / "deep" / "mail";
  EXPECT_EQ(examine().health, Health::kWorks);
  EXPECT_EQ(count_entries(), 0);
}

TEST_F(MaildirExaminationTest, WhatIsNoFolderIsBroken) {
  std::ofstream(path_) << "x";
  EXPECT_EQ(examine().health, Health::kBroken);
  EXPECT_THAT(examine().remedy, testing::HasSubstr("mail.path"));
  path_ /= "mail";
  EXPECT_EQ(examine().health, Health::kBroken);
}

}  // namespace
}  // namespace curfew::maildir
