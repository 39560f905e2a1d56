#include "adapters/smtp/smtp_mailer.h"

#include <fstream>

#include "conformance/mailer_conformance.h"
#include "support/smtp_server.h"
#include "support/temp_dir.h"

namespace curfew::conformance {
namespace {

// A server that asks for STARTTLS and a password, as most do.
class SmtpWorld final : public MailerWorld {
 public:
  SmtpWorld() {
    std::ofstream(directory_ / "ca.pem") << server_behaviour_.certificate.certificate_pem;
    smtp::SmtpSettings settings;
    settings.url = server_.url();
    settings.username = server_behaviour_.username;
    settings.password = Secret(server_behaviour_.password);
    settings.ca_file = directory_ / "ca.pem";
    mailer_ = std::move(smtp::SmtpMailer::create(std::move(settings)).value());
  }

  Mailer& mailer() override { return *mailer_; }

  std::vector<std::string> delivered() override {
    std::vector<std::string> messages;
    for (const test::ReceivedMail& mail : server_.mails()) messages.push_back(mail.message);
    return messages;
  }

  void break_down() override {
    test::SmtpBehaviour full = server_behaviour_;
    full.on_message = "452 4.3.1 disk full";
    server_.behave(std::move(full));
  }
  void recover() override { server_.behave(server_behaviour_); }

 private:
  test::TempDir directory_;
  test::SmtpBehaviour server_behaviour_{.starttls = true,
                                        .certificate = test::make_certificate("IP:127.0.0.1"),
                                        .username = "curfew",
                                        .password = "password"};
  test::SmtpServer server_{server_behaviour_};
  std::unique_ptr<smtp::SmtpMailer> mailer_;
};

INSTANTIATE_TEST_SUITE_P(Smtp, MailerConformance,
                         testing::Values(NamedMailerWorld{"Smtp", [] { return std::make_unique<SmtpWorld>(); }}),
                         mailer_world_name);

}  // namespace
}  // namespace curfew::conformance
