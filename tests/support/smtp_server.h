// A small SMTP server on 127.0.0.1 for tests: real sockets, real TLS, and answers that can be told to go wrong.
//
// Speaks EHLO, STARTTLS, AUTH PLAIN and LOGIN, MAIL, RCPT, DATA, RSET, NOOP and QUIT. Serves connections at the same
// time, each on a thread of its own, until it is destroyed.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "support/test_certificate.h"

namespace curfew::test {

struct SmtpBehaviour {
  bool starttls = false;      // offered
  bool implicit_tls = false;  // as with smtps://
  TestCertificate certificate;
  std::string username;  // not empty: no mail without signing in
  std::string password;
  bool login_only = false;  // AUTH LOGIN instead of AUTH PLAIN

  // Not empty: the answer to give instead of the usual one, "550 5.1.1 no such user". "drop" closes the connection.
  std::string on_connect;
  std::string on_mail;
  std::string on_rcpt;
  std::string on_data;
  std::string on_message;  // after the final dot; the mail is then not kept, unless it is "keep and drop"
};

struct ReceivedMail {
  std::string from;
  std::vector<std::string> recipients;
  std::string message;  // without dot-stuffing and final dot
  bool over_tls = false;
  std::string authenticated_as;
};

class SmtpServer {
 public:
  explicit SmtpServer(SmtpBehaviour behaviour);
  SmtpServer(const SmtpServer&) = delete;
  SmtpServer& operator=(const SmtpServer&) = delete;
  SmtpServer(SmtpServer&&) = delete;
  SmtpServer& operator=(SmtpServer&&) = delete;
  ~SmtpServer();

  [[nodiscard]] int port() const;
  // "smtp://127.0.0.1:port" or smtps.
  [[nodiscard]] std::string url() const;
  // From the next connection on. The certificate and implicit_tls stay as they were.
  void behave(SmtpBehaviour behaviour);

  [[nodiscard]] std::vector<ReceivedMail> mails() const;
  // Every line that clients sent outside of messages, in order of arrival.
  [[nodiscard]] std::vector<std::string> commands() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace curfew::test
