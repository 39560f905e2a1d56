// An RSA key that signs by RS256 (RFC 7518 section 3.3), a thin layer over libcjose: compact JWS (RFC 7515), and the
// JWK form of the key (RFC 7517). Of libcjose only its JWS is used, never its JWE. Its signatures are checked by
// jwt::PublicKey.
//
// Immutable; safe for use by many threads.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/secret.h"

struct _cjose_jwk_int;  // NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp): libcjose's name

namespace curfew::user_pool {

class RsaKey {
 public:
  // A new key of 2048 bits; takes about 0.1 s. OpenSSL's generator makes it. kInternal when it fails.
  [[nodiscard]] static Result<RsaKey> generate();
  // A JWK with or without its private half. kDamaged unless it is an RSA key of at least 2048 bits.
  [[nodiscard]] static Result<RsaKey> from_jwk(const Secret& jwk);

  // RFC 7638 thumbprint of the public half: names the key by what it is.
  [[nodiscard]] const std::string& kid() const { return kid_; }
  // The public half as it stands in a JWKS document.
  [[nodiscard]] const std::string& public_jwk() const { return public_jwk_; }
  [[nodiscard]] Result<Secret> private_jwk() const;

  // `payload` as compact JWS with header {"kid", "alg": "RS256"}. kInternal without the private half.
  [[nodiscard]] Result<std::string> sign(std::string_view payload) const;

 private:
  struct Release {
    void operator()(_cjose_jwk_int* jwk) const noexcept;
  };
  using Jwk = std::unique_ptr<_cjose_jwk_int, Release>;

  RsaKey(Jwk jwk, std::string kid, std::string public_jwk)
      : jwk_(std::move(jwk)), kid_(std::move(kid)), public_jwk_(std::move(public_jwk)) {}
  [[nodiscard]] static Result<RsaKey> from(Jwk jwk);

  Jwk jwk_;
  std::string kid_;
  std::string public_jwk_;
};

}  // namespace curfew::user_pool
