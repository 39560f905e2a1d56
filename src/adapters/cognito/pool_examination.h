// Examines a Cognito user pool: that pool, client and both groups are there, that people can sign in with a password
// from a browser, that the managers can be listed, and that the pool's keys check tokens. Changes nothing.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "adapters/aws/caller.h"
#include "adapters/aws/examiner.h"
#include "adapters/cognito/settings.h"
#include "adapters/jwt/documents.h"
#include "ports/examination.h"

namespace curfew::cognito {

class PoolExamination final : public Examination {
 public:
  // Both must outlive this.
  PoolExamination(aws::Caller& caller, jwt::Documents& documents, CognitoSettings settings)
      : caller_(caller), documents_(documents), settings_(std::move(settings)) {}

  [[nodiscard]] std::string part() const override { return "sign_in"; }
  [[nodiscard]] std::vector<Diagnosis> examine() override;

 private:
  void look_at_client(aws::Examiner& examiner) const;
  void look_at_groups(aws::Examiner& examiner) const;
  void look_people_up(aws::Examiner& examiner) const;
  [[nodiscard]] aws::Probe probe(std::string operation, std::string subject) const;

  aws::Caller& caller_;
  jwt::Documents& documents_;
  const CognitoSettings settings_;
};

}  // namespace curfew::cognito
