#include "adapters/keyfile/ed25519_signer.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "adapters/keyfile/key_file_sealer.h"
#include "adapters/keyfile/schema.h"
#include "base/digest.h"
#include "support/fake_entropy.h"
#include "support/temp_dir.h"

namespace curfew::keyfile {
namespace {

class Ed25519SignerTest : public testing::Test {
 protected:
  void SetUp() override {
    auto store = sqlite_file::Database::open(dir_ / "curfew.db", {keys_schema()});
    ASSERT_TRUE(store) << store.error().log_text;
    store_ = *std::move(store);
    auto sealer = KeyFileSealer::open(dir_ / "curfew.db.key", *store_, entropy_);
    ASSERT_TRUE(sealer) << sealer.error().public_text;
    sealer_ = *std::move(sealer);
  }

  test::TempDir dir_;
  test::FakeEntropy entropy_;
  std::unique_ptr<sqlite_file::Database> store_;
  std::unique_ptr<KeyFileSealer> sealer_;
};

TEST_F(Ed25519SignerTest, ASignatureVerifiesWithThePublicKeyAndTheSameBytesOnly) {
  Ed25519Signer signer(*store_, *sealer_, entropy_);
  const auto signature = signer.sign("checkpoint 1");
  const auto public_key = signer.public_key();
  ASSERT_TRUE(signature && public_key);
  EXPECT_EQ(signature->size(), 64U);
  EXPECT_EQ(public_key->size(), 32U);
  EXPECT_TRUE(signer.verify("checkpoint 1", *signature, *public_key));
  EXPECT_FALSE(signer.verify("checkpoint 2", *signature, *public_key));
  EXPECT_FALSE(signer.verify("checkpoint 1", std::string(64, 'x'), *public_key));
  EXPECT_FALSE(signer.verify("checkpoint 1", *signature, std::string(32, 'x')));
}

TEST_F(Ed25519SignerTest, TextsOfAWrongLengthNeverVerify) {
  Ed25519Signer signer(*store_, *sealer_, entropy_);
  const std::string signature = signer.sign("a").value();
  const std::string public_key = signer.public_key().value();
  EXPECT_FALSE(signer.verify("a", "", public_key));
  EXPECT_FALSE(signer.verify("a", signature + "x", public_key));
  EXPECT_FALSE(signer.verify("a", signature, public_key.substr(1)));
}

// RFC 8032 section 7.1, test 2.
TEST_F(Ed25519SignerTest, KnowsTheTestVectorOfTheStandard) {
  const Ed25519Signer signer(*store_, *sealer_, entropy_);
  const std::string public_key = from_hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c").value();
  const std::string signature = from_hex(
                                    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                                    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
                                    .value();
  EXPECT_TRUE(signer.verify("\x72", signature, public_key));
}

TEST_F(Ed25519SignerTest, TheKeyStaysOverRestartsAndIsSharedByProcesses) {
  Ed25519Signer first(*store_, *sealer_, entropy_);
  const std::string public_key = first.public_key().value();
  Ed25519Signer second(*store_, *sealer_, entropy_);
  EXPECT_EQ(second.public_key().value(), public_key);
  EXPECT_TRUE(first.verify("x", second.sign("x").value(), public_key));
}

TEST_F(Ed25519SignerTest, AReplacedPublicKeyIsNoticed) {
  ASSERT_TRUE(Ed25519Signer(*store_, *sealer_, entropy_).public_key());
  const Status replaced = store_->write([](sqlite_file::Connection& connection) {
    return connection.run("UPDATE checkpoint_key SET public_key = ?", base64url(std::string(32, 'x')));
  });
  ASSERT_TRUE(replaced);
  const auto signature = Ed25519Signer(*store_, *sealer_, entropy_).sign("x");
  ASSERT_FALSE(signature);
  EXPECT_EQ(signature.error().code, ErrorCode::kDamaged);
}

}  // namespace
}  // namespace curfew::keyfile
