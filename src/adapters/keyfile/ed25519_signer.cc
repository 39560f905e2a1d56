#include "adapters/keyfile/ed25519_signer.h"

#include <sodium.h>

#include <cstdlib>
#include <utility>

#include "base/digest.h"

namespace curfew::keyfile {
namespace {

using sqlite_file::Connection;
using sqlite_file::Statement;

constexpr std::string_view kPurpose = "checkpoint-key";

const unsigned char* raw(const std::string& bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }
unsigned char* raw(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

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

std::string public_key_of(const Secret& seed, std::string& private_key) {
  std::string public_key(crypto_sign_PUBLICKEYBYTES, '\0');
  private_key.assign(crypto_sign_SECRETKEYBYTES, '\0');
  crypto_sign_seed_keypair(raw(public_key), raw(private_key), raw(seed.reveal()));
  return public_key;
}

}  // namespace

Ed25519Signer::Ed25519Signer(sqlite_file::Database& database, Sealer& sealer, Entropy& entropy)
    : database_(database), sealer_(sealer), entropy_(entropy) {
  if (sodium_init() < 0) std::abort();  // only without memory or a source of randomness
}

Result<Ed25519Signer::KeyPair> Ed25519Signer::load_or_make() {
  // The seed that is offered is used only when there is none yet; whoever stores first decides for everybody.
  const Secret offered(entropy_.bytes(crypto_sign_SEEDBYTES));
  std::string private_key;
  const std::string offered_public = public_key_of(offered, private_key);
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
  if (seed->reveal().size() != crypto_sign_SEEDBYTES || public_key_of(*seed, private_key) != (*stored)->public_key) {
    return fail(ErrorCode::kDamaged, "The checkpoint key in the store is damaged.",
                "the sealed checkpoint key does not belong to the stored public key");
  }
  return KeyPair{.public_key = (*stored)->public_key, .private_key = Secret(std::move(private_key))};
}

Result<Ed25519Signer::KeyPair> Ed25519Signer::key_pair() {
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
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(raw(signature), nullptr, raw(bytes), bytes.size(), raw(pair->private_key.reveal()));
  return signature;
}

Result<std::string> Ed25519Signer::public_key() {
  const Result<KeyPair> pair = key_pair();
  if (!pair) return fail(pair.error());
  return pair->public_key;
}

bool Ed25519Signer::verify(const std::string& bytes, const std::string& signature,
                           const std::string& public_key) const {
  if (signature.size() != crypto_sign_BYTES || public_key.size() != crypto_sign_PUBLICKEYBYTES) return false;
  return crypto_sign_verify_detached(raw(signature), raw(bytes), bytes.size(), raw(public_key)) == 0;
}

}  // namespace curfew::keyfile
