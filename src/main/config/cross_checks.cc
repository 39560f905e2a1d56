#include "main/config/cross_checks.h"

#include <filesystem>
#include <system_error>
#include <variant>
#include <vector>

#include "main/config/checks.h"

namespace curfew::config {
namespace {

using Report = std::function<void(const std::string&, const std::string&, std::string)>;

// Also by way of links, for that is how files are served. False when there is no such folder.
bool lies_in(const std::filesystem::path& file, const std::filesystem::path& folder) {
  std::error_code error;
  const auto inner = std::filesystem::weakly_canonical(std::filesystem::absolute(file), error);
  const auto way = inner.lexically_relative(std::filesystem::canonical(folder, error));
  return !way.empty() && *way.begin() != "..";
}

std::vector<std::filesystem::path> secrets_of(const Configuration& found) {
  std::vector<std::filesystem::path> secrets{found.file, found.store.path};
  if (found.store.dynamodb) secrets.push_back(found.store.dynamodb->key_file);
  if (const auto* builtin = std::get_if<BuiltinSignInConfig>(&found.sign_in.kind)) secrets.push_back(builtin->key_file);
  if (found.server.tls_private_key) secrets.push_back(*found.server.tls_private_key);
  if (const auto* maildir = std::get_if<MaildirConfig>(&found.mail.transport)) secrets.push_back(maildir->path);
  if (const auto* smtp = std::get_if<SmtpConfig>(&found.mail.transport); smtp != nullptr && smtp->password_file) {
    secrets.push_back(*smtp->password_file);
  }
  return secrets;
}

// Whatever lies in the portal's folder is served to anybody.
void check_portal_holds_no_secret(const Configuration& found, const Report& report) {
  if (!found.server.portal_dir) return;
  for (const std::filesystem::path& secret : secrets_of(found)) {
    if (secret.empty() || !lies_in(secret, *found.server.portal_dir)) continue;
    report("server", "portal_dir",
           "holds " + secret.string() +
               ", and everything in this folder is served to anybody. Give the portal a folder of its own.");
  }
}

void check_sqlite_file(const Configuration& found, const Report& report) {
  if (!found.store.dynamodb || !needs_sqlite_file(found) || !found.store.path.empty()) return;
  report("store", "path",
         "is missing. The sandbox and the built-in pool keep their state in a file beside the tables: "
         "path = \"/var/lib/curfew/curfew.db\".");
}

void check_region(const Configuration& found, const Report& report) {
  if (calls_aws(found) && found.aws.region.empty()) {
    report("aws", "region", "is missing, and AWS_REGION is not set. Write where the parts of AWS are: \"us-east-1\".");
  }
  const auto* cognito = std::get_if<CognitoSignInConfig>(&found.sign_in.kind);
  if (cognito == nullptr || !is_region(found.aws.region) || !is_pool_id(cognito->user_pool_id)) return;
  if (cognito->user_pool_id.substr(0, cognito->user_pool_id.rfind('_')) != found.aws.region) {
    report("sign_in", "user_pool_id", "is a pool of another region than aws.region, \"" + found.aws.region + "\".");
  }
}

void check_instance(const Configuration& found, const Report& report) {
  const auto* center = std::get_if<AwsIdentityCenterConfig>(&found.identity_center.kind);
  if (center == nullptr || !is_instance_arn(center->instance_arn)) return;
  for (const PermissionSetConfig& set : found.permission_sets) {
    const std::string& arn = set.entry.arn.str();
    if (!is_permission_set_arn(arn) || belongs_to(arn, center->instance_arn)) continue;
    report("identity_center", "instance_arn", "is not the instance of the permission set " + arn + ".");
    return;
  }
}

// Nobody can be asked who the managers are.
void check_somebody_is_told(const Configuration& found, const Report& report) {
  if (!std::holds_alternative<OidcSignInConfig>(found.sign_in.kind)) return;
  if (!found.notices.to.empty() || found.notices.sns_topic_arn) return;
  report("notices", "to",
         "is missing. An OIDC issuer does not tell who the managers are, so name whom to tell of requests that wait: "
         "to = [\"managers@example.com\"], or set sns_topic_arn.");
}

}  // namespace

void check_across(const Configuration& found, const Report& report) {
  check_portal_holds_no_secret(found, report);
  check_sqlite_file(found, report);
  check_region(found, report);
  check_instance(found, report);
  check_somebody_is_told(found, report);
}

}  // namespace curfew::config
