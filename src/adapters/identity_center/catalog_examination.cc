#include "adapters/identity_center/catalog_examination.h"

#include <boost/json/object.hpp>
#include <optional>

#include "adapters/aws/json_call.h"
#include "base/iso_duration.h"

namespace curfew::identity_center {
namespace {

namespace json = boost::json;

using std::chrono::minutes;

constexpr std::chrono::hours kDefaultSession{1};

std::string hours_and_minutes(std::chrono::seconds length) {
  return std::to_string(std::chrono::ceil<minutes>(length).count()) + " minutes";
}

// Why a set with this description must not be granted as the catalog has it; empty where nothing is wrong.
std::optional<Diagnosis> fault_of(const std::string& subject, const json::object& described,
                                  const CatalogToExamine::PermissionSet& set) {
  const std::string name = aws::text_in(described, "Name").value_or("");
  if (name != set.entry.aws_name) {
    return broken(subject, "It is called " + name + " in AWS, not " + set.entry.aws_name + ".",
                  "Find out which one is meant; correct aws_name or arn.");
  }
  const auto said = aws::text_in(described, "SessionDuration");
  const auto session = said ? iso_duration(*said) : std::optional<std::chrono::seconds>(kDefaultSession);
  if (!session || *session > set.max_session) {
    return broken(subject,
                  "Its sessions last " + (session ? hours_and_minutes(*session) : "\"" + *said + "\"") +
                      ", and the catalog allows " + hours_and_minutes(set.max_session) +
                      ": a session that was opened before the access ends lives on for so long.",
                  "Shorten its session duration in AWS, or write max_session into the catalog.");
  }
  return std::nullopt;
}

// https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html: Status goes, State stays.
std::string state_of(const json::object& account) {
  return aws::text_in(account, "State").value_or(aws::text_in(account, "Status").value_or("unknown"));
}

}  // namespace

std::vector<Diagnosis> CatalogExamination::examine() {
  aws::Examiner examiner(caller_);
  for (const CatalogToExamine::PermissionSet& set : catalog_.permission_sets) look_at(examiner, set);
  for (const CatalogAccount& account : catalog_.accounts) {
    if (!look_at(examiner, account)) break;
  }
  list_assignments(examiner);
  return examiner.take();
}

// https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_DescribePermissionSet.html
void CatalogExamination::look_at(aws::Examiner& examiner, const CatalogToExamine::PermissionSet& set) const {
  const std::string subject = "permission set " + set.entry.name;
  const auto heard =
      examiner.ask_json({.call = {.service = aws::service::kSsoAdmin, .operation = "DescribePermissionSet"},
                         .subject = subject,
                         .resource = catalog_.instance_arn + " and " + set.entry.arn.str(),
                         .proof = {"ResourceNotFoundException"}},
                        {{"InstanceArn", catalog_.instance_arn}, {"PermissionSetArn", set.entry.arn.str()}});
  if (!heard) return;
  if (!heard->refusal.empty()) {
    return examiner.add(broken(subject, "AWS does not know " + set.entry.arn.str() + ".",
                               "Correct its arn, or take it out of the catalog; `curfew catalog import` lists them."));
  }
  const json::object* described = aws::object_in(heard->answer, "PermissionSet");
  if (described == nullptr) {
    return examiner.add(broken(subject, "AWS's answer does not describe it.", "Check aws.endpoint_url."));
  }
  auto fault = fault_of(subject, *described, set);
  examiner.add(fault ? *std::move(fault) : works(subject, "It is " + set.entry.aws_name + ", as the catalog has it."));
}

// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeAccount.html: for the management account
// and delegated administrators only.
bool CatalogExamination::look_at(aws::Examiner& examiner, const CatalogAccount& account) const {
  const std::string subject = "account " + account.name;
  const auto heard =
      examiner.ask_json({.call = {.service = aws::service::kOrganizations, .operation = "DescribeAccount"},
                         .subject = subject,
                         .resource = "arn:aws:organizations::*:account/o-*/" + account.id.str(),
                         .proof = {"AccountNotFoundException", "AWSOrganizationsNotInUseException"},
                         .only_to_examine = true},
                        {{"AccountId", account.id.str()}});
  if (!heard) return false;
  if (!heard->refusal.empty()) {
    examiner.add(broken(subject, "There is no account " + account.id.str() + " in the organization.",
                        "Correct its id, or take it out of the catalog; `curfew catalog import` lists them."));
    return heard->refusal == "AccountNotFoundException";
  }
  const json::object* described = aws::object_in(heard->answer, "Account");
  const std::string state = described == nullptr ? "unknown" : state_of(*described);
  if (state == "ACTIVE") {
    examiner.add(works(subject, "It is " + account.id.str() + ", and active."));
  } else {
    examiner.add(broken(subject, "AWS says that " + account.id.str() + " is " + state + ".",
                        "Take it out of the catalog, or have it made active."));
  }
  return true;
}

// Of each set in the first account, and of each other account the first set: every ARN that a policy names is tried.
// https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_ListAccountAssignments.html
void CatalogExamination::list_assignments(aws::Examiner& examiner) const {
  const std::string subject = "listing assignments";
  std::size_t listed = 0;
  std::size_t asked = 0;
  const auto list = [&](const CatalogAccount& account, const CatalogPermissionSet& set) {
    ++asked;
    const auto heard = examiner.ask_json(
        {.call = {.service = aws::service::kSsoAdmin, .operation = "ListAccountAssignments"},
         .subject = subject,
         .resource = catalog_.instance_arn + ", " + set.arn.str() + " and arn:aws:sso:::account/" + account.id.str()},
        {{"InstanceArn", catalog_.instance_arn},
         {"AccountId", account.id.str()},
         {"PermissionSetArn", set.arn.str()},
         {"MaxResults", 1}});
    if (heard) ++listed;
  };
  for (const CatalogAccount& account : catalog_.accounts) {
    for (const CatalogToExamine::PermissionSet& set : catalog_.permission_sets) {
      list(account, set.entry);
      if (&account != &catalog_.accounts.front()) break;
    }
  }
  if (asked > 0 && listed == asked) {
    examiner.add(works(subject, "Those of every account and permission set of the catalog can be listed."));
  }
}

}  // namespace curfew::identity_center
