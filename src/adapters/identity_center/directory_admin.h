// Adds people to Identity Center's own directory for `curfew user`, and takes away again whom it added.
// https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/welcome.html
//
// Users that somebody else made are used as they are and never deleted: whoever deletes a user deletes all access that
// the user has, and most of that is not Curfew's. Those that Curfew made carry the user type "Curfew". Where the users
// come from elsewhere (SCIM from an identity provider, Active Directory), they are added there, and found here: AWS
// refuses to add others, or adds users whom the provider does not know and who cannot sign in.
// Owned by src/main. Safe for use by many threads.
#pragma once

#include <string>
#include <utility>

#include "adapters/aws/caller.h"
#include "ports/directory_admin.h"
#include "ports/telemetry.h"

namespace curfew::identity_center {

class AwsDirectoryAdmin final : public DirectoryAdmin {
 public:
  // Both must outlive this.
  AwsDirectoryAdmin(std::string identity_store_id, aws::Caller& caller, Log& log)
      : identity_store_id_(std::move(identity_store_id)), caller_(caller), log_(log) {}

  // Found by e-mail, then by user name. Besides the port's errors: kConfiguration where this directory, or the policy,
  // does not let Curfew add users; kRefusedOutside.
  [[nodiscard]] Result<UserId> add_user(const std::string& email) override;
  // Logs "directory_user_kept" for one that Curfew did not make.
  [[nodiscard]] Status remove_user(const std::string& email) override;

 private:
  [[nodiscard]] Result<UserId> find(const std::string& email);  // empty when there is none
  [[nodiscard]] Result<UserId> find_by(const std::string& attribute_path, const std::string& value);
  [[nodiscard]] Result<UserId> create(const std::string& email);
  [[nodiscard]] Result<bool> is_ours(const UserId& user);

  const std::string identity_store_id_;
  aws::Caller& caller_;
  Log& log_;
};

}  // namespace curfew::identity_center
