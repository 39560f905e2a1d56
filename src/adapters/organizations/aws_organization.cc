#include "adapters/organizations/aws_organization.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <chrono>

#include "adapters/aws/json_call.h"
#include "adapters/organizations/listing.h"
#include "base/iso_duration.h"

namespace curfew::organizations {
namespace {

namespace json = boost::json;

// A server may be using up the calls that the instance allows: a command that a person waits for is patient.
constexpr int kAttempts = 8;

// The greatest page of each: https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html,
// https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_ListPermissionSets.html. ListTagsForResource has no
// MaxResults.
constexpr int kAccountsPage = 20;
constexpr int kPermissionSetsPage = 100;

constexpr std::chrono::hours kDefaultSession{1};

aws::Call list_accounts() {
  return {.service = aws::service::kOrganizations, .operation = "ListAccounts", .attempts = kAttempts};
}
aws::Call list_permission_sets() {
  return {.service = aws::service::kSsoAdmin, .operation = "ListPermissionSets", .attempts = kAttempts};
}
aws::Call describe_permission_set() {
  return {.service = aws::service::kSsoAdmin, .operation = "DescribePermissionSet", .attempts = kAttempts};
}
aws::Call list_tags() {
  return {.service = aws::service::kSsoAdmin, .operation = "ListTagsForResource", .attempts = kAttempts};
}

bool is_denied(const aws::CallFailure& failure) { return failure.code.starts_with("AccessDenied"); }

constexpr const char* kWhoMayList =
    " AWS answers only the organization's management account and delegated administrators: run it with credentials of"
    " one of these.";

Error explained(const aws::Call& call, const aws::CallFailure& failure, const std::string& what) {
  Error error = aws::to_error(call, failure, what);
  if (is_denied(failure)) error.public_text += kWhoMayList;
  return error;
}

Error in_no_organization(std::string log_text) {
  return {.code = ErrorCode::kConfiguration,
          .public_text =
              "This AWS account is in no organization, so there are no accounts to read. Run it with "
              "credentials of the organization's management account, or write the accounts by hand.",
          .log_text = std::move(log_text)};
}

// AWS takes Status out of its answers; State has its place. Where both are there, both have to agree.
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html
bool is_active(const json::object& account) {
  const auto status = aws::text_in(account, "Status");
  const auto state = aws::text_in(account, "State");
  return (status || state) && status.value_or("ACTIVE") == "ACTIVE" && state.value_or("ACTIVE") == "ACTIVE";
}

// Absent is AWS's default; what is no duration is nothing.
// https://docs.aws.amazon.com/singlesignon/latest/userguide/howtosessionduration.html
std::optional<std::chrono::seconds> session_of(const json::object& set) {
  const json::value* member = set.if_contains("SessionDuration");
  if (member == nullptr || member->is_null()) return kDefaultSession;
  const auto text = aws::text_in(set, "SessionDuration");
  return text ? iso_duration(*text) : std::nullopt;
}

}  // namespace

Result<std::vector<OrganizationAccount>> AwsOrganization::accounts() {
  const aws::Call call = list_accounts();
  const std::string what = "list the organization's accounts";
  const auto listed = list_all(caller_, call, {{"MaxResults", kAccountsPage}}, "Accounts");
  if (!listed) {
    if (listed.error().code == "AWSOrganizationsNotInUseException") {
      return fail(in_no_organization(listed.error().message));
    }
    return fail(explained(call, listed.error(), what));
  }
  // The management account at least is in every organization.
  if (listed->empty()) return fail(in_no_organization("ListAccounts names none"));
  std::vector<OrganizationAccount> accounts;
  for (const json::value& entry : *listed) {
    const json::object* account = entry.if_object();
    const auto id = account == nullptr ? std::nullopt : aws::text_in(*account, "Id");
    if (!id) return fail(explained(call, malformed("account"), what));
    if (!is_active(*account)) continue;
    accounts.push_back({.id = AccountId(*id), .name = aws::text_in(*account, "Name").value_or("")});
  }
  return accounts;
}

Result<std::vector<PermissionSetFacts>> AwsOrganization::permission_sets() {
  const aws::Call call = list_permission_sets();
  const std::string what = "list the permission sets of " + instance_arn_;
  const auto listed =
      list_all(caller_, call, {{"InstanceArn", instance_arn_}, {"MaxResults", kPermissionSetsPage}}, "PermissionSets");
  if (!listed) {
    if (listed.error().code == "ResourceNotFoundException") {
      return fail(ErrorCode::kConfiguration,
                  "IAM Identity Center does not know the instance " + instance_arn_ +
                      " in this region; check identity_center.instance_arn and aws.region.",
                  listed.error().message);
    }
    return fail(explained(call, listed.error(), what));
  }
  std::vector<PermissionSetFacts> sets;
  for (const json::value& entry : *listed) {
    if (!entry.is_string()) return fail(explained(call, malformed("permission set"), what));
    auto set = describe(std::string(entry.get_string()));
    if (!set) return fail(std::move(set.error()));
    if (*set) sets.push_back(**std::move(set));
  }
  return sets;
}

Result<std::optional<PermissionSetFacts>> AwsOrganization::describe(const std::string& arn) {
  const aws::Call call = describe_permission_set();
  const std::string what = "read the permission set " + arn;
  const auto described = aws::call_json(caller_, call, {{"InstanceArn", instance_arn_}, {"PermissionSetArn", arn}});
  if (!described) {
    if (described.error().code == "ResourceNotFoundException") return std::nullopt;
    return fail(explained(call, described.error(), what));
  }
  const json::object* set = aws::object_in(*described, "PermissionSet");
  const auto name = set == nullptr ? std::nullopt : aws::text_in(*set, "Name");
  if (!name) return fail(explained(call, malformed("PermissionSet"), what));
  auto tags = tags_of(arn);
  if (!tags) return fail(std::move(tags.error()));
  return PermissionSetFacts{
      .arn = PermissionSetArn(arn), .name = *name, .session = session_of(*set), .tags = *std::move(tags)};
}

Result<Result<Tags>> AwsOrganization::tags_of(const std::string& arn) {
  const aws::Call call = list_tags();
  const std::string what = "read the tags of " + arn;
  const auto listed = list_all(caller_, call, {{"InstanceArn", instance_arn_}, {"ResourceArn", arn}}, "Tags");
  if (!listed) {
    Error error = explained(call, listed.error(), what);
    if (error.code == ErrorCode::kUnavailable) return fail(std::move(error));
    return Result<Tags>(fail(std::move(error)));
  }
  Tags tags;
  for (const json::value& entry : *listed) {
    const json::object* tag = entry.if_object();
    const auto key = tag == nullptr ? std::nullopt : aws::text_in(*tag, "Key");
    const auto value = tag == nullptr ? std::nullopt : aws::text_in(*tag, "Value");
    if (!key || !value || tags.contains(*key)) return fail(explained(call, malformed("tag"), what));
    tags[*key] = *value;
  }
  return Result<Tags>(std::move(tags));
}

}  // namespace curfew::organizations
