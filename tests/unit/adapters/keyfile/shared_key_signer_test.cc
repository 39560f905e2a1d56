#include "adapters/keyfile/shared_key_signer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "support/fake_entropy.h"
#include "support/temp_dir.h"

namespace curfew::keyfile {
namespace {

using testing::HasSubstr;

class SharedKeySignerTest : public testing::Test {
 protected:
  [[nodiscard]] std::string path() const { return (dir_ / "audit.key").string(); }

  test::TempDir dir_;
  test::FakeEntropy entropy_;
};

TEST_F(SharedKeySignerTest, ServersWithTheSameFileSignWithTheSameKey) {
  ASSERT_TRUE(SharedKeySigner::make_key(path(), entropy_).value());
  std::filesystem::copy_file(path(), dir_ / "copy.key");
  const auto here = SharedKeySigner::open(path());
  const auto there = SharedKeySigner::open((dir_ / "copy.key").string());
  ASSERT_TRUE(here && there);
  const std::string signature = (*here)->sign("checkpoint 1").value();
  EXPECT_EQ((*here)->public_key().value(), (*there)->public_key().value());
  EXPECT_TRUE((*there)->verify("checkpoint 1", signature, (*here)->public_key().value()));
  EXPECT_FALSE((*there)->verify("checkpoint 2", signature, (*here)->public_key().value()));
}

TEST_F(SharedKeySignerTest, AKeyThatIsThereIsKept) {
  ASSERT_TRUE(SharedKeySigner::make_key(path(), entropy_).value());
  const std::string before = SharedKeySigner::open(path()).value()->public_key().value();
  EXPECT_FALSE(SharedKeySigner::make_key(path(), entropy_).value());
  EXPECT_EQ(SharedKeySigner::open(path()).value()->public_key().value(), before);
}

TEST_F(SharedKeySignerTest, WithoutTheFileItDoesNotStartAndSaysWhereItComesFrom) {
  const auto missing = SharedKeySigner::open(path());
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kConfiguration);
  EXPECT_THAT(missing.error().public_text, HasSubstr("Copy it from another server"));
  EXPECT_FALSE(std::filesystem::exists(path()));
}

TEST_F(SharedKeySignerTest, AFileThatOthersCanReadIsRefused) {
  ASSERT_TRUE(SharedKeySigner::make_key(path(), entropy_).value());
  std::filesystem::permissions(path(), std::filesystem::perms::group_read, std::filesystem::perm_options::add);
  const auto open = SharedKeySigner::open(path());
  ASSERT_FALSE(open);
  EXPECT_EQ(open.error().code, ErrorCode::kConfiguration);
}

}  // namespace
}  // namespace curfew::keyfile
