#include "adapters/dynamodb/store_examination.h"

#include "adapters/dynamodb/check_tables.h"

namespace curfew::dynamodb {
namespace {

// The texts say what to do but for one thing: on which resources a right is missing.
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
std::string remedy_for(const TableFinding& finding, const Settings& settings) {
  if (!finding.text.contains("dynamodb:")) return {};
  const auto table = [](const std::string& name) { return "arn:aws:dynamodb:REGION:ACCOUNT:table/" + name; };
  return "The rights are wanted on " + table(settings.requests_table) + ", " + table(settings.ledger_table) +
         " and /index/* of both (deploy/aws/policy.json).";
}

}  // namespace

std::vector<Diagnosis> StoreExamination::examine() {
  const Settings& settings = tables_.settings();
  const std::string subject = settings.requests_table + " and " + settings.ledger_table;
  std::vector<Diagnosis> diagnoses;
  for (const TableFinding& finding : look_at_tables(tables_)) {
    switch (finding.kind) {
      case FindingKind::kFine: diagnoses.push_back(works(subject, finding.text)); break;
      case FindingKind::kAdvice: diagnoses.push_back(unproved(subject, finding.text)); break;
      case FindingKind::kFault:
        diagnoses.push_back(broken(subject, finding.text, remedy_for(finding, settings)));
        break;
    }
  }
  return diagnoses;
}

}  // namespace curfew::dynamodb
