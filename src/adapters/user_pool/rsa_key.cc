#include "adapters/user_pool/rsa_key.h"

#include <cjose/cjose.h>
#include <sodium.h>

#include <array>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstdint>
#include <cstring>
#include <utility>

#include "adapters/jwt/strict_json.h"
#include "base/digest.h"

namespace curfew::user_pool {
namespace {

constexpr std::size_t kKeyBits = 2048;
constexpr std::array<std::uint8_t, 3> kExponent = {0x01, 0x00, 0x01};

struct ReleaseHeader {
  void operator()(cjose_header_t* header) const noexcept { cjose_header_release(header); }
};
struct ReleaseJws {
  void operator()(cjose_jws_t* jws) const noexcept { cjose_jws_release(jws); }
};
using Header = std::unique_ptr<cjose_header_t, ReleaseHeader>;
using Jws = std::unique_ptr<cjose_jws_t, ReleaseJws>;

const std::uint8_t* raw(std::string_view bytes) { return reinterpret_cast<const std::uint8_t*>(bytes.data()); }

std::unexpected<Error> cjose_failure(const std::string& doing, const cjose_err& error) {
  return fail(ErrorCode::kInternal, "Signing failed; see the log.",
              doing + ": " + (error.message == nullptr ? "unknown" : error.message));
}

// libcjose hands out text that belongs to the caller; the copy with private members is wiped.
Result<Secret> jwk_text(const cjose_jwk_t* jwk, bool with_private) {
  cjose_err error = {};
  char* text = cjose_jwk_to_json(jwk, with_private, &error);
  if (text == nullptr) return cjose_failure("cjose_jwk_to_json", error);
  Secret copy{std::string(text)};
  sodium_memzero(text, std::strlen(text));
  cjose_get_dealloc()(text);
  return copy;
}

// RFC 7638: the required members in lexical order, without white space.
std::string thumbprint(const std::string& exponent, const std::string& modulus) {
  return base64url(sha256(R"({"e":")" + exponent + R"(","kty":"RSA","n":")" + modulus + R"("})"));
}

}  // namespace

void RsaKey::Release::operator()(_cjose_jwk_int* jwk) const noexcept { cjose_jwk_release(jwk); }

Result<RsaKey> RsaKey::from(Jwk jwk) {
  const auto text = jwk_text(jwk.get(), false);
  if (!text) return fail(text.error());
  const auto members = jwt::parse_object(text->reveal());
  const auto exponent = members ? jwt::text_member(*members, "e") : std::nullopt;
  const auto modulus = members ? jwt::text_member(*members, "n") : std::nullopt;
  if (!exponent || !modulus) return fail(ErrorCode::kInternal, "Signing failed; see the log.", "JWK without e or n");
  std::string kid = thumbprint(*exponent, *modulus);
  const boost::json::object published = {{"alg", "RS256"}, {"e", *exponent}, {"kid", kid},
                                         {"kty", "RSA"},   {"n", *modulus},  {"use", "sig"}};
  return RsaKey(std::move(jwk), std::move(kid), boost::json::serialize(published));
}

Result<RsaKey> RsaKey::generate() {
  cjose_err error = {};
  Jwk jwk(cjose_jwk_create_RSA_random(kKeyBits, kExponent.data(), kExponent.size(), &error));
  if (!jwk) return cjose_failure("cjose_jwk_create_RSA_random", error);
  return from(std::move(jwk));
}

Result<RsaKey> RsaKey::from_jwk(const Secret& jwk_json) {
  const auto damaged = [] { return fail(ErrorCode::kDamaged, "A signing key is damaged; see the log.", "no RSA JWK"); };
  cjose_err error = {};
  Jwk jwk(cjose_jwk_import(jwk_json.reveal().data(), jwk_json.reveal().size(), &error));
  if (!jwk || cjose_jwk_get_kty(jwk.get(), &error) != CJOSE_JWK_KTY_RSA) return damaged();
  if (cjose_jwk_get_keysize(jwk.get(), &error) < kKeyBits) return damaged();
  return from(std::move(jwk));
}

Result<Secret> RsaKey::private_jwk() const { return jwk_text(jwk_.get(), true); }

Result<std::string> RsaKey::sign(std::string_view payload) const {
  cjose_err error = {};
  const Header header(cjose_header_new(&error));
  if (!header || !cjose_header_set(header.get(), CJOSE_HDR_KID, kid_.c_str(), &error) ||
      !cjose_header_set(header.get(), CJOSE_HDR_ALG, CJOSE_HDR_ALG_RS256, &error)) {
    return cjose_failure("cjose_header_set", error);
  }
  const Jws jws(cjose_jws_sign(jwk_.get(), header.get(), raw(payload), payload.size(), &error));
  if (!jws) return cjose_failure("cjose_jws_sign", error);
  const char* compact = nullptr;  // belongs to jws
  if (!cjose_jws_export(jws.get(), &compact, &error)) return cjose_failure("cjose_jws_export", error);
  return std::string(compact);
}

}  // namespace curfew::user_pool
