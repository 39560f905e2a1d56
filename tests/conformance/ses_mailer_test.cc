#include "adapters/ses/ses_mailer.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>

#include "conformance/mailer_conformance.h"
#include "support/aws/aws_client.h"
#include "support/aws/moto.h"
#include "support/fake_clock.h"

namespace curfew::conformance {
namespace {

namespace json = boost::json;
using testing_aws::the_moto;

const auto* const kNeedsMoto = testing_aws::needs_moto();

constexpr const char* kSender = "curfew@example.com";

// moto keeps every mail that it was ever given: this world's are those that came since it was made.
class SesWorld final : public MailerWorld {
 public:
  SesWorld() {
    recover();
    before_ = all_mails().size();
  }

  Mailer& mailer() override { return mailer_; }

  std::vector<std::string> delivered() override {
    std::vector<std::string> messages;
    const json::array mails = all_mails();
    for (std::size_t i = before_; i < mails.size(); ++i) {
      messages.push_back(json::value_to<std::string>(mails[i].at("raw")));
    }
    return messages;
  }

  // The sender's address is not verified any more: what an administrator can mend.
  void break_down() override { identity_call("DeleteEmailIdentity", "DELETE", "/curfew%40example.com", ""); }
  void recover() override {
    identity_call("CreateEmailIdentity", "POST", "", json::serialize(json::object{{"EmailIdentity", kSender}}));
  }

 private:
  static json::array all_mails() { return the_moto()->get("mails").as_array(); }
  void identity_call(const std::string& operation, const std::string& method, const std::string& identity,
                     const std::string& body) {
    const auto done = client_.caller().call({.service = aws::service::kSes,
                                             .operation = operation,
                                             .method = method,
                                             .path = "/v2/email/identities" + identity,
                                             .body = body});
    EXPECT_TRUE(done) << done.error().message;
  }

  test::FakeClock clock_;
  testing_aws::AwsClient client_{the_moto()->url(), clock_};
  ses::SesMailer mailer_{{}, client_.caller()};
  std::size_t before_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Ses, MailerConformance,
                         testing::Values(NamedMailerWorld{"Ses", [] { return std::make_unique<SesWorld>(); }}),
                         mailer_world_name);

}  // namespace
}  // namespace curfew::conformance
