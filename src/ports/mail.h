// Mail in two steps: a letter is written (pure text work), then a mail is sent.
// Implementations: LetterWriter and FindingsWriter in adapters/mail_templates; Mailer in adapters/maildir,
// adapters/smtp and adapters/ses. All methods may be called at the same time.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "domain/owed_work.h"
#include "domain/request.h"

namespace curfew {

// What a letter is about; the writer takes all it says from the request's record.
struct Letter {
  LetterKind kind = LetterKind::kAccessGranted;
  std::string recipient;  // one address
  Request request;
  Instant written_at;  // the Date header
};

// A mail ready to go.
struct Mail {
  std::string from;       // address of the envelope
  std::string recipient;  // address of the envelope
  std::string message;    // RFC 5322 message with CRLF line ends, text and HTML parts
};

class LetterWriter {
 public:
  virtual ~LetterWriter() = default;

  // Errors: kInvalid for a recipient that is no single address (it could inject headers); kConfiguration for a
  // template that does not parse.
  [[nodiscard]] virtual Result<Mail> write(const Letter& letter) = 0;
};

// What reconcile found, for one manager.
struct FindingsLetter {
  std::string recipient;  // one address
  std::string findings;   // sentences, one a line
  Instant written_at;     // the Date header
};

class FindingsWriter {
 public:
  virtual ~FindingsWriter() = default;

  // Errors: as of LetterWriter.
  [[nodiscard]] virtual Result<Mail> write(const FindingsLetter& letter) = 0;
};

class Mailer {
 public:
  virtual ~Mailer() = default;

  // Hands the mail to the outside. Success: somebody else is responsible for it now, durably.
  // Errors: kUnavailable (may have been sent when effect is kMaybe: it is sent again, a mail may come twice);
  // kRefusedOutside (this recipient or message will never be taken).
  [[nodiscard]] virtual Status send(const Mail& mail) = 0;
};

// Whom the approval notice goes to. Implementations: adapters/user_pool, adapters/cognito, a fixed list from the
// configuration.
class ApproverDirectory {
 public:
  virtual ~ApproverDirectory() = default;

  // E-mail addresses of everybody who may approve now, each once. Errors: kUnavailable.
  [[nodiscard]] virtual Result<std::vector<std::string>> approvers() = 0;
};

}  // namespace curfew
