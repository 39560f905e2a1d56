#include "domain/checkpoint.h"

#include <gtest/gtest.h>

#include "base/digest.h"
#include "support/fake_clock.h"

namespace curfew {
namespace {

// RFC 9162 section 2.1.1, written out by hand.
std::string leaf(const std::string& entry) { return sha256(std::string(1, '\0') + entry); }
std::string node(const std::string& left, const std::string& right) { return sha256('\x01' + left + right); }

Checkpoint sealed() {
  Checkpoint checkpoint{.number = 2,
                        .position = 17,
                        .merkle_root = merkle_root({"aa", "bb"}),
                        .previous_hash = "1234",
                        .at = test::kTestStart,
                        .public_key = "0a0b",
                        .signature = "0c0d",
                        .hash = ""};
  checkpoint.hash = hash_of(checkpoint);
  return checkpoint;
}

TEST(MerkleRootTest, OfNothingIsTheHashOfNothing) {
  EXPECT_EQ(merkle_root({}), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(MerkleRootTest, OfAnEmptyEntryIsTheHashOfTheLeafPrefix) {
  EXPECT_EQ(merkle_root({""}), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

TEST(MerkleRootTest, FollowsTheRfcForUnevenNumbers) {
  EXPECT_EQ(merkle_root({"a"}), hex(leaf("a")));
  EXPECT_EQ(merkle_root({"a", "b"}), hex(node(leaf("a"), leaf("b"))));
  EXPECT_EQ(merkle_root({"a", "b", "c"}), hex(node(node(leaf("a"), leaf("b")), leaf("c"))));
  const std::string four = node(node(leaf("a"), leaf("b")), node(leaf("c"), leaf("d")));
  EXPECT_EQ(merkle_root({"a", "b", "c", "d"}), hex(four));
  EXPECT_EQ(merkle_root({"a", "b", "c", "d", "e"}), hex(node(four, leaf("e"))));
  EXPECT_EQ(merkle_root({"a", "b", "c", "d", "e", "f"}), hex(node(four, node(leaf("e"), leaf("f")))));
  EXPECT_EQ(merkle_root({"a", "b", "c", "d", "e", "f", "g"}),
            hex(node(four, node(node(leaf("e"), leaf("f")), leaf("g")))));
}

TEST(MerkleRootTest, OrderGapsAndRepetitionShow) {
  EXPECT_NE(merkle_root({"a", "b"}), merkle_root({"b", "a"}));
  EXPECT_NE(merkle_root({"a", "b", "c"}), merkle_root({"a", "c"}));
  EXPECT_NE(merkle_root({"a", "b", "c"}), merkle_root({"a", "b", "c", "c"}));
}

TEST(MerkleRootTest, ANodeCannotBePassedOffAsALeaf) {
  EXPECT_NE(merkle_root({leaf("a") + leaf("b")}), merkle_root({"a", "b"}));
}

TEST(CheckpointTest, ComesBackAsItWasWritten) {
  const auto read = checkpoint_from(to_attributes(sealed()));
  ASSERT_TRUE(read) << read.error().log_text;
  EXPECT_EQ(to_attributes(*read), to_attributes(sealed()));
  EXPECT_EQ(hash_of(*read), sealed().hash);
}

TEST(CheckpointTest, TheSignatureCoversAllButItselfAndTheHashCoversTheSignature) {
  const Checkpoint checkpoint = sealed();
  Checkpoint resigned = checkpoint;
  resigned.signature = "ffff";
  EXPECT_EQ(signed_bytes(resigned), signed_bytes(checkpoint));
  EXPECT_NE(hash_of(resigned), checkpoint.hash);
  for (const std::string_view name : {"Number", "Position", "MerkleRoot", "PreviousHash", "AtMs", "PublicKey"}) {
    Attributes changed = to_attributes(checkpoint);
    AttributeValue& value = changed.find(name)->second;
    if (auto* number = std::get_if<std::int64_t>(&value)) ++*number;
    if (auto* text = std::get_if<std::string>(&value)) *text += "0";
    const auto read = checkpoint_from(changed);
    ASSERT_TRUE(read);
    EXPECT_NE(signed_bytes(*read), signed_bytes(checkpoint)) << name;
    EXPECT_NE(hash_of(*read), checkpoint.hash) << name;
  }
}

TEST(CheckpointTest, DamageIsTold) {
  for (const auto& [name, value] : to_attributes(sealed())) {
    Attributes damaged = to_attributes(sealed());
    damaged.erase(name);
    const auto read = checkpoint_from(damaged);
    ASSERT_FALSE(read) << name;
    EXPECT_EQ(read.error().code, ErrorCode::kDamaged);
  }
}

}  // namespace
}  // namespace curfew
