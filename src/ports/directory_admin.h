// Administration of Identity Center's directory of users, for `curfew user`. Implementations: adapters/sandbox;
// adapters/identity_center, which leaves whom it did not add to their owners. All methods may be called at the same
// time. Errors: kUnavailable, kDamaged, kConfiguration (the directory, or a missing right, does not let us).
#pragma once

#include <string>

#include "base/error.h"
#include "base/id.h"

namespace curfew {

class DirectoryAdmin {
 public:
  virtual ~DirectoryAdmin() = default;

  // The user's id; adds the user when there is none with this e-mail (compared without case).
  [[nodiscard]] virtual Result<UserId> add_user(const std::string& email) = 0;
  // Removes the user. Assignments stay, as they do in AWS, and can still be deleted. Unknown users are no error. In AWS
  // a user whom Curfew did not add stays.
  [[nodiscard]] virtual Status remove_user(const std::string& email) = 0;
};

}  // namespace curfew
