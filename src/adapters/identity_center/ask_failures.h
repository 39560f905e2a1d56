// What a failed CreateAccountAssignment or DeleteAccountAssignment means for its effect.
#pragma once

#include "adapters/aws/caller.h"
#include "domain/assignment.h"
#include "domain/observation.h"

namespace curfew::identity_center {

// https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreateAccountAssignment.html and
// …/API_DeleteAccountAssignment.html (errors), …/CommonErrors.html. The call was attempted once.
[[nodiscard]] AskError ask_error(OperationKind kind, const aws::CallFailure& failure);

}  // namespace curfew::identity_center
