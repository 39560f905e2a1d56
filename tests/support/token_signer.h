// An issuer's key that signs tokens, over OpenSSL directly: what checks them goes another way. Immutable.
#pragma once

#include <boost/json/object.hpp>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

struct evp_pkey_st;

namespace curfew::test {

class TokenSigner {
 public:
  static TokenSigner rsa(std::string kid, unsigned bits = 2048);  // RS256; 2048 bits take about 0.1 s
  static TokenSigner p256(std::string kid);                       // ES256

  [[nodiscard]] const std::string& kid() const { return kid_; }
  [[nodiscard]] std::string algorithm() const { return is_rsa_ ? "RS256" : "ES256"; }
  // The public half, as it stands in a JWKS document: kty, kid, alg, use and the key itself.
  [[nodiscard]] boost::json::object jwk() const;

  // A compact JWS with the header {"alg", "kid"}.
  [[nodiscard]] std::string token(const boost::json::object& claims) const;
  // With the header and the payload as given, signed for what they are.
  [[nodiscard]] std::string token(std::string_view header, std::string_view payload) const;

 private:
  struct Release {
    void operator()(evp_pkey_st* key) const noexcept;
  };
  using Key = std::unique_ptr<evp_pkey_st, Release>;

  TokenSigner(std::string kid, bool is_rsa, Key key) : kid_(std::move(kid)), is_rsa_(is_rsa), key_(std::move(key)) {}

  std::string kid_;
  bool is_rsa_;
  Key key_;
};

// {"keys": [...]} of their public halves.
[[nodiscard]] std::string jwks_of(std::initializer_list<const TokenSigner*> signers);

}  // namespace curfew::test
