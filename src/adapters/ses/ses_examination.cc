#include "adapters/ses/ses_examination.h"

#include <boost/json/object.hpp>
#include <optional>

#include "adapters/aws/json_call.h"
#include "adapters/aws/url.h"

namespace curfew::ses {
namespace {

namespace json = boost::json;

bool is_true(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_bool() && value->get_bool();
}

aws::Call get(std::string operation, std::string path) {
  return {.service = aws::service::kSes, .operation = std::move(operation), .method = "GET", .path = std::move(path)};
}

}  // namespace

std::vector<Diagnosis> SesExamination::examine() {
  aws::Examiner examiner(caller_);
  look_at_sender(examiner);
  look_at_account(examiner);
  if (!examiner.gave_up()) {
    examiner.add(unproved("sending", "Only a mail shows that ses:SendEmail is allowed on " + resource_of(sender_) +
                                         ", or on its domain."));
  }
  return examiner.take();
}

std::string SesExamination::resource_of(const std::string& identity) const {
  return "arn:aws:ses:" + region_ + ":ACCOUNT:identity/" + identity;
}

// The address itself, or its domain: either will do.
// https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetEmailIdentity.html
void SesExamination::look_at_sender(aws::Examiner& examiner) const {
  const std::string subject = "sender " + sender_;
  bool is_known = false;
  for (const std::string& identity : {sender_, sender_.substr(sender_.rfind('@') + 1)}) {
    const auto heard =
        examiner.ask_json({.call = get("GetEmailIdentity", "/v2/email/identities/" + aws::percent_encoded(identity)),
                           .subject = subject,
                           .resource = resource_of(identity),
                           .proof = {"NotFoundException"},
                           .only_to_examine = true},
                          {});
    if (!heard) return;
    if (!heard->refusal.empty()) continue;
    is_known = true;
    if (is_true(heard->answer, "VerifiedForSendingStatus")) {
      return examiner.add(works(subject, "SES sends for the verified identity " + identity + "."));
    }
  }
  examiner.add(broken(subject, is_known ? "SES has not verified it yet." : "SES knows neither it nor its domain.",
                      "Verify the address or its domain in SES, in " + region_ + ", or correct mail.from."));
}

// https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetAccount.html
void SesExamination::look_at_account(aws::Examiner& examiner) const {
  const std::string subject = "SES account";
  const auto heard = examiner.ask_json(
      {.call = get("GetAccount", "/v2/email/account"), .subject = subject, .resource = "*", .only_to_examine = true},
      {});
  if (!heard) return;
  if (!is_true(heard->answer, "SendingEnabled")) {
    return examiner.add(broken(subject, "AWS has stopped its sending.", "See the reputation dashboard of SES."));
  }
  if (!is_true(heard->answer, "ProductionAccessEnabled")) {
    return examiner.add(broken(subject, "It is in SES's sandbox, where mail goes to verified addresses only.",
                               "Ask AWS for production access, in the console of SES."));
  }
  examiner.add(works(subject, "It may send to anybody."));
}

}  // namespace curfew::ses
