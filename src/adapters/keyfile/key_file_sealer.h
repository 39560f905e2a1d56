// Seals with the key of the key file: XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03), a random 24-byte nonce for each
// value, the purpose as associated data. Random nonces of that length never repeat in practice, so that any number of
// processes may seal with one key.
//
// Owned by src/main. Safe for use by many threads. The key never leaves this object; it is wiped with it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "adapters/sqlite_file/database.h"
#include "base/error.h"
#include "base/secret.h"
#include "ports/entropy.h"
#include "ports/seal.h"

namespace curfew::keyfile {

class KeyFileSealer final : public Sealer {
 public:
  // Reads the key file at `path` (by custom "<store.path>.key"), or makes it when nothing in the store was ever sealed.
  // The store must have the tables of keys_schema(). Errors, with public texts that say what to do: kConfiguration for
  // a file that others can read or that has a wrong size, that is missing although the store holds sealed values, or
  // that belongs to another store; kUnavailable when file system or store fail. `entropy` must outlive the sealer.
  [[nodiscard]] static Result<std::unique_ptr<KeyFileSealer>> open(const std::string& path,
                                                                   sqlite_file::Database& database, Entropy& entropy);

  [[nodiscard]] std::string seal(const Secret& plain, std::string_view purpose) override;
  [[nodiscard]] Result<Secret> open(std::string_view sealed, std::string_view purpose) override;

 private:
  KeyFileSealer(Secret key, Entropy& entropy) : key_(std::move(key)), entropy_(entropy) {}

  [[nodiscard]] Status check_against(const std::string& mark, const std::string& path);

  Secret key_;
  Entropy& entropy_;
};

}  // namespace curfew::keyfile
