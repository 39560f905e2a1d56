#include "adapters/maildir/maildir_mailer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "support/temp_dir.h"

namespace curfew::maildir {
namespace {

namespace fs = std::filesystem;

Mail mail(const std::string& recipient = "john@example.com", const std::string& id = "<1@example.com>",
          const std::string& body = "hello") {
  return {.from = "curfew@example.com",
          .recipient = recipient,
          .message = "To: " + recipient + "\r\nMessage-ID: " + id + "\r\n\r\n" + body + "\r\n"};
}

std::vector<fs::path> files_in(const fs::path& directory) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(directory)) files.push_back(entry.path());
  return files;
}

std::string contents(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

mode_t mode(const fs::path& path) {
  struct stat status{};
  EXPECT_EQ(stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 07777U;
}

class MaildirMailerTest : public testing::Test {
 protected:
  test::TempDir directory_;
  fs::path path_ = directory_ / "var/mail";
  MaildirMailer mailer_{path_};
};

TEST_F(MaildirMailerTest, MakesThePrivateFolderAMailProgramExpects) {
  ASSERT_TRUE(mailer_.prepare().has_value());
  for (const char* part : {"", "tmp", "new", "cur"}) EXPECT_EQ(mode(path_ / part), 0700U) << part;
  EXPECT_TRUE(mailer_.prepare().has_value());
}

TEST_F(MaildirMailerTest, AMailIsOnePrivateFileInNewAndNothingStaysInTmp) {
  ASSERT_TRUE(mailer_.send(mail()).has_value());
  const auto files = files_in(path_ / "new");
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(contents(files[0]), mail().message);
  EXPECT_EQ(mode(files[0]), 0600U);
  EXPECT_THAT(files[0].filename().string(), testing::MatchesRegex("[0-9a-f]{32}\\.curfew"));
  EXPECT_THAT(files_in(path_ / "tmp"), testing::IsEmpty());
}

TEST_F(MaildirMailerTest, TheSameMailSentAgainIsStillOne) {
  ASSERT_TRUE(mailer_.send(mail()).has_value());
  ASSERT_TRUE(mailer_.send(mail("john@example.com", "<1@example.com>", "written a second time")).has_value());
  ASSERT_TRUE(MaildirMailer(path_).send(mail()).has_value());  // after a restart
  EXPECT_EQ(files_in(path_ / "new").size(), 1U);
}

TEST_F(MaildirMailerTest, OtherMailsAreOtherFiles) {
  ASSERT_TRUE(mailer_.send(mail()).has_value());
  ASSERT_TRUE(mailer_.send(mail("mary@example.com")).has_value());
  ASSERT_TRUE(mailer_.send(mail("john@example.com", "<2@example.com>")).has_value());
  EXPECT_EQ(files_in(path_ / "new").size(), 3U);
}

TEST_F(MaildirMailerTest, AMailWithoutMessageIdIsKnownByItsBytes) {
  Mail first = mail();
  first.message = "Subject: x\r\n\r\nMessage-ID: <this is body>\r\n";
  Mail second = first;
  second.message += "more\r\n";
  ASSERT_TRUE(mailer_.send(first).has_value());
  ASSERT_TRUE(mailer_.send(second).has_value());
  EXPECT_EQ(files_in(path_ / "new").size(), 2U);
}

TEST_F(MaildirMailerTest, AFolderThatVanishedIsMadeAnew) {
  ASSERT_TRUE(mailer_.send(mail()).has_value());
  fs::remove_all(path_);
  ASSERT_TRUE(mailer_.send(mail()).has_value());
  EXPECT_EQ(files_in(path_ / "new").size(), 1U);
}

TEST_F(MaildirMailerTest, AFailureSaysWhereAndThatNothingHappened) {
  std::ofstream(directory_ / "var") << "a file in the way";
  const auto sent = mailer_.send(mail());
  ASSERT_FALSE(sent.has_value());
  EXPECT_EQ(sent.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(sent.error().effect, Effect::kNone);
  EXPECT_THAT(sent.error().log_text, testing::HasSubstr("var/mail"));
}

TEST_F(MaildirMailerTest, WhatCannotBePutInPlaceLeavesNothingBehind) {
  ASSERT_TRUE(mailer_.prepare().has_value());
  ASSERT_TRUE(mailer_.send(mail()).has_value());
  const fs::path place = files_in(path_ / "new").at(0);
  fs::remove(place);
  fs::create_directory(place);  // a file cannot be renamed over a directory
  const auto sent = mailer_.send(mail());
  ASSERT_FALSE(sent.has_value());
  EXPECT_EQ(sent.error().effect, Effect::kNone);
  EXPECT_THAT(files_in(path_ / "tmp"), testing::IsEmpty());
}

}  // namespace
}  // namespace curfew::maildir
