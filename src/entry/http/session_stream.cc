// Sending a stream: head, pieces as they come, a check now and then, the end in good order. No thread is held
// meanwhile.
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <utility>

#include "entry/http/session.h"

namespace curfew::http {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

constexpr std::size_t kReadSlice = 4096;
constexpr std::size_t kMostUnasked = std::size_t{64} * 1024;  // that a client sends while it is sent a stream

}  // namespace

// What wakes the sender of a stream. Whoever rings may come when the session is over: it is kept alive by them.
struct Session::Streaming {
  explicit Streaming(const asio::any_io_executor& executor) : bell(executor) {}

  void ring() {
    rung = true;
    bell.cancel();
  }
  [[nodiscard]] asio::awaitable<void> wait_until(SteadyTime until) {
    boost::system::error_code ignored;
    bell.expires_at(until);
    co_await bell.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }

  asio::steady_timer bell;
  bool rung = false;            // since the sender last looked
  bool over = false;            // nobody reads any more, or the server stops
  bool client_watched = false;  // a read waits on the connection
};

// As long as it lives, the stream's wake-ups reach the sender and the client is watched; what ends it, ends both.
class Session::OpenStream {
 public:
  OpenStream(Session& session, BodyStream& body) : session_(session), body_(body) {
    session_.streaming_ = std::make_shared<Streaming>(session_.executor_);
    const auto streaming = session_.streaming_;
    body_.on_more(
        [executor = session_.executor_, streaming] { asio::post(executor, [streaming] { streaming->ring(); }); });
    streaming->client_watched = true;
    asio::co_spawn(session_.executor_, session_.watch_client(streaming),
                   [self = session_.shared_from_this(), streaming](const std::exception_ptr&) {
                     streaming->client_watched = false;
                     streaming->over = true;
                     streaming->ring();
                   });
  }
  OpenStream(const OpenStream&) = delete;
  OpenStream& operator=(const OpenStream&) = delete;
  ~OpenStream() {
    body_.on_more({});
    session_.connection_->cancel();
    session_.streaming_.reset();
  }

 private:
  Session& session_;
  BodyStream& body_;
};

asio::awaitable<void> Session::send_stream(const HttpResponse& response, std::shared_ptr<BodyStream> body,
                                           Framing framing) {
  std::shared_ptr<Streaming> streaming;
  bool good = false;
  {
    const OpenStream open(*this, *body);
    streaming = streaming_;
    good = co_await send(response, false, false, framing);
    disarm();
    good = good && co_await send_pieces(*body, framing, *streaming);
    if (good && framing == Framing::kChunked) {
      arm(context_.limits.linger_timeout);
      good = co_await connection_->write(kLastChunk, {}) && !expired_;
    }
    disarm();
  }
  body.reset();  // its place is free before the client has said goodbye
  while (streaming->client_watched) co_await streaming->wait_until(SteadyTime::max());
  if (good) co_await say_goodbye();
}

// Until the stream ends. False when there is nobody to be told that it has.
asio::awaitable<bool> Session::send_pieces(BodyStream& body, Framing framing, Streaming& streaming) {
  auto next_check = steady_clock::now() + context_.limits.stream_check;
  while (!streaming.over && !context_.stopping) {
    streaming.rung = false;
    BodyStream::Piece piece = body.take();
    const bool some = !piece.bytes.empty();
    if (some && !co_await send_piece(std::move(piece.bytes), framing)) co_return false;
    if (piece.last) co_return true;
    if (steady_clock::now() >= next_check) {
      if (!co_await on_pool([&] { body.check(); })) co_return true;
      next_check = steady_clock::now() + context_.limits.stream_check;
    } else if (!some && !streaming.rung) {
      co_await streaming.wait_until(next_check);
    }
  }
  co_return context_.stopping;
}

asio::awaitable<bool> Session::send_piece(std::string bytes, Framing framing) {
  const std::string head = framing == Framing::kChunked ? chunk_head(bytes.size()) : std::string{};
  if (framing == Framing::kChunked) bytes += kChunkEnd;
  arm(context_.limits.send_timeout);
  const bool sent = co_await connection_->write(head, bytes);
  const bool in_time = !expired_;
  disarm();
  co_return sent&& in_time;
}

// A client that only listens is seen to leave by a read alone. What it sends meanwhile is thrown away: its connection
// ends with the stream.
asio::awaitable<void> Session::watch_client(std::shared_ptr<Streaming> streaming) {
  std::array<char, kReadSlice> slice;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by the read
  std::size_t received = buffer_.size();
  while (!streaming->over && received <= kMostUnasked) {
    const std::size_t count = co_await connection_->read_some(slice);
    if (count == 0) co_return;
    received += count;
  }
}

void Session::stop_streaming() {
  streaming_->over = true;
  streaming_->ring();
  connection_->cancel();
}

}  // namespace curfew::http
