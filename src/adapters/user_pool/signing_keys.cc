#include "adapters/user_pool/signing_keys.h"

#include <optional>
#include <utility>

#include "adapters/jwt/strict_json.h"
#include "adapters/user_pool/settings.h"
#include "base/digest.h"

namespace curfew::user_pool {
namespace {

using sqlite_file::Connection;
using sqlite_file::Statement;

// A token may be signed a moment after its key was retired, by a server that had just looked.
constexpr std::chrono::seconds kUseAfterRetirement = kTokenLife + 2 * jwt::kClockSkew + std::chrono::minutes(5);

std::string purpose_of(const std::string& kid) { return "signing-key/" + kid; }

struct StoredKey {
  std::string kid;
  std::string sealed_private_jwk;
};

Result<StoredKey> stored_key_in(const Statement& row) {
  return StoredKey{.kid = row.text(0), .sealed_private_jwk = row.text(1)};
}

Status insert(Connection& connection, const RsaKey& key, const std::string& sealed, Instant now) {
  return connection.run(
      "INSERT INTO pool_signing_keys (kid, public_jwk, sealed_private_jwk, created_at_ms) VALUES (?, ?, ?, ?)",
      key.kid(), key.public_jwk(), sealed, unix_millis(now));
}

// Several processes may find no key at the same time; the first one's stands.
Status insert_first(Connection& connection, const RsaKey& key, const std::string& sealed, Instant now) {
  const auto one = connection.first("SELECT count(*) FROM pool_signing_keys WHERE retired_at_ms IS NULL",
                                    [](const Statement& row) -> Result<std::int64_t> { return row.number(0); });
  if (!one) return fail(one.error());
  if (one->value_or(0) > 0) return {};
  return insert(connection, key, sealed, now);
}

}  // namespace

Result<std::shared_ptr<const RsaKey>> SigningKeys::stored_current() {
  const auto stored = database_.read([](Connection& connection) {
    return connection.first(
        "SELECT kid, sealed_private_jwk FROM pool_signing_keys WHERE retired_at_ms IS NULL"
        " ORDER BY number DESC LIMIT 1",
        stored_key_in);
  });
  if (!stored) return fail(stored.error());
  if (!*stored) return nullptr;
  {
    const std::scoped_lock lock(mutex_);
    if (signing_key_ && signing_key_->kid() == (*stored)->kid) return signing_key_;
  }
  const auto sealed = from_base64url((*stored)->sealed_private_jwk);
  if (!sealed) return fail(ErrorCode::kDamaged, "A signing key is damaged; see the log.", "sealed key: no base64url");
  const auto jwk = sealer_.open(*sealed, purpose_of((*stored)->kid));
  if (!jwk) return fail(jwk.error());
  auto key = RsaKey::from_jwk(*jwk);
  if (!key) return fail(std::move(key.error()));
  auto shared = std::make_shared<const RsaKey>(*std::move(key));
  const std::scoped_lock lock(mutex_);
  signing_key_ = shared;
  return shared;
}

Result<std::string> SigningKeys::sealed_private_jwk(const RsaKey& key) {
  const auto jwk = key.private_jwk();
  if (!jwk) return fail(jwk.error());
  return base64url(sealer_.seal(*jwk, purpose_of(key.kid())));
}

Status SigningKeys::prune(Instant now) {
  const std::int64_t retired_before = unix_millis(now - kUseAfterRetirement);
  const auto any = database_.read([&](Connection& connection) {
    return connection.first(
        "SELECT number FROM pool_signing_keys WHERE retired_at_ms < ? LIMIT 1",
        [](const Statement& row) -> Result<std::int64_t> { return row.number(0); }, retired_before);
  });
  if (!any) return fail(any.error());
  if (!*any) return {};
  forget_public_keys();
  return database_.write([&](Connection& connection) {
    return connection.run("DELETE FROM pool_signing_keys WHERE retired_at_ms < ?", retired_before);
  });
}

Result<std::shared_ptr<const RsaKey>> SigningKeys::current(Instant now) {
  if (Status pruned = prune(now); !pruned) return fail(std::move(pruned.error()));
  auto stored = stored_current();
  if (!stored || *stored != nullptr) return stored;
  const auto key = RsaKey::generate();
  if (!key) return fail(key.error());
  const auto sealed = sealed_private_jwk(*key);
  if (!sealed) return fail(sealed.error());
  const Status inserted =
      database_.write([&](Connection& connection) { return insert_first(connection, *key, *sealed, now); });
  if (!inserted) return fail(inserted.error());
  stored = stored_current();
  if (stored && *stored == nullptr) {
    return fail(ErrorCode::kInternal, "Signing failed; see the log.", "no signing key after one was made");
  }
  return stored;
}

Status SigningKeys::rotate(Instant now) {
  const auto key = RsaKey::generate();
  if (!key) return fail(key.error());
  const auto sealed = sealed_private_jwk(*key);
  if (!sealed) return fail(sealed.error());
  const Status done = database_.write([&](Connection& connection) -> Status {
    const Status retired =
        connection.run("UPDATE pool_signing_keys SET retired_at_ms = ? WHERE retired_at_ms IS NULL", unix_millis(now));
    return retired ? insert(connection, *key, *sealed, now) : retired;
  });
  return done ? prune(now) : done;
}

Result<std::string> SigningKeys::jwks() {
  return database_.read([](Connection& connection) -> Result<std::string> {
    std::string keys;
    const Status read = connection.each("SELECT public_jwk FROM pool_signing_keys ORDER BY number DESC",
                                        [&](const Statement& row) -> Status {
                                          keys += (keys.empty() ? "" : ",") + row.text(0);
                                          return {};
                                        });
    if (!read) return fail(read.error());
    return R"({"keys":[)" + keys + "]}";
  });
}

void SigningKeys::forget_public_keys() {
  const std::scoped_lock lock(mutex_);
  public_keys_.clear();
}

Result<std::shared_ptr<const jwt::PublicKey>> SigningKeys::find(const std::string& kid) {
  {
    const std::scoped_lock lock(mutex_);
    if (const auto known = public_keys_.find(kid); known != public_keys_.end()) return known->second;
  }
  const auto jwk = database_.read([&](Connection& connection) {
    return connection.first(
        "SELECT public_jwk FROM pool_signing_keys WHERE kid = ?",
        [](const Statement& row) -> Result<std::string> { return row.text(0); }, kid);
  });
  if (!jwk) return fail(jwk.error());
  if (!*jwk) return nullptr;
  const auto members = jwt::parse_object(**jwk);
  auto key = members ? jwt::PublicKey::from_jwk(*members) : std::unexpected("no JSON");
  if (!key) return fail(ErrorCode::kDamaged, "A signing key is damaged; see the log.", kid + ": " + key.error());
  auto shared = std::make_shared<const jwt::PublicKey>(*std::move(key));
  const std::scoped_lock lock(mutex_);
  return public_keys_.emplace(kid, std::move(shared)).first->second;
}

}  // namespace curfew::user_pool
