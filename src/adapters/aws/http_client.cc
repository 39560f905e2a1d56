#include "adapters/aws/http_client.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <exception>
#include <future>
#include <thread>
#include <unordered_set>

#include "adapters/aws/connection_pool.h"
#include "adapters/aws/connector.h"
#include "adapters/aws/exchange.h"
#include "adapters/aws/proxy_rules.h"

namespace curfew::aws {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

using Outcome = std::expected<HttpAnswer, HttpFailure>;

// One call of exchange(), from the thread that waits for it to the client's thread and back.
struct Flow {
  Flow(asio::io_context& io, Route way, std::string sent_bytes, const HttpRequest& request)
      : route(std::move(way)),
        bytes(std::move(sent_bytes)),
        has_body(request.method != "HEAD"),
        patience(request.deadline),
        deadline(io) {}

  // The first word counts.
  void finish(Outcome outcome) {
    if (std::exchange(is_finished, true)) return;
    deadline.cancel();
    promise.set_value(std::move(outcome));
  }

  const Route route;
  const std::string bytes;
  const bool has_body;
  const Millis patience;
  asio::steady_timer deadline;
  asio::cancellation_signal cancel;
  bool was_sent = false;
  bool is_finished = false;
  std::promise<Outcome> promise;
};

using FlowPtr = std::shared_ptr<Flow>;

}  // namespace

class HttpClient::Impl {
 public:
  explicit Impl(const HttpSettings& settings)
      : most_body_bytes_(settings.most_body_bytes),
        guard_(asio::make_work_guard(io_)),
        connector_(io_.get_executor()),
        pool_(io_.get_executor(), PoolLimits{}) {}
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    if (!thread_.joinable()) return;
    asio::post(io_, [this] { stop(); });
    thread_.join();
  }

  Status open(const HttpSettings& settings) {
    auto rules = ProxyRules::of(settings);
    if (!rules) return fail(std::move(rules.error()));
    rules_ = *std::move(rules);
    if (auto opened = connector_.open(settings.ca_bundle); !opened) return opened;
    thread_ = std::thread([this] { io_.run(); });
    return {};
  }

  Outcome exchange(const HttpRequest& request) {
    const auto url = parse_url(request.url);
    if (!url) return std::unexpected(HttpFailure{.was_sent = false, .cause = "this is no http or https address"});
    Route route{.url = *url, .proxy = request.may_use_proxy ? rules_.for_url(*url) : nullptr};
    auto bytes = request_bytes(request, route);
    if (!bytes) return std::unexpected(HttpFailure{.was_sent = false, .cause = std::move(bytes.error())});
    auto flow = std::make_shared<Flow>(io_, std::move(route), *std::move(bytes), request);
    auto outcome = flow->promise.get_future();
    asio::post(io_, [this, flow = std::move(flow)] { start(flow); });
    return outcome.get();
  }

 private:
  void start(const FlowPtr& flow);
  void stop();
  asio::awaitable<Outcome> run(FlowPtr flow);
  asio::awaitable<Outcome> talk(Flow& flow, ConnectionPool::Seat& seat, std::unique_ptr<Connection> connection) const;

  const std::size_t most_body_bytes_;
  ProxyRules rules_;
  asio::io_context io_{1};  // one thread runs it: nothing below needs a lock
  asio::executor_work_guard<asio::io_context::executor_type> guard_;
  Connector connector_;
  ConnectionPool pool_;
  std::unordered_set<FlowPtr> flows_;
  bool is_stopping_ = false;
  std::thread thread_;
};

