#include "adapters/aws/aws_examination.h"

#include <chrono>
#include <cstdlib>

#include "adapters/aws/error_answer.h"
#include "adapters/aws/examiner.h"
#include "adapters/aws/service.h"
#include "adapters/aws/xml.h"

namespace curfew::aws {
namespace {

using std::chrono::seconds;

// AWS refuses a signature five minutes off; calls that carry the time of a claim have used up some of that.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
constexpr seconds kMostSkew{60};

Probe caller_identity() {
  return {
      .call = {.service = service::kSts, .operation = "GetCallerIdentity"}, .subject = "credentials", .resource = "*"};
}

// "account 123456789012 as arn:aws:sts::123456789012:assumed-role/curfew/i-0abc"; no secret.
Diagnosis identity(const Answer& answer) {
  const auto elements = read_xml(answer.body);
  const auto account = elements ? xml_text(*elements, "GetCallerIdentityResult/Account") : std::nullopt;
  const auto arn = elements ? xml_text(*elements, "GetCallerIdentityResult/Arn") : std::nullopt;
  if (!account || !arn) {
    return broken("credentials", "AWS's answer does not say whose they are.", "Check aws.endpoint_url.");
  }
  return works("credentials", "account " + *account + " as " + *arn);
}

}  // namespace

std::vector<Diagnosis> AwsExamination::examine() {
  Examiner examiner(caller_);
  const std::string where = settings_.endpoint_url ? ", all services at " + *settings_.endpoint_url : std::string();
  if (const Status fits = check_region(settings_.region); !fits) {
    return {broken("region", fits.error().public_text, "Correct aws.region.")};
  }
  examiner.add(clock_diagnosis());
  if (const auto heard = examiner.ask(caller_identity())) examiner.add(identity(heard->answer));
  std::vector<Diagnosis> diagnoses = examiner.take();
  if (diagnoses.back().health == Health::kWorks) diagnoses.back().text += " in " + settings_.region + where;
  return diagnoses;
}

Diagnosis AwsExamination::clock_diagnosis() {
  const std::string subject = "clock";
  const auto endpoint = endpoint_of(service::kSts, settings_);
  if (!endpoint) return broken(subject, endpoint.error().public_text, "Correct aws.endpoint_url.");
  // Whatever the answer is, it says when it was given.
  const auto answer = http_.exchange({.url = endpoint->base_url + "/"});
  if (!answer) {
    return broken(subject, "AWS could not be asked for its time: " + answer.error().cause + ".",
                  "Check the network, aws.region and aws.endpoint_url.");
  }
  const auto theirs = date_of(*answer);
  if (!theirs) return unproved(subject, endpoint->base_url + " does not tell its time.");
  const auto skew = std::chrono::round<seconds>(clock_.now() - *theirs);
  const std::string off = std::to_string(std::abs(skew.count())) + " s " + (skew < seconds{0} ? "behind" : "ahead of");
  if (std::chrono::abs(skew) <= kMostSkew) return works(subject, "It agrees with AWS's (" + off + " it).");
  return broken(subject, "It is " + off + " AWS's, which refuses signatures that are five minutes off.",
                "Set the clock of this machine (chrony, systemd-timesyncd).");
}

}  // namespace curfew::aws
