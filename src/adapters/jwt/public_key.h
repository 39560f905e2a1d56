// A key that checks signatures: RSA for RS256 (RFC 7518 section 3.3), P-256 for ES256 (section 3.4). A thin layer over
// libcjose, of which only the JWS is used, never the JWE.
//
// Each key is for one algorithm, whatever a token says. Immutable; safe for use by many threads.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct _cjose_jwk_int;  // NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp): libcjose's name

namespace curfew::jwt {

enum class Algorithm : std::uint8_t { kRs256, kEs256 };

[[nodiscard]] std::string_view word(Algorithm algorithm);  // "RS256"

class PublicKey {
 public:
  // A JWK (RFC 7517) that is fit to check signatures with; otherwise what is wrong with it, for the log. Refused are:
  // other kinds of keys, uses and algorithms than these two; RSA below 2048 bits (RFC 7518 section 3.3), above 8192
  // (checking would take too long) and with an exponent outside of FIPS 186-5's; points that are not on the curve;
  // and whatever holds a private member, since a key that was published so may be anybody's.
  [[nodiscard]] static std::expected<PublicKey, std::string> from_jwk(const boost::json::object& jwk);

  [[nodiscard]] Algorithm algorithm() const { return algorithm_; }

  // The payload when the signature is right. The caller has checked that the header's `alg` is this key's, and that all
  // parts are canonical base64url.
  [[nodiscard]] std::optional<std::string> verified_payload(std::string_view compact_jws) const;

 private:
  struct Release {
    void operator()(_cjose_jwk_int* jwk) const noexcept;
  };
  using Jwk = std::unique_ptr<_cjose_jwk_int, Release>;

  PublicKey(Algorithm algorithm, Jwk jwk) : algorithm_(algorithm), jwk_(std::move(jwk)) {}
  [[nodiscard]] static std::expected<PublicKey, std::string> import(Algorithm algorithm,
                                                                    const boost::json::object& members);

  Algorithm algorithm_;
  Jwk jwk_;
};

}  // namespace curfew::jwt
