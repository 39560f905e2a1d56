#include "adapters/aws/answer_reader.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <utility>

namespace curfew::aws {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

std::string lower(beast::string_view view) {
  std::string text(view.data(), view.size());
  std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  return text;
}

}  // namespace

class AnswerReader::Parser {
 public:
  Parser(std::size_t most_body_bytes, bool has_body) {
    parser_.eager(true);
    parser_.skip(!has_body);
    parser_.header_limit(static_cast<std::uint32_t>(kMostHeadBytes));
    parser_.body_limit(most_body_bytes);
  }

  http::response_parser<http::string_body>* operator->() { return &parser_; }

 private:
  http::response_parser<http::string_body> parser_;
};

AnswerReader::AnswerReader(std::size_t most_body_bytes, bool has_body)
    : most_body_bytes_(most_body_bytes), has_body_(has_body) {
  start();
}

AnswerReader::~AnswerReader() = default;

void AnswerReader::start() { parser_ = std::make_unique<Parser>(most_body_bytes_, has_body_); }

std::size_t AnswerReader::feed(std::string_view bytes) {
  std::size_t consumed = 0;
  while (state_ == State::kMore && consumed < bytes.size()) {
    beast::error_code error;
    const std::size_t count =
        (*parser_)->put(boost::asio::buffer(bytes.data() + consumed, bytes.size() - consumed), error);
    consumed += count;
    if (error && error != http::error::need_more) {
      fail(error.message());
    } else if ((*parser_)->is_done()) {
      check_complete();
    } else if (count == 0) {
      break;
    }
  }
  if (state_ == State::kMore && !(*parser_)->is_header_done() && bytes.size() - consumed > kMostHeadBytes) {
    fail("the head is too large");
  }
  return consumed;
}

void AnswerReader::end() {
  if (state_ != State::kMore) return;
  if (!(*parser_)->got_some()) return fail("the stream ended before it");
  beast::error_code error;
  (*parser_)->put_eof(error);
  if (error) return fail(error.message());
  check_complete();
}

void AnswerReader::check_complete() {
  const unsigned status = (*parser_)->get().result_int();
  if (status == 101) return fail("it changes the protocol unasked");
  if (status < 200) return start();
  state_ = State::kComplete;
}

void AnswerReader::fail(std::string fault) {
  state_ = State::kBad;
  fault_ = std::move(fault);
}

HttpAnswer AnswerReader::take() {
  auto& message = (*parser_)->get();
  HttpAnswer answer{.status = static_cast<int>(message.result_int()), .headers = {}, .body = {}};
  for (const auto& field : message) {
    answer.headers.emplace_back(lower(field.name_string()), std::string(field.value().data(), field.value().size()));
  }
  answer.body = std::move(message.body());
  return answer;
}

bool AnswerReader::keeps_alive() const { return state_ == State::kComplete && (*parser_)->keep_alive(); }

}  // namespace curfew::aws
