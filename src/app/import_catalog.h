// Use case: makes entries for the catalog of what AWS has.
//
// Reads only. What the catalog names already keeps its name, title and longest duration; the rest gets a short name of
// its own. Risk is low only where both tags say so; whatever is missing, unknown or cannot be read makes it high.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "domain/catalog.h"
#include "ports/organization.h"

namespace curfew {

// Tags of permission sets: RiskLevel = "Low" and RequiresApproval = "false", in any case, mean low risk.
inline constexpr std::string_view kRiskTag = "RiskLevel";
inline constexpr std::string_view kApprovalTag = "RequiresApproval";

struct ImportedAccount {
  CatalogAccount entry;
  bool is_known = false;  // the catalog names it already
};

struct ImportedPermissionSet {
  CatalogPermissionSet entry;
  std::string why;                                  // the risk: what the tags say. May quote them: any characters
  std::optional<std::chrono::minutes> max_session;  // where it has to be more than an hour for the set to be granted
  bool is_known = false;
};

struct CatalogImport {
  std::vector<ImportedAccount> accounts;               // by name
  std::vector<ImportedPermissionSet> permission_sets;  // by name
  std::vector<std::string> remarks;                    // for whoever reads them before using it; any characters
};

// Thread-safe; owned by src/main; lives as long as the port it was given.
class ImportCatalog {
 public:
  explicit ImportCatalog(Organization& organization) : organization_(organization) {}

  // `catalog`: what is named already. Errors: those of the port.
  [[nodiscard]] Result<CatalogImport> operator()(const Catalog& catalog);

 private:
  Organization& organization_;
};

}  // namespace curfew
