// Holds the catalog against AWS: each permission set is there, has its name, and has no longer sessions than it may;
// each account is active; and assignments of each can be listed. One call after the other, as many as the catalog has
// entries and twice that.
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "adapters/aws/caller.h"
#include "adapters/aws/examiner.h"
#include "domain/catalog.h"
#include "ports/examination.h"

namespace curfew::identity_center {

struct CatalogToExamine {
  struct PermissionSet {
    CatalogPermissionSet entry;
    std::chrono::minutes max_session{60};
  };
  std::string instance_arn;
  std::vector<CatalogAccount> accounts;
  std::vector<PermissionSet> permission_sets;
};

class CatalogExamination final : public Examination {
 public:
  // `caller` must outlive this.
  CatalogExamination(aws::Caller& caller, CatalogToExamine catalog) : caller_(caller), catalog_(std::move(catalog)) {}

  [[nodiscard]] std::string part() const override { return "catalog"; }
  [[nodiscard]] std::vector<Diagnosis> examine() override;

 private:
  void look_at(aws::Examiner& examiner, const CatalogToExamine::PermissionSet& set) const;
  // False where AWS does not tell us of accounts at all.
  [[nodiscard]] bool look_at(aws::Examiner& examiner, const CatalogAccount& account) const;
  void list_assignments(aws::Examiner& examiner) const;

  aws::Caller& caller_;
  const CatalogToExamine catalog_;
};

}  // namespace curfew::identity_center
