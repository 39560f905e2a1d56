#include "adapters/keyfile/ed25519_signer.h"

#include <utility>

#include "base/digest.h"

namespace curfew::keyfile {
namespace {

using sqlite_file::Connection;
using sqlite_file::Statement;

constexpr std::string_view kPurpose = "checkpoint-key";

struct StoredKey {
  std::string public_key;
  std::string sealed_seed;
};

Result<StoredKey> stored_key(const Statement& row) {
  auto public_key = from_base64url(row.text(0));
  auto sealed = from_base64url(row.text(1));
  if (!public_key || !sealed) return fail(ErrorCode::kDamaged, "The checkpoint key in the store is damaged.");
  return StoredKey{*std::move(public_key), *std::move(sealed)};
}

}  // namespace

Ed25519Signer::Ed25519Signer(sqlite_file::Database& database, Sealer& sealer, Entropy& entropy)
    : database_(database), sealer_(sealer), entropy_(entropy) {}

Result<KeyPair> Ed25519Signer::load_or_make() {
  // The seed that is offered is used only when there is none yet; whoever stores first decides for everybody.
  const Secret offered(entropy_.bytes(kSeedBytes));
  const std::string offered_public = key_pair_of(offered).public_key;
  const auto stored = database_.write([&](Connection& connection) -> Result<std::optional<StoredKey>> {
    const Status inserted = connection.run(
        "INSERT INTO checkpoint_key (id, public_key, sealed_seed) VALUES (1, ?, ?) ON CONFLICT DO NOTHING",
        base64url(offered_public), base64url(sealer_.seal(offered, kPurpose)));
    if (!inserted) return fail(inserted.error());
    return connection.first("SELECT public_key, sealed_seed FROM checkpoint_key WHERE id = 1", stored_key);
  });
  if (!stored) return fail(stored.error());
  if (!*stored) return fail(ErrorCode::kDamaged, "The checkpoint key in the store is damaged.");

  const Result<Secret> seed = sealer_.open((*stored)->sealed_seed, kPurpose);
  if (!seed) return fail(seed.error());
  const auto damaged = [] {
    return fail(ErrorCode::kDamaged, "The checkpoint key in the store is damaged.",
                "the sealed checkpoint key does not belong to the stored public key");
  };
  if (seed->reveal().size() != kSeedBytes) return damaged();
  KeyPair pair = key_pair_of(*seed);
  if (pair.public_key != (*stored)->public_key) return damaged();
  return pair;
}

Result<KeyPair> Ed25519Signer::key_pair() {
  const std::scoped_lock lock(mutex_);
  if (!loaded_) {
    Result<KeyPair> pair = load_or_make();
    if (!pair) return fail(std::move(pair.error()));
    loaded_ = *std::move(pair);
  }
  return *loaded_;
}

Result<std::string> Ed25519Signer::sign(const std::string& bytes) {
  const Result<KeyPair> pair = key_pair();
  if (!pair) return fail(pair.error());
  return sign_with(*pair, bytes);
}

Result<std::string> Ed25519Signer::public_key() {
  const Result<KeyPair> pair = key_pair();
  if (!pair) return fail(pair.error());
  return pair->public_key;
}

bool Ed25519Signer::verify(const std::string& bytes, const std::string& signature,
                           const std::string& public_key) const {
  return is_signed_by(public_key, bytes, signature);
}

}  // namespace curfew::keyfile
