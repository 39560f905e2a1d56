// Finds where this process gets its credentials from, each time anew: the environment, a web identity, a profile, the
// container's role, the instance's role.
// https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
#pragma once

#include "adapters/aws/credential_places.h"
#include "adapters/aws/credentials.h"

namespace curfew::aws {

class CredentialChain final : public CredentialSource {
 public:
  // All that `places` refers to must outlive this.
  explicit CredentialChain(const CredentialPlaces& places) : places_(places) {}

  // From the first place that is set up. When that one is set up badly, or fails, none after it is tried: a mistake
  // must not end in other rights.
  [[nodiscard]] Result<Credentials> fetch() override;

 private:
  [[nodiscard]] Result<Credentials> of_instance() const;

  const CredentialPlaces places_;
};

}  // namespace curfew::aws
