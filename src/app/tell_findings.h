// Tells the managers what reconcile found, when it is new. A part of app/reconcile.
//
// What was found and what was told stands in the audit chain "reconcile": FOUND before anything is put right, TOLD when
// every manager's mail was handed over. So each finding is told at least once, whoever dies in between or refuses the
// mail, and what stays as it is is not told every hour.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/find_differences.h"
#include "base/error.h"
#include "ports/clock.h"
#include "ports/ledger.h"
#include "ports/mail.h"
#include "ports/telemetry.h"

namespace curfew {

// "standing: user-1 has S3FullAccess in Management, and Curfew did not give it."
[[nodiscard]] std::string sentence(const Finding& finding);

// What has to be told.
struct News {
  std::string current;               // this run's findings, as the chain keeps them
  std::vector<std::string> earlier;  // what earlier runs found, nobody was told of, and is no longer found
};

// Thread-safe; owned by src/main; lives as long as the ports it was given.
class TellFindings {
 public:
  TellFindings(Ledger& ledger, FindingsWriter& letters, Mailer& mailer, ApproverDirectory& managers, const Clock& clock,
               Log& log, Metrics& metrics)
      : ledger_(ledger),
        letters_(letters),
        mailer_(mailer),
        managers_(managers),
        clock_(clock),
        log_(log),
        metrics_(metrics) {}

  // Puts on record what was found; empty when there is nothing new to tell. A store that fails is logged, and then
  // all of it counts as new: telling twice is better than not at all.
  [[nodiscard]] std::optional<News> note(const Differences& differences);

  // One mail to each manager, with `lines` for the findings of this run. True, and on record as told, when all mails
  // were handed over; if not, the next run tells again.
  [[nodiscard]] bool tell(const News& news, const std::vector<std::string>& lines);

 private:
  [[nodiscard]] Status send_to_all(const std::string& findings);
  [[nodiscard]] Status append(const std::string& to, const std::string& detail);
  void log_failure(const Error& error);

  Ledger& ledger_;
  FindingsWriter& letters_;
  Mailer& mailer_;
  ApproverDirectory& managers_;
  const Clock& clock_;
  Log& log_;
  Metrics& metrics_;
};

}  // namespace curfew
