// Reads what the catalog may name from AWS Organizations and IAM Identity Center.
//
// One call after the other: some two for each permission set, of the twenty a second that Identity Center allows a
// whole instance, so a server beside it is slowed a little and never starved. Both services answer the organization's
// management account, or one that is a delegated administrator, and nobody else. Thread-safe.
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
// https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_ListPermissionSets.html
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/aws/caller.h"
#include "ports/organization.h"

namespace curfew::organizations {

class AwsOrganization final : public Organization {
 public:
  // `caller` must outlive this.
  AwsOrganization(aws::Caller& caller, std::string instance_arn)
      : caller_(caller), instance_arn_(std::move(instance_arn)) {}

  [[nodiscard]] Result<std::vector<OrganizationAccount>> accounts() override;
  [[nodiscard]] Result<std::vector<PermissionSetFacts>> permission_sets() override;

 private:
  // Empty for one that was deleted since it was listed.
  [[nodiscard]] Result<std::optional<PermissionSetFacts>> describe(const std::string& arn);
  // Fails as a whole where trying again may help; what AWS refuses for good is in the facts.
  [[nodiscard]] Result<Result<Tags>> tags_of(const std::string& arn);

  aws::Caller& caller_;
  const std::string instance_arn_;
};

}  // namespace curfew::organizations
