// What there is in AWS that the catalog may name: the organization's accounts, and the permission sets of Identity
// Center. Facts only; what they mean for the catalog is decided in app/import_catalog.
//
// Implementations: adapters/organizations. Each method reads everything, one call of AWS after the other, and gives all
// of it or fails: a part is never given for the whole. Errors: kConfiguration, with what to do (no organization, a
// missing right, an unknown instance, expired credentials); kUnavailable.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/id.h"

namespace curfew {

struct OrganizationAccount {
  AccountId id;
  std::string name;  // as somebody typed it: any characters
};

using Tags = std::map<std::string, std::string, std::less<>>;

struct PermissionSetFacts {
  PermissionSetArn arn;
  std::string name;                             // in AWS
  std::optional<std::chrono::seconds> session;  // its session duration; empty: AWS's word for it is not understood
  Result<Tags> tags;                            // or why they may not be read
};

class Organization {
 public:
  virtual ~Organization() = default;

  // Those that are ACTIVE; in no order.
  [[nodiscard]] virtual Result<std::vector<OrganizationAccount>> accounts() = 0;

  // Of the configured instance; in no order.
  [[nodiscard]] virtual Result<std::vector<PermissionSetFacts>> permission_sets() = 0;
};

}  // namespace curfew
