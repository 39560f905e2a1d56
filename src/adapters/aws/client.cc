#include "adapters/aws/client.h"

#include <atomic>
#include <cstdlib>
#include <exception>
#include <utility>

#include "adapters/aws/call_telemetry.h"
#include "adapters/aws/credential_chain.h"
#include "adapters/aws/credential_keeper.h"
#include "adapters/aws/endpoint.h"
#include "adapters/aws/error_answer.h"
#include "adapters/aws/retry.h"
#include "adapters/aws/sender.h"

namespace curfew::aws {
namespace {

// AWS takes signatures that are up to five minutes old or early.
constexpr Millis kTolerableSkew = std::chrono::minutes(4);

}  // namespace

class Client::Impl {
 public:
  Impl(const EndpointSettings& endpoints, ClientPorts ports)
      : environment_(endpoints.environment),
        sender_(ports.http, endpoints),
        credentials_(std::make_unique<CredentialChain>(CredentialPlaces{
                         .environment = environment_, .http = ports.http, .sender = sender_, .clock = ports.clock}),
                     ports.clock),
        clock_(ports.clock),
        entropy_(ports.entropy),
        pause_(std::move(ports.pause)),
        telemetry_(ports.log, ports.metrics) {}

  CallResult call(const Call& call);

 private:
  // One call, from its first attempt to its last.
  struct Course {
    int attempt = 1;
    int price = 0;  // of the last retry
    Effect effect = Effect::kNone;
    bool has_renewed_credentials = false;
    bool has_corrected_clock = false;
    std::optional<Credentials> credentials;
  };

  Attempt attempt(const Call& call, Course& course);
  bool prepare_another(const Call& call, CallFailure& failure, std::optional<Instant> server_time, Course& course);
  bool renew_credentials(const CallFailure& failure, Course& course);
  bool correct_clock(const Call& call, CallFailure& failure, std::optional<Instant> server_time, Course& course);

  const std::map<std::string, std::string> environment_;
  Sender sender_;
  CredentialKeeper credentials_;
  const Clock& clock_;
  Entropy& entropy_;
  const std::unique_ptr<Pause> pause_;
  CallTelemetry telemetry_;
  RetryBudget budget_;
  std::atomic<Millis> ahead_{Millis(0)};  // AWS's clock before ours, once it mattered
};

CallResult Client::Impl::call(const Call& call) {
  Course course;
  while (true) {
    const Instant started = clock_.now();
    auto [result, server_time] = attempt(call, course);
    telemetry_.attempted(call, result, clock_.now() - started);
    if (result) {
      budget_.give_back(call.service.id, course.price);
      return std::move(result);
    }
    CallFailure& failure = result.error();
    if (failure.effect == Effect::kMaybe) course.effect = Effect::kMaybe;
    const int number = course.attempt;
    const bool again = prepare_another(call, failure, server_time, course);
    telemetry_.failed(call, failure, number, again);
    if (again) continue;
    failure.effect = course.effect;
    return std::move(result);
  }
}

Attempt Client::Impl::attempt(const Call& call, Course& course) {
  if (!call.is_signed) return sender_.send(call, nullptr, clock_.now());
  auto credentials = credentials_.get();
  if (!credentials) return {.result = std::unexpected(not_sent(credentials.error())), .server_time = std::nullopt};
  course.credentials = *std::move(credentials);
  return sender_.send(call, &*course.credentials, call.signed_at.value_or(clock_.now() + ahead_.load()));
}

// True after the pause that another attempt needs. The first two ways are free, and open once in a call: what they mend
// was no trouble of AWS's.
bool Client::Impl::prepare_another(const Call& call, CallFailure& failure, std::optional<Instant> server_time,
                                   Course& course) {
  if (renew_credentials(failure, course) || correct_clock(call, failure, server_time, course)) return true;
  if (course.attempt >= call.attempts || !can_be_tried_again(failure)) return false;
  const Millis pause = pause_before(course.attempt, failure, entropy_);
  if (pause > kLongestPause) return false;
  course.price = budget_.take(call.service.id, failure);
  if (course.price == 0) return false;
  ++course.attempt;
  pause_->wait(pause);
  return true;
}

bool Client::Impl::renew_credentials(const CallFailure& failure, Course& course) {
  if (!course.credentials || !is_about_credentials(failure)) return false;
  if (std::exchange(course.has_renewed_credentials, true)) return false;
  const auto others = credentials_.get_other_than(*course.credentials);
  return others && !others->same_as(*course.credentials);
}

// A signature time that the caller chose is a safety device (AWS refuses the call when it is late), and stays.
bool Client::Impl::correct_clock(const Call& call, CallFailure& failure, std::optional<Instant> server_time,
                                 Course& course) {
  if (!is_about_time(failure) || !server_time) return false;
  const Millis ahead = *server_time - clock_.now();
  if (std::abs((ahead - ahead_.load()).count()) < kTolerableSkew.count()) return false;
  failure.message += " (AWS's clock is " + std::to_string(std::chrono::round<std::chrono::seconds>(ahead).count()) +
                     " s ahead of this machine's; set the machine's clock)";
  telemetry_.clock_corrected(ahead);
  if (call.signed_at || std::exchange(course.has_corrected_clock, true)) return false;
  ahead_ = ahead;
  return true;
}

Client::Client(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Client::~Client() = default;

Result<std::unique_ptr<Client>> Client::open(const ClientSettings& settings, ClientPorts ports) {
  if (auto checked = check_region(settings.region); !checked) return fail(std::move(checked.error()));
  const EndpointSettings endpoints{
      .region = settings.region, .endpoint_url = settings.endpoint_url, .environment = settings.environment};
  for (const Service* const service : service::kAll) {
    if (auto endpoint = endpoint_of(*service, endpoints); !endpoint) return fail(std::move(endpoint.error()));
  }
  auto impl = std::make_unique<Impl>(endpoints, std::move(ports));
  return std::unique_ptr<Client>(new Client(std::move(impl)));
}

CallResult Client::call(const Call& call) {
  try {
    return impl_->call(call);
  } catch (const std::exception& failure) {
    CallFailure lost;
    lost.message = failure.what();
    return std::unexpected(std::move(lost));
  }
}

}  // namespace curfew::aws
