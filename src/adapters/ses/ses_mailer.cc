#include "adapters/ses/ses_mailer.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <chrono>
#include <string_view>

#include "adapters/aws/json_call.h"
#include "base/digest.h"
#include "domain/email_address.h"

namespace curfew::ses {
namespace {

namespace json = boost::json;

constexpr Millis kDeadline = std::chrono::seconds(20);  // SES takes its time with large messages

// MessageRejected has two meanings, which only its text tells apart: the content of the mail, or a sender (in the
// sandbox, also a recipient) that has not been verified.
// https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html
bool is_about_verification(std::string_view message) {
  return message.contains("verified") || message.contains("authority to send") || message.contains("not authorized");
}

bool will_never_be_taken(const aws::CallFailure& failure) {
  if (failure.kind != aws::FailureKind::kRefused) return false;
  if (failure.code == "MessageRejected") return !is_about_verification(failure.message);
  return failure.code == "BadRequestException" && !is_about_verification(failure.message);
}

// What an administrator has to do; empty where aws::to_error knows it better.
std::string_view remedy(const aws::CallFailure& failure) {
  if (failure.code == "MessageRejected" || failure.code == "BadRequestException") {
    return "SES does not take mail from this sender, or in its sandbox to this recipient: verify the identity in SES.";
  }
  if (failure.code == "MailFromDomainNotVerifiedException") {
    return "The custom MAIL FROM domain is not verified: mend its DNS records, as SES shows them.";
  }
  if (failure.code == "AccountSuspendedException" || failure.code == "SendingPausedException") {
    return "AWS has stopped this account's sending: see the reputation dashboard of SES.";
  }
  if (failure.code == "NotFoundException") return "SES has no such configuration set.";
  if (failure.code.starts_with("AccessDenied")) {
    return "The policy of Curfew's role must allow ses:SendEmail and ses:SendRawEmail for the sender's identity.";
  }
  return {};
}

std::unexpected<Error> failed(const aws::Call& call, const aws::CallFailure& failure) {
  Error error = aws::to_error(call, failure, "send a mail");
  if (will_never_be_taken(failure)) {
    error.code = ErrorCode::kRefusedOutside;
    error.public_text = "SES refused this mail.";
    return fail(std::move(error));
  }
  if (const std::string_view text = remedy(failure); !text.empty()) error.public_text = text;
  error.code = ErrorCode::kUnavailable;
  return fail(std::move(error));
}

}  // namespace

Status SesMailer::send(const Mail& mail) {
  if (!is_email_address(mail.from) || !is_email_address(mail.recipient)) {
    return fail(ErrorCode::kRefusedOutside, "The mail's addresses are not ones that mail can be sent with.");
  }
  json::object body = {{"FromEmailAddress", mail.from},
                       {"Destination", {{"ToAddresses", json::array{mail.recipient}}}},
                       {"Content", {{"Raw", {{"Data", base64(mail.message)}}}}}};
  if (settings_.configuration_set) body["ConfigurationSetName"] = *settings_.configuration_set;
  const aws::Call call = {.service = aws::service::kSes,
                          .operation = "SendEmail",
                          .path = "/v2/email/outbound-emails",
                          .deadline = kDeadline,
                          .attempts = 1};
  const auto answer = aws::call_json(caller_, call, body);
  if (!answer) return failed(call, answer.error());
  // Something else than SES may have answered: it is not responsible for the mail unless it says so.
  if (aws::text_in(*answer, "MessageId").value_or("").empty()) {
    return fail_unknown(ErrorCode::kUnavailable, "SES did not say that it took the mail.", "no MessageId");
  }
  return {};
}

}  // namespace curfew::ses
