// What Curfew learns from Identity Center, in the words that the lifecycle understands.
#pragma once

#include <cstdint>
#include <string>

namespace curfew {

enum class Presence : std::uint8_t {
  kAbsent,
  kDirect,       // assigned to the user
  kThroughGroup  // assigned to a group the user is in
};

struct OperationStatus {
  enum class Kind : std::uint8_t { kInProgress, kSucceeded, kFailed, kUnknown };
  Kind kind = Kind::kUnknown;  // kUnknown: AWS does not know this operation (any more)
  std::string reason;          // kFailed: AWS's words
};

// How asking for a create or a delete can go wrong.
enum class AskFailure : std::uint8_t {
  kThrottled,  // surely did not happen: too many calls or operations outstanding, or AWS could not be asked just now
  kConflict,   // surely did not happen: another write is still propagating. Never "already there".
  kMissing,    // delete: AWS knows no such assignment (ResourceNotFoundException). Concludes nothing by itself.
  kRefused,    // surely did not happen, and asking again the same way will not help
  kLost        // it may have happened: time-out, cut connection, a server error
};

struct AskError {
  AskFailure failure = AskFailure::kLost;
  std::string cause;  // for operators and, on kRefused, for the record
};

}  // namespace curfew
