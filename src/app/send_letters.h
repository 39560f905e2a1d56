// Use case: tells everyone concerned, at least once. A mail that fails is tried again later and never blocks access.
#pragma once

#include <string>
#include <vector>

#include "app/transition_writer.h"
#include "base/error.h"
#include "domain/owed_work.h"
#include "ports/ledger.h"
#include "ports/mail.h"
#include "ports/telemetry.h"

namespace curfew {

// Thread-safe; owned by src/main; lives as long as the ports it was given.
class SendLetters {
 public:
  SendLetters(TransitionWriter& writer, LetterWriter& letters, Mailer& mailer, ApproverDirectory& approvers, Log& log,
              Metrics& metrics)
      : writer_(writer), letters_(letters), mailer_(mailer), approvers_(approvers), log_(log), metrics_(metrics) {}

  // Writes and sends one letter. Success: sent, or pointless, or given up with a loud log line: the work is settled.
  // Errors: kUnavailable, kDamaged: the work stays owed; the mail may have been sent when effect is kMaybe.
  [[nodiscard]] Status send(const OwedWork& letter, const Claim& claim);

  // Turns the approval notice into one letter for each manager but the requester. Where there are none, a topic may do
  // alone. Errors as for `send`.
  [[nodiscard]] Status address_notice(const OwedWork& notice, const Claim& claim);

 private:
  [[nodiscard]] Result<Request> request_of(const OwedWork& work);
  [[nodiscard]] Status settle(const OwedWork& work, std::vector<OwedWork> instead, const Claim& claim);
  void give_up(const OwedWork& letter, const Error& error);

  TransitionWriter& writer_;
  LetterWriter& letters_;
  Mailer& mailer_;
  ApproverDirectory& approvers_;
  Log& log_;
  Metrics& metrics_;
};

}  // namespace curfew
