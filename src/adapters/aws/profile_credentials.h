// Credentials of a profile: keys, a program that prints them, or a role, perhaps by way of other profiles.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
#pragma once

#include <optional>

#include "adapters/aws/credential_places.h"
#include "adapters/aws/credentials.h"

namespace curfew::aws {

// Of AWS_PROFILE, or of the profile "default". Reads the files now, so that what somebody has changed in them counts.
// Empty when the profile names no credentials, or there is none and none was asked for. Errors: kConfiguration for a
// profile that cannot work here, and those of what it names.
[[nodiscard]] std::optional<Result<Credentials>> profile_credentials(const CredentialPlaces& places);

}  // namespace curfew::aws
