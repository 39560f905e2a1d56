// What may be asked for: accounts and permission sets with their risk. Read from the configuration; pure data here.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "domain/request.h"

namespace curfew {

// "5 to 60 minutes, whole, default 60": nobody may configure more than an hour.
inline constexpr std::chrono::minutes kShortestDuration{5};
inline constexpr std::chrono::minutes kLongestDuration{60};
inline constexpr std::chrono::minutes kDefaultDuration{60};

struct CatalogAccount {
  std::string name;   // short name, as asked for: "LogArchive"
  AccountId id;       // 12 digits
  std::string title;  // as shown: "Log Archive"
};

struct CatalogPermissionSet {
  std::string name;   // short name, as asked for: "S3FullAccess"
  std::string title;  // as shown: "S3 Full Access"
  PermissionSetArn arn;
  std::string aws_name;  // "JIT-S3FullAccess"
  Risk risk = Risk::kHigh;
  std::chrono::minutes max_duration = kLongestDuration;
  std::chrono::minutes max_session{60};  // it is granted only while AWS gives it no longer sessions
};

struct Catalog {
  std::vector<CatalogAccount> accounts;
  std::vector<CatalogPermissionSet> permission_sets;

  // Names are compared byte by byte. Null when there is none; the pointer lives as long as the catalog.
  [[nodiscard]] const CatalogAccount* account(std::string_view name) const;
  [[nodiscard]] const CatalogPermissionSet* permission_set(std::string_view name) const;
};

}  // namespace curfew
