#include "entry/http/session.h"

#include <algorithm>
#include <array>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace curfew::http {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kReadSlice = 4096;
constexpr std::size_t kBufferSlack = 4096;  // beyond a whole head: the line of a chunk and its trailer fit as well
constexpr std::size_t kWriteSlice = std::size_t{256} * 1024;
constexpr std::size_t kLingerBytes = std::size_t{1024} * 1024;
constexpr milliseconds kFirstPoll{25};
constexpr milliseconds kLongestPoll{500};  // each poll reads the record, which DynamoDB charges for

Framing framing_of(const HttpReply& reply, const RequestReader& reader) {
  if (!reply.stream) return Framing::kLength;
  return reader.takes_chunks() ? Framing::kChunked : Framing::kClose;
}

}  // namespace

Session::Session(std::unique_ptr<Connection> connection, Listener listener, const SessionContext& context,
                 const asio::any_io_executor& executor)
    : connection_(std::move(connection)),
      listener_(listener),
      context_(context),
      executor_(executor),
      pause_(executor),
      peer_(connection_->peer()) {}

asio::awaitable<void> Session::run() {
  arm(context_.limits.receive_timeout);
  const bool opened = co_await connection_->open();
  while (opened && co_await exchange()) {
  }
  connection_->close();
}

// One request and its answer. False when the connection is to be closed.
asio::awaitable<bool> Session::exchange() {
  if (context_.stopping && buffer_.empty()) co_return false;
  RequestReader reader(context_.limits.read);
  Refusal refusal = Refusal::kMalformed;
  const Received received = co_await receive(reader, refusal);
  if (received == Received::kNothing) co_return false;

  const auto started = steady_clock::now();
  disarm();
  HttpRequest& request = reader.request();
  identify(request);
  HttpReply reply;
  if (received == Received::kRequest) {
    co_await serve(request, reply);
  } else {
    reply = context_.handler.refuse(refusal, request);
  }
  const HttpResponse response = co_await settle(reply);
  if (reply.done) reply.done({.status = response.status, .took = steady_clock::now() - started});

  const bool with_body = request.method != "HEAD";
  const Framing framing = framing_of(reply, reader);
  if (reply.stream && with_body) {
    co_await send_stream(response, std::move(reply.stream), framing);
    co_return false;
  }
  const bool keep_alive = received == Received::kRequest && reader.keep_alive() && !context_.stopping;
  const bool sent = co_await send(response, keep_alive, with_body, framing);
  if (sent && !keep_alive) co_await say_goodbye();
  co_return sent&& keep_alive;
}

asio::awaitable<Session::Received> Session::receive(RequestReader& reader, Refusal& refusal) {
  idle_ = buffer_.empty();
  arm(idle_ ? context_.limits.idle_timeout : context_.limits.receive_timeout);
  auto state = reader.state();
  while (true) {
    if (!buffer_.empty()) buffer_.erase(0, reader.feed(buffer_));
    if (reader.state() == RequestReader::State::kComplete) co_return Received::kRequest;
    if (reader.state() == RequestReader::State::kRefused) {
      refusal = reader.refusal();
      co_return Received::kRefused;
    }
    if (std::exchange(state, reader.state()) != reader.state())
      arm(context_.limits.receive_timeout);  // the body begins
    if (buffer_.size() >= context_.limits.read.head_bytes + kBufferSlack) co_return Received::kRefused;
    if (co_await receive_more(reader)) continue;
    if (!expired_ || idle_) co_return Received::kNothing;
    refusal = Refusal::kTimedOut;
    co_return Received::kRefused;
  }
}

asio::awaitable<bool> Session::receive_more(RequestReader& reader) {
  if (reader.take_expectation() && !co_await connection_->write("HTTP/1.1 100 Continue\r\n\r\n", {})) co_return false;
  if (expired_) co_return false;
  std::array<char, kReadSlice> slice;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by the read
  const std::size_t count = co_await connection_->read_some(slice);
  if (count == 0) co_return false;
  buffer_.append(slice.data(), count);
  if (std::exchange(idle_, false)) arm(context_.limits.receive_timeout);
  co_return true;
}

