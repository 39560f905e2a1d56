#include "adapters/jwt/public_key.h"

#include <cjose/cjose.h>

#include <algorithm>
#include <array>
#include <bit>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <cstdint>
#include <utility>

#include "adapters/jwt/strict_json.h"
#include "base/digest.h"

namespace curfew::jwt {
namespace {

namespace json = boost::json;

constexpr std::size_t kFewestRsaBits = 2048;
constexpr std::size_t kMostRsaBits = 8192;
constexpr std::size_t kFewestExponentBits = 17;  // FIPS 186-5 appendix A.1.1: odd, above 2^16 and below 2^256
constexpr std::size_t kMostExponentBits = 256;
constexpr std::size_t kCoordinateBytes = 32;     // RFC 7518 section 6.2.1.2, for P-256
constexpr std::size_t kEs256SignatureText = 86;  // 64 bytes (RFC 7518 section 3.4) in base64url
constexpr std::array<std::string_view, 8> kPrivateMembers = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"};

struct ReleaseJws {
  void operator()(cjose_jws_t* jws) const noexcept { cjose_jws_release(jws); }
};
using Jws = std::unique_ptr<cjose_jws_t, ReleaseJws>;

// A big-endian number without its leading zeros.
std::optional<std::string> number_in(const json::object& jwk, std::string_view name) {
  const auto text = text_member(jwk, name);
  auto bytes = text ? from_base64url(*text) : std::nullopt;
  if (!bytes) return std::nullopt;
  return bytes->substr(std::min(bytes->size(), bytes->find_first_not_of('\0')));
}

std::size_t bits_of(const std::string& number) {
  if (number.empty()) return 0;
  return (number.size() - 1) * 8 + static_cast<std::size_t>(std::bit_width(static_cast<unsigned char>(number[0])));
}

bool is_odd(const std::string& number) { return !number.empty() && (static_cast<unsigned char>(number.back()) & 1U); }

// Whether `use`, `key_ops` and `alg` (RFC 7517 section 4), where they are there, let the key check signatures of this
// algorithm. What is there with another type is no permission.
bool is_for(const json::object& jwk, Algorithm algorithm) {
  if (jwk.contains("use") && text_member(jwk, "use") != "sig") return false;
  if (jwk.contains("alg") && text_member(jwk, "alg") != word(algorithm)) return false;
  if (!jwk.contains("key_ops")) return true;
  const auto operations = texts_member(jwk, "key_ops");
  return operations && std::ranges::find(*operations, "verify") != operations->end();
}

std::string fault_in_rsa(const json::object& jwk) {
  const auto modulus = number_in(jwk, "n");
  const auto exponent = number_in(jwk, "e");
  if (!modulus || !exponent) return "an RSA key without n or e";
  const std::size_t bits = bits_of(*modulus);
  if (bits < kFewestRsaBits) return "an RSA key of " + std::to_string(bits) + " bits is too weak";
  if (bits > kMostRsaBits) return "an RSA key of " + std::to_string(bits) + " bits is too long";
  const std::size_t exponent_bits = bits_of(*exponent);
  if (exponent_bits < kFewestExponentBits || exponent_bits > kMostExponentBits || !is_odd(*exponent)) {
    return "an RSA key with an unsafe exponent";
  }
  return {};
}

std::string fault_in_ec(const json::object& jwk) {
  if (text_member(jwk, "crv") != "P-256") return "a curve that is not P-256";
  for (const std::string_view name : {"x", "y"}) {
    const auto text = text_member(jwk, name);
    const auto bytes = text ? from_base64url(*text) : std::nullopt;
    if (!bytes || bytes->size() != kCoordinateBytes) return "a point without two coordinates of 32 bytes";
  }
  return {};
}

}  // namespace

std::string_view word(Algorithm algorithm) { return algorithm == Algorithm::kRs256 ? "RS256" : "ES256"; }

void PublicKey::Release::operator()(_cjose_jwk_int* jwk) const noexcept { cjose_jwk_release(jwk); }

std::expected<PublicKey, std::string> PublicKey::from_jwk(const json::object& jwk) {
  for (const std::string_view name : kPrivateMembers) {
    if (jwk.contains(name)) return std::unexpected("a private member: " + std::string(name));
  }
  const auto kind = text_member(jwk, "kty");
  if (kind != "RSA" && kind != "EC") return std::unexpected("a kty that is neither RSA nor EC");
  const bool rsa = kind == "RSA";
  const Algorithm algorithm = rsa ? Algorithm::kRs256 : Algorithm::kEs256;
  if (!is_for(jwk, algorithm)) return std::unexpected("not for checking " + std::string(word(algorithm)));
  if (std::string fault = rsa ? fault_in_rsa(jwk) : fault_in_ec(jwk); !fault.empty()) return std::unexpected(fault);
  if (rsa) return import(algorithm, {{"kty", "RSA"}, {"n", jwk.at("n")}, {"e", jwk.at("e")}});
  return import(algorithm, {{"kty", "EC"}, {"crv", "P-256"}, {"x", jwk.at("x")}, {"y", jwk.at("y")}});
}

// libcjose sees nothing of a stranger's JWK but the members that have been checked.
std::expected<PublicKey, std::string> PublicKey::import(Algorithm algorithm, const json::object& members) {
  const std::string text = json::serialize(members);
  cjose_err error = {};
  Jwk jwk(cjose_jwk_import(text.data(), text.size(), &error));
  if (!jwk) return std::unexpected(std::string("no key: ") + (error.message == nullptr ? "unknown" : error.message));
  return PublicKey(algorithm, std::move(jwk));
}

std::optional<std::string> PublicKey::verified_payload(std::string_view compact_jws) const {
  // libcjose takes an ES256 signature of any even length.
  const bool es256 = algorithm_ == Algorithm::kEs256;
  if (es256 && compact_jws.size() - (compact_jws.rfind('.') + 1) != kEs256SignatureText) return std::nullopt;
  const Jws jws(cjose_jws_import(compact_jws.data(), compact_jws.size(), nullptr));
  if (!jws || !cjose_jws_verify(jws.get(), jwk_.get(), nullptr)) return std::nullopt;
  std::uint8_t* payload = nullptr;  // belongs to jws
  std::size_t size = 0;
  if (!cjose_jws_get_plaintext(jws.get(), &payload, &size, nullptr)) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(payload), size);
}

}  // namespace curfew::jwt
