#include "adapters/oidc/oidc_examination.h"

#include "adapters/jwt/key_examination.h"
#include "adapters/oidc/discovery.h"

namespace curfew::oidc {

std::vector<Diagnosis> OidcExamination::examine() {
  std::vector<Diagnosis> diagnoses;
  std::string url = settings_.jwks_url.value_or("");
  if (url.empty()) {
    const std::string subject = "issuer " + settings_.issuer;
    const auto discovered = discover_jwks_url(documents_, settings_.issuer);
    if (!discovered) {
      const std::string& why = discovered.error().log_text;
      return {broken(subject, discovered.error().public_text + (why.empty() ? "" : " (" + why + ")"),
                     "Check sign_in.issuer, to the last slash, and the network; or name sign_in.jwks_url.")};
    }
    diagnoses.push_back(works(subject, "It says where its keys are."));
    url = *discovered;
  }
  diagnoses.push_back(jwt::examine_keys(documents_, url));
  diagnoses.push_back(unproved("groups", "Only a sign-in shows that its tokens have " + settings_.groups_claim +
                                             " with " + settings_.engineers_group + " and " + settings_.managers_group +
                                             "."));
  return diagnoses;
}

}  // namespace curfew::oidc
