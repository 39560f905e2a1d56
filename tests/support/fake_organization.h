// An organization of which a test says what there is.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ports/organization.h"

namespace curfew::test {

class FakeOrganization final : public Organization {
 public:
  Result<std::vector<OrganizationAccount>> accounts() override {
    if (no_accounts) return fail(*no_accounts);
    return there_accounts;
  }
  Result<std::vector<PermissionSetFacts>> permission_sets() override {
    if (no_sets) return fail(*no_sets);
    return there_sets;
  }

  void add_account(std::string id, std::string name) {
    there_accounts.push_back({.id = AccountId(std::move(id)), .name = std::move(name)});
  }
  // By default one that is of low risk.
  PermissionSetFacts& add_set(const std::string& last, std::string name) {
    there_sets.push_back(
        {.arn = PermissionSetArn("arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-000000000000000" + last),
         .name = std::move(name),
         .session = std::chrono::hours(1),
         .tags = Tags{{"RiskLevel", "Low"}, {"RequiresApproval", "false"}}});
    return there_sets.back();
  }

  std::vector<OrganizationAccount> there_accounts;
  std::vector<PermissionSetFacts> there_sets;
  std::optional<Error> no_accounts;
  std::optional<Error> no_sets;
};

}  // namespace curfew::test
