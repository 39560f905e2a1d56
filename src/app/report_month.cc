#include "app/report_month.h"

#include "domain/policy.h"

namespace curfew {
namespace {

constexpr std::size_t kPage = 1000;

}  // namespace

Result<Month> ReportMonth::month_of_call(const MonthCall& call) const {
  if (auto ok = check_may_oversee(call.caller.identity); !ok) return fail(ok.error());
  const Month current = month_of(floor_seconds(clock_.now()));
  if (!call.month) return current;
  const auto month = month_from(*call.month);
  if (!month) return fail(ErrorCode::kInvalid, "month must be a year and a month, such as 2026-11.");
  if (*month > current) {
    return fail(ErrorCode::kInvalid,
                "The month " + *call.month + " has not begun yet; in UTC it is " + to_text(current) + " now.");
  }
  return *month;
}

Status ReportMonth::each(Month month, const Take& take) {
  // Pages go backwards in time. No id is smaller than the empty one, so the first is of the month's last second.
  PagePosition after{.requested_at = begin_of(month + std::chrono::months(1)), .id = RequestId{}};
  const Seconds begin = begin_of(month);
  std::size_t taken = 0;
  for (;;) {
    const auto page = index_.page({}, kPage, after);
    if (!page) return fail(page.error());
    for (const Request& request : *page) {
      if (request.requested_at < begin) return {};
      if (++taken > most_requests_) {
        return fail(ErrorCode::kTooLarge, "More than " + std::to_string(most_requests_) + " requests were made in " +
                                              to_text(month) +
                                              ", which is more than one report reads. Page through GET /requests with "
                                              "scope=all instead.");
      }
      if (auto ok = take(request); !ok) return ok;
    }
    if (page->size() < kPage) return {};
    after = {.requested_at = page->back().requested_at, .id = page->back().id};
  }
}

Result<MonthReport> ReportMonth::report(const MonthCall& call) {
  const auto month = month_of_call(call);
  if (!month) return fail(month.error());
  MonthFold fold(*month, floor_seconds(clock_.now()));
  const Status read = each(*month, [&](const Request& request) -> Status {
    fold.add(request);
    return {};
  });
  if (!read) return fail(read.error());
  return fold.report();
}

Result<Month> ReportMonth::list(const MonthCall& call, const Take& take) {
  auto month = month_of_call(call);
  if (!month) return month;
  if (auto read = each(*month, take); !read) return fail(read.error());
  return month;
}

}  // namespace curfew
