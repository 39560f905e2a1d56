#include "support/token_signer.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "base/check.h"
#include "base/digest.h"

namespace curfew::test {
namespace {

namespace json = boost::json;

constexpr int kCoordinateBytes = 32;

unsigned char* raw(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

std::string number(const evp_pkey_st* key, const char* name, int fewest_bytes = 0) {
  BIGNUM* value = nullptr;
  ensure(EVP_PKEY_get_bn_param(key, name, &value) == 1, "OpenSSL");
  std::string bytes(static_cast<std::size_t>(std::max(fewest_bytes, BN_num_bytes(value))), '\0');
  BN_bn2binpad(value, raw(bytes), static_cast<int>(bytes.size()));
  BN_free(value);
  return base64url(bytes);
}

std::string signature_of(evp_pkey_st* key, const std::string& text) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::size_t size = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  ensure(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1, "OpenSSL");
  ensure(EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) == 1, "OpenSSL");
  std::string signature(size, '\0');
  ensure(EVP_DigestSign(context.get(), raw(signature), &size, bytes, text.size()) == 1, "OpenSSL");
  signature.resize(size);
  return signature;
}

// RFC 7518 section 3.4: R and S side by side instead of DER.
std::string joined_halves(std::string der) {
  const unsigned char* at = raw(der);
  const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> halves(
      d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())), ECDSA_SIG_free);
  std::string joined(std::size_t{2} * kCoordinateBytes, '\0');
  BN_bn2binpad(ECDSA_SIG_get0_r(halves.get()), raw(joined), kCoordinateBytes);
  BN_bn2binpad(ECDSA_SIG_get0_s(halves.get()), raw(joined) + kCoordinateBytes, kCoordinateBytes);
  return joined;
}

}  // namespace

void TokenSigner::Release::operator()(evp_pkey_st* key) const noexcept { EVP_PKEY_free(key); }

TokenSigner TokenSigner::rsa(std::string kid, unsigned bits) { return {std::move(kid), true, Key(EVP_RSA_gen(bits))}; }

TokenSigner TokenSigner::p256(std::string kid) {
  return {std::move(kid), false, Key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"))};
}

json::object TokenSigner::jwk() const {
  json::object jwk = {{"kid", kid_}, {"alg", algorithm()}, {"use", "sig"}};
  if (is_rsa_) {
    jwk["kty"] = "RSA";
    jwk["n"] = number(key_.get(), OSSL_PKEY_PARAM_RSA_N);
    jwk["e"] = number(key_.get(), OSSL_PKEY_PARAM_RSA_E);
    return jwk;
  }
  jwk["kty"] = "EC";
  jwk["crv"] = "P-256";
  jwk["x"] = number(key_.get(), OSSL_PKEY_PARAM_EC_PUB_X, kCoordinateBytes);
  jwk["y"] = number(key_.get(), OSSL_PKEY_PARAM_EC_PUB_Y, kCoordinateBytes);
  return jwk;
}

std::string TokenSigner::token(const json::object& claims) const {
  return token(json::serialize(json::object{{"alg", algorithm()}, {"kid", kid_}}), json::serialize(claims));
}

std::string TokenSigner::token(std::string_view header, std::string_view payload) const {
  const std::string input = base64url(header) + "." + base64url(payload);
  std::string signature = signature_of(key_.get(), input);
  if (!is_rsa_) signature = joined_halves(std::move(signature));
  return input + "." + base64url(signature);
}

std::string jwks_of(std::initializer_list<const TokenSigner*> signers) {
  json::array keys;
  for (const TokenSigner* signer : signers) keys.emplace_back(signer->jwk());
  return json::serialize(json::object{{"keys", std::move(keys)}});
}

}  // namespace curfew::test
