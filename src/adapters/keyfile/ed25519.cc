#include "adapters/keyfile/ed25519.h"

#include <sodium.h>

#include <cstdlib>
#include <utility>

namespace curfew::keyfile {
namespace {

static_assert(kSeedBytes == crypto_sign_SEEDBYTES);

const unsigned char* raw(const std::string& bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }
unsigned char* raw(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

}  // namespace

KeyPair key_pair_of(const Secret& seed) {
  if (sodium_init() < 0) std::abort();  // only without memory or a source of randomness
  std::string public_key(crypto_sign_PUBLICKEYBYTES, '\0');
  std::string private_key(crypto_sign_SECRETKEYBYTES, '\0');
  crypto_sign_seed_keypair(raw(public_key), raw(private_key), raw(seed.reveal()));
  return {.public_key = std::move(public_key), .private_key = Secret(std::move(private_key))};
}

std::string sign_with(const KeyPair& pair, const std::string& bytes) {
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(raw(signature), nullptr, raw(bytes), bytes.size(), raw(pair.private_key.reveal()));
  return signature;
}

bool is_signed_by(const std::string& public_key, const std::string& bytes, const std::string& signature) {
  if (signature.size() != crypto_sign_BYTES || public_key.size() != crypto_sign_PUBLICKEYBYTES) return false;
  return crypto_sign_verify_detached(raw(signature), raw(bytes), bytes.size(), raw(public_key)) == 0;
}

}  // namespace curfew::keyfile
