#include "adapters/keyfile/key_file_sealer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "adapters/keyfile/schema.h"
#include "support/fake_entropy.h"
#include "support/temp_dir.h"

namespace curfew::keyfile {
namespace {

using testing::HasSubstr;

class KeyFileSealerTest : public testing::Test {
 protected:
  [[nodiscard]] std::string key_path() const { return dir_ / "curfew.db.key"; }

  std::unique_ptr<sqlite_file::Database> open_store(const std::string& name = "curfew.db") {
    auto database = sqlite_file::Database::open(dir_ / name, {keys_schema()});
    EXPECT_TRUE(database) << database.error().log_text;
    return *std::move(database);
  }

  Result<std::unique_ptr<KeyFileSealer>> open_sealer() { return KeyFileSealer::open(key_path(), *store_, entropy_); }

  // A start that must succeed.
  std::unique_ptr<KeyFileSealer> started() {
    auto sealer = open_sealer();
    EXPECT_TRUE(sealer) << sealer.error().public_text;
    return *std::move(sealer);
  }

  void expect_refused(std::string_view because) {
    const auto sealer = open_sealer();
    ASSERT_FALSE(sealer);
    EXPECT_EQ(sealer.error().code, ErrorCode::kConfiguration);
    EXPECT_THAT(sealer.error().public_text, HasSubstr(key_path()));
    EXPECT_THAT(sealer.error().public_text, HasSubstr(std::string(because)));
  }

  [[nodiscard]] std::string key_bytes() const {
    std::ifstream file(key_path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void write_key(std::string_view bytes) const { std::ofstream(key_path(), std::ios::binary) << bytes; }

  test::TempDir dir_;
  test::FakeEntropy entropy_;
  std::unique_ptr<sqlite_file::Database> store_ = open_store();
};

TEST_F(KeyFileSealerTest, FirstStartMakesAKeyThatOnlyItsOwnerCanRead) {
  started();
  struct stat info = {};
  ASSERT_EQ(::stat(key_path().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  EXPECT_EQ(info.st_size, 32);
}

TEST_F(KeyFileSealerTest, FirstStartLeavesNoDraftsBehind) {
  started();
  for (const auto& entry : std::filesystem::directory_iterator(dir_.path())) {
    EXPECT_THAT(entry.path().string(), testing::Not(HasSubstr(".new")));
  }
}

TEST_F(KeyFileSealerTest, WhatOneStartSealedTheNextOneOpens) {
  const std::string sealed = started()->seal(Secret("a seed"), "totp/alice");
  const auto opened = started()->open(sealed, "totp/alice");
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->reveal(), "a seed");
}

TEST_F(KeyFileSealerTest, SealedBytesHideTheirContentsAndNeverRepeat) {
  const auto sealer = started();
  const std::string first = sealer->seal(Secret("top secret"), "totp/alice");
  EXPECT_THAT(first, testing::Not(HasSubstr("secret")));
  EXPECT_NE(first, sealer->seal(Secret("top secret"), "totp/alice"));
}

TEST_F(KeyFileSealerTest, EmptySecretsAndEveryByteValueSurvive) {
  const auto sealer = started();
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  for (const std::string& plain : {std::string(), all}) {
    const auto opened = sealer->open(sealer->seal(Secret(plain), "p"), "p");
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->reveal(), plain);
  }
}

TEST_F(KeyFileSealerTest, ASealedValueCannotBeMovedToAnotherPurpose) {
  const auto sealer = started();
  const auto opened = sealer->open(sealer->seal(Secret("seed"), "totp/alice"), "totp/mallory");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kDamaged);
}

TEST_F(KeyFileSealerTest, EveryFlippedBitAndEveryCutIsNoticed) {
  const auto sealer = started();
  const std::string sealed = sealer->seal(Secret("seed"), "p");
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    std::string forged = sealed;
    forged[bit / 8] = static_cast<char>(static_cast<unsigned char>(forged[bit / 8]) ^ (1U << (bit % 8)));
    EXPECT_FALSE(sealer->open(forged, "p")) << "bit " << bit;
  }
  for (std::size_t size = 0; size < sealed.size(); ++size) EXPECT_FALSE(sealer->open(sealed.substr(0, size), "p"));
}

TEST_F(KeyFileSealerTest, AFileThatOthersMayReadIsRefusedAndLeftAlone) {
  started();
  const std::string before = key_bytes();
  for (const mode_t mode : {0640U, 0604U, 0660U, 0601U}) {
    ASSERT_EQ(::chmod(key_path().c_str(), mode), 0);
    expect_refused("chmod 600");
  }
  EXPECT_EQ(key_bytes(), before);
}

TEST_F(KeyFileSealerTest, AReadOnlyFileOfTheOwnerWillDo) {
  started();
  ASSERT_EQ(::chmod(key_path().c_str(), 0400), 0);
  EXPECT_TRUE(open_sealer());
}

TEST_F(KeyFileSealerTest, AFileOfAnotherSizeIsRefused) {
  started();
  write_key(std::string(31, 'k'));
  expect_refused("31 bytes instead of 32");
  write_key("");
  expect_refused("0 bytes instead of 32");
}

TEST_F(KeyFileSealerTest, SomethingElseThanAFileIsRefused) {
  ASSERT_EQ(::mkfifo(key_path().c_str(), 0600), 0);
  expect_refused("not a regular file");
}

TEST_F(KeyFileSealerTest, AMissingFileIsNotReplacedOnceSomethingWasSealed) {
  started();
  std::filesystem::remove(key_path());
  expect_refused("Restore it from a backup");
  EXPECT_FALSE(std::filesystem::exists(key_path()));
}

TEST_F(KeyFileSealerTest, TheKeyOfAnotherStoreIsRefused) {
  started();
  write_key(std::string(32, 'k'));
  expect_refused("does not belong to this store");
}

TEST_F(KeyFileSealerTest, AFolderThatIsNotThereIsSaidAndNotMade) {
  const auto sealer = KeyFileSealer::open(dir_ / "missing/curfew.key", *store_, entropy_);
  ASSERT_FALSE(sealer);
  EXPECT_EQ(sealer.error().code, ErrorCode::kUnavailable);
}

TEST_F(KeyFileSealerTest, ProcessesThatStartAtOnceAgreeOnOneKey) {
  constexpr int kProcesses = 8;
  std::vector<std::unique_ptr<KeyFileSealer>> sealers(kProcesses);
  {
    std::vector<std::jthread> threads;
    for (auto& sealer : sealers) threads.emplace_back([this, &sealer] { sealer = started(); });
  }
  const std::string sealed = sealers.front()->seal(Secret("shared"), "p");
  for (const auto& sealer : sealers) EXPECT_TRUE(sealer->open(sealed, "p"));
}

}  // namespace
}  // namespace curfew::keyfile
