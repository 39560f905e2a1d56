// Roles taken on through STS. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html and
// API_AssumeRoleWithWebIdentity.html
#pragma once

#include <string>

#include "adapters/aws/credentials.h"
#include "adapters/aws/sender.h"
#include "ports/clock.h"

namespace curfew::aws {

struct Role {
  std::string arn;
  std::string session_name;  // empty: "curfew"; shown by CloudTrail
  std::string external_id;
  std::string duration_seconds;  // as the profile has it; empty: AWS's hour
};

// Both ask now, once. Errors: kConfiguration where STS refuses, kUnavailable where trying again may help.
[[nodiscard]] Result<Credentials> assumed_role(const Role& role, const Credentials& base, Sender& sender,
                                               const Clock& clock);
// With the token that `token_file` holds at this moment.
[[nodiscard]] Result<Credentials> web_identity_role(const Role& role, const std::string& token_file, Sender& sender,
                                                    const Clock& clock);

}  // namespace curfew::aws
