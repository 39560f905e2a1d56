#include <chrono>
#include <string>

#include "main/config/checks.h"
#include "main/config/section_parts.h"
#include "main/config/sections.h"

namespace curfew::config {
namespace {

BuiltinSignInConfig read_builtin(SectionReader& section, const StoreConfig& store) {
  BuiltinSignInConfig builtin;
  builtin.pool_id = section.text("pool_id").value_or(builtin.pool_id);
  if (!is_pool_id(builtin.pool_id)) {
    section.report("pool_id", "must be letters or digits, an underscore, and letters or digits: \"local_curfew\".");
  }
  builtin.key_file = section.path("key_file", kAnyPath).value_or(store.path.string() + ".key");
  constexpr std::int64_t kTenYears = 3650;
  builtin.password_expiry =
      std::chrono::days(whole(section, "password_expiry_days", {.least = 0, .most = kTenYears}, 0));
  return builtin;
}

OidcSignInConfig read_oidc(SectionReader& section) {
  OidcSignInConfig oidc;
  oidc.issuer = section.required_text("issuer", "Write the issuer exactly as its tokens name it: \"https://…\".");
  if (!oidc.issuer.empty() && !is_https_or_local_url(oidc.issuer)) {
    section.report("issuer", "must be an https:// address (http:// is for this machine only).");
  }
  return oidc;
}

// The names that tokens of other pools than the built-in one use.
void read_token_names(SectionReader& section, SignInConfig& sign_in, const std::string& groups_claim) {
  sign_in.jwks_url = section.text("jwks_url");
  if (sign_in.jwks_url && !is_https_or_local_url(*sign_in.jwks_url)) {
    section.report("jwks_url", "must be an https:// address (http:// is for this machine only).");
  }
  sign_in.groups_claim = section.text("groups_claim").value_or(groups_claim);
  sign_in.engineers_group = section.text("engineers_group").value_or(sign_in.engineers_group);
  sign_in.managers_group = section.text("managers_group").value_or(sign_in.managers_group);
  if (sign_in.engineers_group == sign_in.managers_group) {
    section.report("managers_group", "must be another group than engineers_group: who is in both may approve.");
  }
}

std::string read_client_id(SectionReader& section, const std::string& kind, const std::string& otherwise) {
  if (kind == "oidc") return section.required_text("client_id", "Write the client that tokens are made for.");
  if (kind == "cognito") return shaped_text(section, "client_id", is_client_id, "1example23456789");
  const std::string id = section.text("client_id").value_or(otherwise);
  if (!is_client_id(id)) section.report("client_id", "must be 1 to 128 letters, digits, _ or +.");
  return id;
}

}  // namespace

SignInConfig read_sign_in(SectionReader& section, const StoreConfig& store) {
  SignInConfig sign_in;
  const std::string kind = read_kind(section, {"builtin", "cognito", "oidc"});
  if (kind.empty()) return sign_in;
  sign_in.client_id = read_client_id(section, kind, sign_in.client_id);
  if (kind == "builtin") {
    sign_in.kind = read_builtin(section, store);
  } else if (kind == "cognito") {
    sign_in.kind =
        CognitoSignInConfig{.user_pool_id = shaped_text(section, "user_pool_id", is_pool_id, "us-east-1_Example12")};
    read_token_names(section, sign_in, "cognito:groups");
  } else {
    sign_in.kind = read_oidc(section);
    read_token_names(section, sign_in, "groups");
  }
  sign_in.require_verified_email = section.boolean("require_verified_email").value_or(true);
  section.report_unknown(" for kind \"" + kind + "\"");
  return sign_in;
}

}  // namespace curfew::config
