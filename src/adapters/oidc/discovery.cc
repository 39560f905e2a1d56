#include "adapters/oidc/discovery.h"

#include <string_view>

#include "adapters/jwt/strict_json.h"

namespace curfew::oidc {
namespace {

// A slash at the issuer's end is taken away before the well-known path is appended (section 4.1).
std::string configuration_url(std::string_view issuer) {
  if (issuer.ends_with('/')) issuer.remove_suffix(1);
  return std::string(issuer) + "/.well-known/openid-configuration";
}

std::unexpected<Error> unusable(const std::string& url, const std::string& why) {
  return fail(ErrorCode::kUnavailable, "The sign-in service's keys cannot be had at the moment; try again.",
              url + ": " + why);
}

}  // namespace

Result<std::string> discover_jwks_url(jwt::Documents& documents, const std::string& issuer) {
  const std::string url = configuration_url(issuer);
  const auto document = documents.get(url);
  if (!document) return fail(document.error());
  const auto configuration = jwt::parse_object(*document);
  if (!configuration) return unusable(url, "no JSON object");
  if (jwt::text_member(*configuration, "issuer") != issuer) return unusable(url, "speaks for another issuer");
  auto keys = jwt::text_member(*configuration, "jwks_uri");
  if (!keys || keys->empty()) return unusable(url, "names no jwks_uri");
  return *std::move(keys);
}

}  // namespace curfew::oidc
