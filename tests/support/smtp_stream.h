// A connection of the test SMTP server: lines over a socket, in clear and later perhaps over TLS.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "support/test_certificate.h"

namespace curfew::test {

class SmtpStream {
 public:
  explicit SmtpStream(int fd);  // takes the socket over
  SmtpStream(const SmtpStream&) = delete;
  SmtpStream& operator=(const SmtpStream&) = delete;
  SmtpStream(SmtpStream&&) = delete;
  SmtpStream& operator=(SmtpStream&&) = delete;
  ~SmtpStream();

  // False when the client does not go along.
  [[nodiscard]] bool start_tls(const TestCertificate& certificate);
  [[nodiscard]] bool is_tls() const { return tls_ != nullptr; }

  // Without its CRLF; nothing when the client has gone or been silent for 5 seconds.
  [[nodiscard]] std::optional<std::string> read_line();
  void write_line(std::string_view line);

 private:
  struct Free {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(SSL* tls) const { SSL_free(tls); }
  };

  long read_some(char* buffer, std::size_t size);

  int fd_;
  std::unique_ptr<SSL_CTX, Free> context_;
  std::unique_ptr<SSL, Free> tls_;
  std::string unread_;
};

}  // namespace curfew::test
