// The creates that this server has asked for and that may not have ended: AWS refuses more than ten of an instance
// ("outstanding asynchronous CreateAccountAssignment calls",
// https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html), and every refused one costs a call of the
// budget.
//
// In memory only, and forgetful: it is better to be throttled than to wait for what another server has followed to its
// end. Safe for use by many threads.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <mutex>

#include "base/id.h"
#include "base/time.h"

namespace curfew::identity_center {

class OutstandingCreates {
 public:
  // 0 is "no limit".
  explicit OutstandingCreates(int most);

  // Takes a place for a create that is about to be asked; false when all are taken. Whoever got one says how the ask
  // went, by one of the next three.
  [[nodiscard]] bool begin(Instant now);
  void accepted(const OperationId& id, Instant now);
  void refused();
  void lost(Instant now);

  // The operation is at its end, or unknown to AWS.
  void ended(const OperationId& id);

 private:
  void forget_old(Instant now);

  const std::size_t most_;
  std::mutex mutex_;
  std::size_t being_asked_ = 0;
  std::map<OperationId, Instant> running_;
  std::deque<Instant> lost_;  // when each was lost
};

}  // namespace curfew::identity_center
