// The calls with which managers look back: the month, and the audit trail. Bytes in, use case, bytes out; no decisions.
// Thread-safe.
#pragma once

#include <cstddef>
#include <semaphore>

#include "app/export_audit.h"
#include "app/report_month.h"
#include "entry/http/router.h"

namespace curfew::http {

struct ReportUseCases {
  ReportMonth& report_month;
  ExportAudit& export_audit;
};

class ReportEndpoints {
 public:
  // More months are not read at the same time, so that reports never hold up requests; and a table has no more bytes.
  static constexpr std::ptrdiff_t kMostAtOnce = 2;
  static constexpr std::size_t kLargestTable = std::size_t{64} * 1024 * 1024;

  explicit ReportEndpoints(const ReportUseCases& use_cases, std::size_t largest_table = kLargestTable)
      : use_cases_(use_cases), largest_table_(largest_table) {}

  void add_routes(Router& router);

 private:
  [[nodiscard]] Result<HttpReply> monthly(const Call& call);
  [[nodiscard]] Result<HttpReply> report(const MonthCall& call);
  [[nodiscard]] Result<HttpReply> table(const MonthCall& call);
  [[nodiscard]] Result<HttpReply> audit(const Call& call);

  ReportUseCases use_cases_;
  std::size_t largest_table_;
  std::counting_semaphore<kMostAtOnce> free_{kMostAtOnce};
};

}  // namespace curfew::http
