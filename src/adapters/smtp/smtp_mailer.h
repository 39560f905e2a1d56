// Sends mail by SMTP (RFC 5321): with STARTTLS (RFC 3207), over TLS from the first byte, or in clear to this machine.
//
// Safe for use by many threads; each send is a connection of its own. Certificates are always verified, STARTTLS is
// never optional, and the password leaves the Secret only to be handed to libcurl.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/secret.h"
#include "base/time.h"
#include "ports/mail.h"

namespace curfew::smtp {

struct SmtpSettings {
  std::string url;                 // smtp://host[:port] or smtps://host[:port]
  bool starttls = true;            // false: in clear, allowed with smtp:// to a loopback address only
  std::string username;            // empty: no authentication
  Secret password;                 // of that user
  std::filesystem::path ca_file;   // PEM; empty: the system's certificate authorities
  Millis connect_timeout{10'000};  // at least 1 ms each
  Millis total_timeout{60'000};
};

class SmtpMailer final : public Mailer {
 public:
  // kConfiguration with what is wrong. Does not connect.
  [[nodiscard]] static Result<std::unique_ptr<SmtpMailer>> create(SmtpSettings settings);

  // Success: the server has answered 250 to the whole message.
  // kRefusedOutside, effect kNone: the server refused this recipient or message for good (5xx), or the mail's
  //   addresses cannot stand in an SMTP command.
  // kUnavailable, effect kNone: it did not get that far. Besides network faults and 4xx these are faults of the
  //   configuration that would hit every mail: no STARTTLS, a bad certificate, a wrong password, a refused sender.
  // kUnavailable, effect kMaybe: the whole message was handed over and the answer was lost.
  [[nodiscard]] Status send(const Mail& mail) override;

  // Connects, goes on in TLS and signs in as a send does, and takes its leave: no mail. Errors: kUnavailable.
  [[nodiscard]] Status try_connection() const;

 private:
  explicit SmtpMailer(SmtpSettings settings) : settings_(std::move(settings)) {}

  const SmtpSettings settings_;
};

}  // namespace curfew::smtp
