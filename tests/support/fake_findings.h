// Letters about what reconcile found, as plain text.
#pragma once

#include "ports/mail.h"

namespace curfew::test {

// Writes "findings" and the findings, each on a line of its own.
class FakeFindingsWriter final : public FindingsWriter {
 public:
  [[nodiscard]] Result<Mail> write(const FindingsLetter& letter) override {
    return Mail{.from = "curfew@example.com", .recipient = letter.recipient, .message = "findings\n" + letter.findings};
  }
};

}  // namespace curfew::test
