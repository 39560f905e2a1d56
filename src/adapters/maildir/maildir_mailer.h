// Delivers mail into a Maildir (https://cr.yp.to/proto/maildir.html): one file a mail, whole or not there at all.
//
// All recipients share the one folder; the To header tells them apart. Safe for use by many threads and processes.
// Directories are made as needed, mode 0700; files are 0600. Nothing is ever deleted but our own unfinished files.
#pragma once

#include <filesystem>
#include <utility>

#include "ports/mail.h"

namespace curfew::maildir {

class MaildirMailer final : public Mailer {
 public:
  explicit MaildirMailer(std::filesystem::path path) : path_(std::move(path)) {}

  // Makes the folder where it is missing, so that a wrong path is known at the start. Errors: kUnavailable.
  [[nodiscard]] Status prepare() const;

  // Durable when it succeeds: the mail and its name are on disk. A mail that is sent again (same recipient and
  // Message-ID) takes the place of the first for as long as no mail program has moved that one away.
  // Errors: kUnavailable; the effect is kMaybe only when the mail is in place but may not survive a power loss.
  [[nodiscard]] Status send(const Mail& mail) override;

 private:
  const std::filesystem::path path_;
};

}  // namespace curfew::maildir