asio::awaitable<void> Session::serve(HttpRequest& request, HttpReply& reply) {
  const bool taken = co_await on_pool([&] { reply = context_.handler.handle(request); });
  if (!taken) reply = context_.handler.refuse(Refusal::kBusy, request);
}

asio::awaitable<HttpResponse> Session::settle(HttpReply& reply) {
  const auto until = steady_clock::now() + reply.wait;
  milliseconds poll = kFirstPoll;
  while (reply.better && !context_.stopping && steady_clock::now() < until) {
    co_await pause(poll);
    poll = std::min(poll * 2, kLongestPoll);
    std::optional<HttpResponse> better;
    // A full pool is no reason to give up: the next poll may find it free.
    if (co_await on_pool([&] { better = reply.better(); }) && better) co_return std::move(*better);
  }
  co_return std::move(reply.now);
}

asio::awaitable<bool> Session::send(const HttpResponse& response, bool keep_alive, bool with_body, Framing framing) {
  const std::string head = render_head(response, keep_alive, floor_seconds(context_.clock.now()), framing);
  std::string_view rest = with_body && has_body(response.status) ? std::string_view(response.body) : std::string_view{};
  std::string_view first = head;
  do {
    arm(context_.limits.send_timeout);
    const std::string_view slice = rest.substr(0, kWriteSlice);
    if (!co_await connection_->write(first, slice) || expired_) co_return false;
    rest.remove_prefix(slice.size());
    first = {};
  } while (!rest.empty());
  co_return true;
}

// Closing while the other side still sends would reset the connection, and the reset may overtake our last answer:
// so the stream is ended first and what still comes is thrown away for a while (RFC 9112 section 9.6).
asio::awaitable<void> Session::say_goodbye() {
  arm(context_.limits.linger_timeout);
  leaving_ = true;
  co_await connection_->finish();
  if (context_.stopping) co_return;
  std::array<char, kReadSlice> slice;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by the read
  for (std::size_t drained = 0; drained < kLingerBytes && !expired_;) {
    const std::size_t count = co_await connection_->drain_some(slice);
    if (count == 0) break;
    drained += count;
  }
}

// Runs `job` on the worker pool and comes back. False when the pool is full: the job did not and will not run.
asio::awaitable<bool> Session::on_pool(std::function<void()> job) {
  auto initiate = [this](auto handler, std::function<void()> work) {
    auto resume = std::make_shared<decltype(handler)>(std::move(handler));
    // A job on the pool is work the event loop does not see: the guard keeps it from ending early.
    auto guard = asio::make_work_guard(executor_);
    const bool taken = context_.pool.submit([this, resume, guard, work = std::move(work)] {
      work();
      asio::post(executor_, [resume] { std::move (*resume)(true); });
    });
    if (!taken) asio::post(executor_, [resume] { std::move (*resume)(false); });
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(bool)>(
      std::move(initiate), asio::use_awaitable, std::move(job));
}

asio::awaitable<void> Session::pause(milliseconds time) {
  boost::system::error_code ignored;
  pause_.expires_after(time);
  co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

void Session::identify(HttpRequest& request) const {
  const ClientAddress client = client_address(peer_, request.headers, context_.trusted_proxies);
  request.address = client.text;
  request.loopback = client.loopback;
  request.tls = connection_->is_tls();
  request.listener = listener_;
}

void Session::arm(milliseconds time) {
  deadline_ = steady_clock::now() + time;
  expired_ = false;
}

void Session::check_deadline(SteadyTime now) {
  if (now < deadline_) return;
  disarm();
  expired_ = true;
  connection_->cancel();
}

void Session::stop() {
  pause_.cancel();
  if (streaming_) return stop_streaming();
  if (!idle_ && !leaving_) return;
  expired_ = true;
  connection_->cancel();
}

void Session::abort() {
  pause_.cancel();
  connection_->close();
}

}  // namespace curfew::http
