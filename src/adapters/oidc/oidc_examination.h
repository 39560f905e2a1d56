// Examines an OIDC issuer: what it says of itself, and its keys. Whether it lists groups in its tokens, only a token
// shows.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "adapters/jwt/documents.h"
#include "adapters/oidc/oidc_token_verifier.h"
#include "ports/examination.h"

namespace curfew::oidc {

class OidcExamination final : public Examination {
 public:
  // `documents` must outlive this.
  OidcExamination(jwt::Documents& documents, OidcSettings settings)
      : documents_(documents), settings_(std::move(settings)) {}

  [[nodiscard]] std::string part() const override { return "sign_in"; }
  [[nodiscard]] std::vector<Diagnosis> examine() override;

 private:
  jwt::Documents& documents_;
  const OidcSettings settings_;
};

}  // namespace curfew::oidc
