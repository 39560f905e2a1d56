#include "base/error.h"

namespace curfew {

std::string_view word(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalid: return "invalid_request";
    case ErrorCode::kPolicy: return "against_policy";
    case ErrorCode::kUnknownUser: return "unknown_user";
    case ErrorCode::kUnauthenticated: return "unauthenticated";
    case ErrorCode::kForbidden: return "forbidden";
    case ErrorCode::kSelfApproval: return "self_approval";
    case ErrorCode::kIdentityMismatch: return "identity_mismatch";
    case ErrorCode::kNotFound: return "not_found";
    case ErrorCode::kAlreadyDecided: return "already_decided";
    case ErrorCode::kEnded: return "ended";
    case ErrorCode::kExpired: return "expired";
    case ErrorCode::kStandingAccess: return "standing_access";
    case ErrorCode::kCatalogChanged: return "catalog_changed";
    case ErrorCode::kAssignmentBlocked: return "assignment_blocked";
    case ErrorCode::kTooManyLeases: return "too_many_leases";
    case ErrorCode::kIdempotencyConflict: return "idempotency_conflict";
    case ErrorCode::kConflict: return "conflict";
    case ErrorCode::kTooLarge: return "too_large";
    case ErrorCode::kUnsupportedMedia: return "unsupported_media_type";
    case ErrorCode::kMethodNotAllowed: return "method_not_allowed";
    case ErrorCode::kTooManyRequests: return "too_many_requests";
    case ErrorCode::kUnavailable: return "unavailable";
    case ErrorCode::kRefusedOutside: return "refused_outside";
    case ErrorCode::kDamaged: return "damaged";
    case ErrorCode::kConfiguration: return "configuration";
    case ErrorCode::kInternal: return "internal";
  }
  return "internal";
}

}  // namespace curfew
