#include <chrono>
#include <string>

#include "main/config/checks.h"
#include "main/config/sections.h"

namespace curfew::config {
namespace {

using namespace std::chrono_literals;

std::string read_name(SectionReader& block) {
  std::string name = block.required_text("name", "Write the short name by which it is asked for.");
  if (!name.empty() && !is_short_name(name)) {
    block.report("name",
                 "must be a letter and then letters, digits, - _ or . (at most 64); the name for people goes "
                 "into title.");
  }
  return name;
}

}  // namespace

CatalogAccount read_account(SectionReader& block) {
  CatalogAccount account;
  account.name = read_name(block);
  const std::string id = block.required_text("id", "Write the account's 12 digits in quotes.");
  if (!id.empty() && !is_account_id(id)) block.report("id", "must be the account's 12 digits in quotes.");
  account.id = AccountId(id);
  account.title = block.text("title").value_or(account.name);
  block.report_unknown();
  return account;
}

PermissionSetConfig read_permission_set(SectionReader& block) {
  PermissionSetConfig set;
  CatalogPermissionSet& entry = set.entry;
  entry.name = read_name(block);
  entry.title = block.text("title").value_or(entry.name);
  const std::string arn = block.required_text("arn", "Write the permission set's ARN as IAM Identity Center shows it.");
  if (!arn.empty() && !is_permission_set_arn(arn)) {
    block.report("arn",
                 "is no permission set's ARN; these look like "
                 "\"arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef\".");
  }
  entry.arn = PermissionSetArn(arn);
  entry.aws_name = block.required_text("aws_name", "Write the permission set's name in AWS.");
  if (!entry.aws_name.empty() && !is_permission_set_name(entry.aws_name)) {
    block.report("aws_name", "is no permission set's name: 1 to 32 letters, digits and + = , . @ _ -.");
  }
  if (!block.has("risk")) {
    block.report("risk", R"(is missing. Write "high" if a manager has to approve, "low" if it is granted at once.)");
  }
  const auto risk = block.choice("risk", {"low", "high"});
  entry.risk = risk == "low" ? Risk::kLow : Risk::kHigh;
  entry.max_duration = std::chrono::minutes(
      block.integer("max_duration_minutes", {.least = kShortestDuration.count(), .most = kLongestDuration.count()})
          .value_or(kLongestDuration.count()));
  set.max_session = std::chrono::duration_cast<std::chrono::minutes>(
      block.duration("max_session", {.least = 1h, .most = 12h}).value_or(set.max_session));
  entry.max_session = set.max_session;
  block.report_unknown();
  return set;
}

}  // namespace curfew::config
