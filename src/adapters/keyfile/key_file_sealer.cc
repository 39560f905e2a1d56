#include "adapters/keyfile/key_file_sealer.h"

#include <sodium.h>

#include <cstdlib>
#include <optional>
#include <utility>

#include "adapters/keyfile/key_file.h"
#include "base/digest.h"

namespace curfew::keyfile {
namespace {

using sqlite_file::Connection;
using sqlite_file::Database;
using sqlite_file::Statement;

static_assert(kKeyBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

// A sealed value: this byte, the nonce, then ciphertext and tag.
constexpr char kFormat = 1;
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kOverhead = 1 + kNonceBytes + kTagBytes;

constexpr std::string_view kCheckPurpose = "seal-check";
constexpr std::string_view kCheckText = "curfew";

const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }
unsigned char* raw(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

Result<std::optional<std::string>> stored_mark(Database& database) {
  return database.read([](Connection& connection) {
    return connection.first("SELECT sealed FROM seal_check WHERE id = 1",
                            [](const Statement& row) -> Result<std::string> { return row.text(0); });
  });
}

// Keeps the mark that is there: two processes may start at once.
Status store_mark(Database& database, const std::string& sealed) {
  return database.write([&](Connection& connection) -> Status {
    return connection.run("INSERT INTO seal_check (id, sealed) VALUES (1, ?) ON CONFLICT DO NOTHING",
                          base64url(sealed));
  });
}

Result<Secret> key_at(const std::string& path, bool sealed_before, Entropy& entropy) {
  auto key = read_key_file(path);
  if (!key) return fail(std::move(key.error()));
  if (*key) return **std::move(key);
  if (sealed_before) {
    return fail(ErrorCode::kConfiguration,
                "The key file '" + path +
                    "' is missing, and the store holds values that were sealed with it. Restore it from a backup.");
  }
  if (Status made = make_key_file(path, entropy); !made) return fail(std::move(made.error()));
  key = read_key_file(path);
  if (!key) return fail(std::move(key.error()));
  if (!*key) return fail(ErrorCode::kUnavailable, "The key file '" + path + "' went away while it was made.");
  return **std::move(key);
}

}  // namespace

Result<std::unique_ptr<KeyFileSealer>> KeyFileSealer::open(const std::string& path, Database& database,
                                                           Entropy& entropy) {
  if (sodium_init() < 0) std::abort();  // no working source of randomness or no memory: nothing is safe
  auto mark = stored_mark(database);
  if (!mark) return fail(std::move(mark.error()));
  auto key = key_at(path, mark->has_value(), entropy);
  if (!key) return fail(std::move(key.error()));
  std::unique_ptr<KeyFileSealer> sealer(new KeyFileSealer(*std::move(key), entropy));
  if (!*mark) {
    const std::string sealed = sealer->seal(Secret(std::string(kCheckText)), kCheckPurpose);
    if (Status stored = store_mark(database, sealed); !stored) return fail(std::move(stored.error()));
    mark = stored_mark(database);
    if (!mark) return fail(std::move(mark.error()));
  }
  if (Status right = sealer->check_against(mark->value_or(""), path); !right) return fail(std::move(right.error()));
  return sealer;
}

Status KeyFileSealer::check_against(const std::string& mark, const std::string& path) {
  const auto sealed = from_base64url(mark);
  if (sealed) {
    const Result<Secret> text = open(*sealed, kCheckPurpose);
    if (text && text->equals(kCheckText)) return {};
  }
  return fail(ErrorCode::kConfiguration,
              "The key file '" + path + "' does not belong to this store. Put the store's own key file in its place.");
}

std::string KeyFileSealer::seal(const Secret& plain, std::string_view purpose) {
  const std::string nonce = entropy_.bytes(kNonceBytes);
  std::string body(plain.reveal().size() + kTagBytes, '\0');
  // Cannot fail for inputs of these sizes.
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw(body), nullptr, raw(plain.reveal()), plain.reveal().size(),
                                             raw(purpose), purpose.size(), nullptr, raw(nonce), raw(key_.reveal()));
  return std::string(1, kFormat) + nonce + body;
}

Result<Secret> KeyFileSealer::open(std::string_view sealed, std::string_view purpose) {
  const auto damaged = [&purpose] {
    return fail(ErrorCode::kDamaged, "A sealed value in the store cannot be opened; see the log.",
                "sealed value for '" + std::string(purpose) + "' does not open with this key");
  };
  if (sealed.size() < kOverhead || sealed.front() != kFormat) return damaged();
  const std::string_view nonce = sealed.substr(1, kNonceBytes);
  const std::string_view body = sealed.substr(1 + kNonceBytes);
  std::string plain(body.size() - kTagBytes, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(raw(plain), nullptr, nullptr, raw(body), body.size(), raw(purpose),
                                                 purpose.size(), raw(nonce), raw(key_.reveal())) != 0) {
    return damaged();
  }
  return Secret(std::move(plain));
}

}  // namespace curfew::keyfile
