// Argon2id (RFC 9106) for passwords, a bounded number at a time: a hash costs 19 MiB and 17 ms on purpose, and a flood
// of sign-ins must not take the machine.
//
// Safe for use by many threads. Hashes carry their parameters and salt in libsodium's text form. Passwords are never
// kept.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>

#include "adapters/user_pool/settings.h"
#include "base/error.h"
#include "base/secret.h"

namespace curfew::user_pool {

class PasswordHasher {
 public:
  explicit PasswordHasher(const HashingSettings& settings);

  // The right to compute hashes, one at a time, until it goes.
  class Slot {
   public:
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;
    Slot(Slot&& other) noexcept : hasher_(other.hasher_) { other.hasher_ = nullptr; }
    Slot& operator=(Slot&&) = delete;
    ~Slot() {
      if (hasher_ != nullptr) hasher_->give_back();
    }

   private:
    friend class PasswordHasher;
    explicit Slot(PasswordHasher* hasher) : hasher_(hasher) {}

    PasswordHasher* hasher_;
  };

  // Waits for a slot, but not long and not in a long queue: kTooManyRequests.
  [[nodiscard]] Result<Slot> reserve();

  // kUnavailable when there is not memory enough.
  [[nodiscard]] Result<std::string> hash(const Slot& slot, const Secret& password) const;
  // Also false when there is not memory enough: deny. The slot is proof that this is one of a bounded number.
  [[nodiscard]] static bool matches(const Slot& slot, const std::string& hash, const Secret& password);
  // Does the work of matches() for nobody, so that an unknown user takes as long as a wrong password.
  void pretend(const Slot& slot, const Secret& password) const;
  // Whether `hash` was made at another cost than today's.
  [[nodiscard]] bool is_outdated(const std::string& hash) const;

 private:
  void give_back();

  HashingSettings settings_;
  std::string nobodys_hash_;
  std::mutex mutex_;
  std::condition_variable freed_;
  int used_ = 0;     // guarded by mutex_
  int waiting_ = 0;  // guarded by mutex_
};

}  // namespace curfew::user_pool
