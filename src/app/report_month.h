// Use case: what was asked for, decided and held in a month, for managers. Reads pages of the index, which may lag by a
// moment; changes nothing and keeps nothing.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "app/caller.h"
#include "base/error.h"
#include "base/month.h"
#include "domain/month_report.h"
#include "ports/clock.h"
#include "ports/request_index.h"

namespace curfew {

struct MonthCall {
  Caller caller;
  std::optional<std::string> month;  // "2026-11", in UTC; absent: the current one
};

// Thread-safe; owned by src/main; lives as long as the ports it was given.
class ReportMonth {
 public:
  // So many requests are read for one report, and no more. docs/costs.md reckons with half of them in a month.
  static constexpr std::size_t kMostRequests = 200'000;

  ReportMonth(RequestIndex& index, const Clock& clock, std::size_t most_requests = kMostRequests)
      : index_(index), clock_(clock), most_requests_(most_requests) {}

  // Errors of both: kForbidden (before anything is read), kInvalid (no month, or one that has not begun), kTooLarge
  // (more than `most_requests`), kUnavailable, kDamaged.
  [[nodiscard]] Result<MonthReport> report(const MonthCall& call);

  // Hands out each request that was made in the month once, newest first, until there are no more or `take` fails.
  // The month that was meant; or the failure of `take`.
  using Take = std::function<Status(const Request&)>;
  [[nodiscard]] Result<Month> list(const MonthCall& call, const Take& take);

 private:
  [[nodiscard]] Result<Month> month_of_call(const MonthCall& call) const;
  [[nodiscard]] Status each(Month month, const Take& take);

  RequestIndex& index_;
  const Clock& clock_;
  const std::size_t most_requests_;
};

}  // namespace curfew
