#include "adapters/jwt/key_examination.h"

#include "adapters/jwt/jwks.h"

namespace curfew::jwt {

Diagnosis examine_keys(Documents& documents, const std::string& url) {
  const std::string subject = "keys at " + url;
  const std::string remedy = "Check the issuer, sign_in.jwks_url and the network.";
  const auto document = documents.get(url);
  if (!document) {
    const std::string& why = document.error().log_text;
    return broken(subject, document.error().public_text + (why.empty() ? "" : " (" + why + ")"), remedy);
  }
  const auto keys = parse_jwks(*document);
  if (!keys) return broken(subject, "What is there is no document of keys (RFC 7517).", remedy);
  if (keys->keys.empty()) {
    return broken(subject,
                  "None of its keys can check tokens" +
                      (keys->left_out.empty() ? std::string(".") : ": " + keys->left_out.front() + "."),
                  "Tokens have to be signed with RS256 or ES256.");
  }
  return works(subject, "There are " + std::to_string(keys->keys.size()) + " that check tokens.");
}

}  // namespace curfew::jwt
