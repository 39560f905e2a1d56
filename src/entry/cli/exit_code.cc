#include "entry/cli/exit_code.h"

namespace curfew::cli {

int exit_code_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalid:
    case ErrorCode::kPolicy:
    case ErrorCode::kTooLarge:
    case ErrorCode::kUnsupportedMedia:
    case ErrorCode::kMethodNotAllowed: return kUsage;
    case ErrorCode::kConfiguration: return kConfiguration;
    case ErrorCode::kUnknownUser:
    case ErrorCode::kUnauthenticated:
    case ErrorCode::kForbidden:
    case ErrorCode::kSelfApproval:
    case ErrorCode::kIdentityMismatch:
    case ErrorCode::kNotFound:
    case ErrorCode::kAlreadyDecided:
    case ErrorCode::kEnded:
    case ErrorCode::kExpired:
    case ErrorCode::kStandingAccess:
    case ErrorCode::kCatalogChanged:
    case ErrorCode::kAssignmentBlocked:
    case ErrorCode::kTooManyLeases:
    case ErrorCode::kIdempotencyConflict:
    case ErrorCode::kConflict:
    case ErrorCode::kRefusedOutside: return kRefused;
    case ErrorCode::kTooManyRequests:
    case ErrorCode::kUnavailable: return kUnavailable;
    case ErrorCode::kDamaged: return kDamaged;
    case ErrorCode::kInternal: return kFailed;
  }
  return kFailed;
}

}  // namespace curfew::cli