void HttpClient::Impl::start(const FlowPtr& flow) {
  if (is_stopping_) return flow->finish(std::unexpected(HttpFailure{.was_sent = false, .cause = "Curfew is stopping"}));
  flows_.insert(flow);
  flow->deadline.expires_after(flow->patience);
  flow->deadline.async_wait([flow](const error_code& error) {
    if (error || flow->is_finished) return;
    // Said at once: a name that is being resolved cannot be called back.
    flow->finish(std::unexpected(HttpFailure{
        .was_sent = flow->was_sent, .cause = "no answer within " + std::to_string(flow->patience.count()) + " ms"}));
    flow->cancel.emit(asio::cancellation_type::terminal);
  });
  auto done = [this, flow](const std::exception_ptr& failure, Outcome outcome) {
    // Operations report failures as values: this is a cancelled flow, which has its outcome, or memory running out.
    if (failure) outcome = std::unexpected(HttpFailure{.was_sent = flow->was_sent, .cause = "the call was broken off"});
    flow->finish(std::move(outcome));
    flows_.erase(flow);
  };
  asio::co_spawn(io_, run(flow), asio::bind_cancellation_slot(flow->cancel.slot(), std::move(done)));
}

void HttpClient::Impl::stop() {
  is_stopping_ = true;
  for (const FlowPtr& flow : std::vector<FlowPtr>(flows_.begin(), flows_.end())) {
    flow->finish(std::unexpected(HttpFailure{.was_sent = flow->was_sent, .cause = "Curfew is stopping"}));
    flow->cancel.emit(asio::cancellation_type::terminal);
  }
  pool_.close_kept();
  guard_.reset();
}

// A kept connection may turn out to be closed as soon as something is written on it. If not a byte of the request got
// out, another connection is tried; if one did, it may have been the whole request, and the caller must decide.
asio::awaitable<Outcome> HttpClient::Impl::run(FlowPtr flow) {
  ConnectionPool::Seat seat = co_await pool_.seat(flow->route.place());
  while (auto kept = seat.take_kept()) {
    Outcome outcome = co_await talk(*flow, seat, std::move(kept));
    if (outcome || outcome.error().was_sent) co_return outcome;
  }
  auto fresh = co_await connector_.connect(flow->route, flow->patience);
  if (!fresh) co_return std::unexpected(HttpFailure{.was_sent = false, .cause = std::move(fresh.error())});
  co_return co_await talk(*flow, seat, *std::move(fresh));
}

asio::awaitable<Outcome> HttpClient::Impl::talk(Flow& flow, ConnectionPool::Seat& seat,
                                                std::unique_ptr<Connection> connection) const {
  flow.was_sent = true;  // until the connection says otherwise: the deadline may strike in between
  const Transfer sent = co_await connection->write(flow.bytes);
  flow.was_sent = sent.bytes > 0;
  if (!flow.was_sent) {
    co_return std::unexpected(
        HttpFailure{.was_sent = false, .cause = "the connection was closed: " + sent.error.message()});
  }
  // Even if it was not all taken: who refuses a request early may have said why.
  auto received = co_await receive_answer(*connection, most_body_bytes_, flow.has_body);
  if (!received) {
    const std::string cause = sent.error ? "the request was cut off: " + sent.error.message() : received.error();
    co_return std::unexpected(HttpFailure{.was_sent = true, .cause = cause});
  }
  if (received->keeps_alive && !sent.error) seat.keep(std::move(connection));
  co_return std::move(received->answer);
}

HttpClient::HttpClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpClient::~HttpClient() = default;

Result<std::unique_ptr<HttpClient>> HttpClient::open(const HttpSettings& settings) {
  try {
    auto impl = std::make_unique<Impl>(settings);
    if (auto opened = impl->open(settings); !opened) return fail(std::move(opened.error()));
    return std::unique_ptr<HttpClient>(new HttpClient(std::move(impl)));
  } catch (const std::exception& failure) {
    return fail(ErrorCode::kInternal, "The HTTP client cannot be started.", failure.what());
  }
}

std::expected<HttpAnswer, HttpFailure> HttpClient::exchange(const HttpRequest& request) {
  try {
    return impl_->exchange(request);
  } catch (const std::exception& failure) {
    return std::unexpected(HttpFailure{.was_sent = true, .cause = failure.what()});
  }
}

}  // namespace curfew::aws
