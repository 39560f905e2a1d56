#include "adapters/user_pool/password_hasher.h"

#include <sodium.h>

#include <array>
#include <cstdlib>

namespace curfew::user_pool {
namespace {

// The parameters of a hash of today's cost, salted at random, for a password that nobody has: sodium's base64 alphabet
// of 'A's decodes to zeros, which no password hashes to. Made of text, so that starting up costs no hash.
std::string hash_of_nobody(const HashingSettings& settings) {
  return "$argon2id$v=19$m=" + std::to_string(settings.memory_bytes / 1024) + ",t=" + std::to_string(settings.passes) +
         ",p=1$" + std::string(22, 'A') + "$" + std::string(43, 'A');
}

}  // namespace

PasswordHasher::PasswordHasher(const HashingSettings& settings)
    : settings_(settings), nobodys_hash_(hash_of_nobody(settings)) {
  if (sodium_init() < 0) std::abort();  // only without memory or a source of randomness
}

Result<PasswordHasher::Slot> PasswordHasher::reserve() {
  std::unique_lock lock(mutex_);
  if (used_ >= settings_.at_once) {
    if (waiting_ >= settings_.waiting) return fail(ErrorCode::kTooManyRequests, "Too many requests");
    ++waiting_;
    const bool freed = freed_.wait_for(lock, settings_.patience, [this] { return used_ < settings_.at_once; });
    --waiting_;
    if (!freed) return fail(ErrorCode::kTooManyRequests, "Too many requests");
  }
  ++used_;
  return Slot(this);
}

void PasswordHasher::give_back() {
  {
    const std::scoped_lock lock(mutex_);
    --used_;
  }
  freed_.notify_one();
}

Result<std::string> PasswordHasher::hash(const Slot&, const Secret& password) const {
  std::array<char, crypto_pwhash_STRBYTES> text = {};
  if (crypto_pwhash_str_alg(text.data(), password.reveal().data(), password.reveal().size(), settings_.passes,
                            settings_.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return fail(ErrorCode::kUnavailable, "The server is out of memory.", "crypto_pwhash_str_alg: out of memory");
  }
  return std::string(text.data());
}

bool PasswordHasher::matches(const Slot&, const std::string& hash, const Secret& password) {
  return crypto_pwhash_str_verify(hash.c_str(), password.reveal().data(), password.reveal().size()) == 0;
}

void PasswordHasher::pretend(const Slot& slot, const Secret& password) const {
  static_cast<void>(matches(slot, nobodys_hash_, password));
}

bool PasswordHasher::is_outdated(const std::string& hash) const {
  return crypto_pwhash_str_needs_rehash(hash.c_str(), settings_.passes, settings_.memory_bytes) != 0;
}

}  // namespace curfew::user_pool
