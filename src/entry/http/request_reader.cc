#include "entry/http/request_reader.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <string>

namespace curfew::http {
namespace {

namespace beast = boost::beast;

std::string text(beast::string_view view) { return {view.data(), view.size()}; }

Refusal refusal_for(beast::error_code error) {
  namespace http = beast::http;
  if (error == http::error::body_limit) return Refusal::kBodyTooLarge;
  if (error == http::error::header_limit) return Refusal::kHeaderTooLarge;
  return Refusal::kMalformed;
}

// RFC 9112 section 3.2: "http://host/path?query" means "/path?query".
std::string_view without_origin(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (target.size() < scheme.size() || !equal_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
    const std::size_t start = target.find_first_of("/?", scheme.size());
    return start == std::string_view::npos ? std::string_view("/") : target.substr(start);
  }
  return target;
}

// A well-formed head of a version that is not ours deserves 505 rather than 400 (RFC 9110 section 15.6.6).
bool names_another_version(std::string_view head) {
  const std::string_view line = head.substr(0, head.find("\r\n"));
  const std::size_t last = line.rfind(' ');
  if (last == std::string_view::npos) return false;
  const std::string_view version = line.substr(last + 1);
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return version.size() == 8 && version.starts_with("HTTP/") && digit(version[5]) && version[6] == '.' &&
         digit(version[7]) && version != "HTTP/1.0" && version != "HTTP/1.1";
}

}  // namespace

class RequestReader::Parser {
 public:
  explicit Parser(const ReadLimits& limits) {
    parser_.eager(true);
    parser_.header_limit(static_cast<std::uint32_t>(limits.head_bytes + 1));
    parser_.body_limit(limits.body_bytes);
  }

  std::size_t put(std::string_view bytes, beast::error_code& error) {
    return parser_.put(boost::asio::buffer(bytes.data(), bytes.size()), error);
  }

  [[nodiscard]] bool has_head() const { return parser_.is_header_done(); }
  [[nodiscard]] bool done() const { return parser_.is_done(); }
  [[nodiscard]] bool keep_alive() const { return parser_.keep_alive(); }
  [[nodiscard]] const auto& message() const { return parser_.get(); }
  [[nodiscard]] std::string release_body() { return std::move(parser_.get().body()); }

 private:
  beast::http::request_parser<beast::http::string_body> parser_;
};

RequestReader::RequestReader(const ReadLimits& limits) : limits_(limits), scanner_(limits.head_bytes) {}

RequestReader::~RequestReader() = default;

std::size_t RequestReader::feed(std::string_view bytes) {
  std::size_t consumed = 0;
  if (state_ == State::kHead) consumed = feed_head(bytes);
  if (state_ == State::kBody) consumed += feed_body(bytes.substr(consumed));
  return consumed;
}

std::size_t RequestReader::feed_head(std::string_view bytes) {
  const std::size_t skipped = skip_empty_line(bytes);
  if (!line_may_start_) return 0;
  switch (scanner_.scan(bytes.substr(skipped))) {
    case HeadScanner::Verdict::kNeedMore: return skipped;
    case HeadScanner::Verdict::kMalformed: refuse(Refusal::kMalformed); return skipped;
    case HeadScanner::Verdict::kTooLarge: refuse(Refusal::kHeaderTooLarge); return skipped;
    case HeadScanner::Verdict::kComplete: break;
  }
  accept_head(bytes.substr(skipped, scanner_.size()));
  return skipped + scanner_.size();
}

// RFC 9112 section 2.2: one empty line before the request line is to be ignored.
std::size_t RequestReader::skip_empty_line(std::string_view bytes) {
  if (line_may_start_ || bytes == "\r") return 0;
  line_may_start_ = true;
  return bytes.starts_with("\r\n") ? 2 : 0;
}

void RequestReader::accept_head(std::string_view head) {
  parser_ = std::make_unique<Parser>(limits_);
  beast::error_code error;
  // Nothing but the head: whatever the parser makes of it is checked before a byte of the body is believed.
  static_cast<void>(parser_->put(head, error));
  const bool good_target = take_message();
  if (error || !parser_->has_head() || !good_target) {
    return refuse(names_another_version(head) ? Refusal::kVersion : refusal_for(error));
  }
  if (const auto refusal = check_head()) return refuse(*refusal);
  keep_alive_ = parser_->keep_alive();
  takes_chunks_ = parser_->message().version() == 11;
  state_ = parser_->done() ? State::kComplete : State::kBody;
}

// Taken before the body is read: fields of a chunked body's trailer must not be able to join them later.
bool RequestReader::take_message() {
  const auto& message = parser_->message();
  request_.method = text(message.method_string());
  for (const auto& field : message) {
    request_.headers.push_back({.name = text(field.name_string()), .value = text(field.value())});
  }
  return take_target(text(message.target()));
}

std::optional<Refusal> RequestReader::check_head() {
  if (const auto refusal = check_framing()) return refusal;
  const auto version = parser_->message().version();
  // RFC 9112 section 3.2: exactly one Host, which HTTP/1.0 may leave out.
  const std::size_t hosts = count_headers(request_.headers, "Host");
  if (hosts > 1 || (hosts == 0 && version == 11)) return Refusal::kMalformed;
  if (const std::string* expectation = find_header(request_.headers, "Expect")) {
    if (!equal_ignoring_case(*expectation, "100-continue")) return Refusal::kExpectation;
    expects_continue_ = version == 11;
  }
  return std::nullopt;
}

std::optional<Refusal> RequestReader::check_framing() const {
  const std::size_t lengths = count_headers(request_.headers, "Content-Length");
  const std::size_t codings = count_headers(request_.headers, "Transfer-Encoding");
  if (lengths + codings > 1) return Refusal::kMalformed;
  if (const std::string* length = find_header(request_.headers, "Content-Length")) {
    if (!std::ranges::all_of(*length, [](char c) { return c >= '0' && c <= '9'; })) return Refusal::kMalformed;
  }
  if (const std::string* coding = find_header(request_.headers, "Transfer-Encoding")) {
    if (parser_->message().version() != 11) return Refusal::kMalformed;  // RFC 9112 section 6.1
    if (!equal_ignoring_case(*coding, "chunked")) return Refusal::kNotImplemented;
  }
  return std::nullopt;
}

bool RequestReader::take_target(std::string_view target) {
  if (target == "*" && request_.method == "OPTIONS") {
    request_.path = target;
    return true;
  }
  target = without_origin(target);
  const std::size_t query = target.find('?');
  request_.path = query == 0 ? "/" : target.substr(0, query);
  if (query != std::string_view::npos) request_.query = target.substr(query + 1);
  return request_.path.starts_with('/') && target.find('#') == std::string_view::npos;
}

std::size_t RequestReader::feed_body(std::string_view bytes) {
  if (bytes.empty()) return 0;
  beast::error_code error;
  std::size_t consumed = 0;
  while (!error && !parser_->done() && consumed < bytes.size()) {
    consumed += parser_->put(bytes.substr(consumed), error);
  }
  if (error && error != beast::http::error::need_more) {
    refuse(refusal_for(error));
  } else if (parser_->done()) {
    request_.body = parser_->release_body();
    state_ = State::kComplete;
  }
  return consumed;
}

bool RequestReader::take_expectation() {
  const bool expected = expects_continue_ && state_ == State::kBody;
  expects_continue_ = false;
  return expected;
}

void RequestReader::refuse(Refusal refusal) {
  state_ = State::kRefused;
  refusal_ = refusal;
}

}  // namespace curfew::http
