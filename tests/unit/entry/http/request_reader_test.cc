#include "entry/http/request_reader.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace curfew::http {
namespace {

using State = RequestReader::State;

struct Outcome {
  State state;
  std::optional<Refusal> refusal;
  HttpRequest request;
  std::string rest;
};

// Gives the bytes in slices, as a network would.
Outcome read(const std::string& bytes, std::size_t slice, const ReadLimits& limits = {}) {
  RequestReader reader(limits);
  std::string buffer;
  std::size_t sent = 0;
  const auto over = [&] { return reader.state() == State::kComplete || reader.state() == State::kRefused; };
  while (!over() && sent < bytes.size()) {
    buffer += bytes.substr(sent, slice);
    sent += slice;
    buffer.erase(0, reader.feed(buffer));
  }
  const std::string unsent = sent < bytes.size() ? bytes.substr(sent) : "";
  Outcome outcome{.state = reader.state(), .refusal = {}, .request = reader.request(), .rest = buffer + unsent};
  if (outcome.state == State::kRefused) outcome.refusal = reader.refusal();
  return outcome;
}

const std::vector<std::size_t> kSlices{1, 2, 3, 7, 100'000};

std::string get(const std::string& headers) { return "GET / HTTP/1.1\r\nHost: c\r\n" + headers + "\r\n"; }

TEST(RequestReaderTest, SplitsTheTargetAndKeepsTheRestForTheNextRequest) {
  for (const std::size_t slice : kSlices) {
    const Outcome outcome = read("GET /a%20b/c?x=1&y=?z HTTP/1.1\r\nHost: c\r\nX-Y:  v \r\n\r\nGET /next", slice);
    ASSERT_EQ(outcome.state, State::kComplete) << slice;
    EXPECT_EQ(outcome.request.method, "GET");
    EXPECT_EQ(outcome.request.path, "/a%20b/c");
    EXPECT_EQ(outcome.request.query, "x=1&y=?z");
    EXPECT_EQ(*find_header(outcome.request.headers, "x-y"), "v");
    EXPECT_EQ(outcome.rest, "GET /next");
  }
}

TEST(RequestReaderTest, AnAbsoluteTargetMeansItsPath) {
  EXPECT_EQ(read("GET http://c/x?y HTTP/1.1\r\nHost: c\r\n\r\n", 9).request.path, "/x");
  EXPECT_EQ(read("GET HTTPS://c HTTP/1.1\r\nHost: c\r\n\r\n", 9).request.path, "/");
  EXPECT_EQ(read("GET https://c?q HTTP/1.1\r\nHost: c\r\n\r\n", 9).request.query, "q");
}

TEST(RequestReaderTest, BodiesArriveWholeInEverySlicing) {
  for (const std::size_t slice : kSlices) {
    const Outcome fixed = read("POST / HTTP/1.1\r\nHost: c\r\nContent-Length: 5\r\n\r\nhelloNEXT", slice);
    ASSERT_EQ(fixed.state, State::kComplete) << slice;
    EXPECT_EQ(fixed.request.body, "hello");
    EXPECT_EQ(fixed.rest, "NEXT");
    const Outcome chunked = read(
        "POST / HTTP/1.1\r\nHost: c\r\nTransfer-Encoding: Chunked\r\n\r\n"
        "3;e=\"q\"\r\nhel\r\n2\r\nlo\r\n0\r\nX-Trailer: t\r\nAuthorization: Bearer late\r\n\r\nNEXT",
        slice);
    ASSERT_EQ(chunked.state, State::kComplete) << slice;
    EXPECT_EQ(chunked.request.body, "hello");
    EXPECT_EQ(chunked.rest, "NEXT");
    EXPECT_EQ(find_header(chunked.request.headers, "Authorization"), nullptr) << "a trailer must not become a header";
  }
}

TEST(RequestReaderTest, TheExpectationIsTakenOnceAndOnlyWhileTheBodyIsMissing) {
  RequestReader reader({});
  static_cast<void>(reader.feed("POST / HTTP/1.1\r\nHost: c\r\nContent-Length: 2\r\nExpect: 100-Continue\r\n\r\n"));
  EXPECT_TRUE(reader.take_expectation());
  EXPECT_FALSE(reader.take_expectation());
  RequestReader without_body({});
  static_cast<void>(
      without_body.feed("POST / HTTP/1.1\r\nHost: c\r\nContent-Length: 0\r\nExpect: 100-continue\r\n\r\n"));
  EXPECT_FALSE(without_body.take_expectation());
}

struct Bad {
  const char* what;
  std::string bytes;
  Refusal refusal = Refusal::kMalformed;
};

const std::vector<Bad>& bad_requests() {
  static const std::string post = "POST / HTTP/1.1\r\nHost: c\r\n";
  static const std::vector<Bad> all{
      {"no request at all", "hello\r\n\r\n"},
      {"a TLS handshake", std::string("\x16\x03\x01\x02\x00\x01\x00\x01", 8)},
      {"HTTP/2's preface", "PRI * HTTP/2.0\r\n\r\n", Refusal::kVersion},
      {"HTTP/1.2", "GET / HTTP/1.2\r\nHost: c\r\n\r\n", Refusal::kVersion},
      {"HTTP/0.9", "GET /\r\n\r\n"},
      {"an unknown protocol", "GET / HTCPCP/1.0\r\n\r\n"},
      {"lower-case protocol", "GET / http/1.1\r\nHost: c\r\n\r\n"},
      {"two blanks after the method", "GET  / HTTP/1.1\r\nHost: c\r\n\r\n"},
      {"a blank in the target", "GET /a b HTTP/1.1\r\nHost: c\r\n\r\n"},
      {"a blank after the version", "GET / HTTP/1.1 \r\nHost: c\r\n\r\n"},
      {"a tab instead of a blank", "GET\t/ HTTP/1.1\r\nHost: c\r\n\r\n"},
      {"a relative target", "GET hello HTTP/1.1\r\nHost: c\r\n\r\n"},
      {"a fragment", "GET /#x HTTP/1.1\r\nHost: c\r\n\r\n"},
      {"an asterisk with GET", "GET * HTTP/1.1\r\nHost: c\r\n\r\n"},
      {"an authority as target", "CONNECT c:443 HTTP/1.1\r\nHost: c\r\n\r\n"},
      {"bare line feeds", "GET / HTTP/1.1\nHost: c\n\n"},
      {"one bare line feed", "GET / HTTP/1.1\r\nHost: c\nX: y\r\n\r\n"},
      {"a bare line feed at the end", "GET / HTTP/1.1\r\nHost: c\r\n\n"},
      {"a bare carriage return", "GET / HTTP/1.1\r\nHost: c\rX: y\r\n\r\n"},
      {"a folded line", get("X: a\r\n b\r\n")},
      {"a folded line with a tab", get("X: a\r\n\tb\r\n")},
      {"a first header with a blank before it", "GET / HTTP/1.1\r\n Host: c\r\n\r\n"},
      {"a blank before the colon", get("X : y\r\n")},
      {"Content-Length with a blank before the colon", post + "Content-Length : 3\r\n\r\nabc"},
      {"a header without a colon", get("nonsense\r\n")},
      {"a header without a name", get(": y\r\n")},
      {"a blank in a header's name", get("X Y: z\r\n")},
      {"a NUL in a header", get(std::string("X: a\0b\r\n", 8))},
      {"an escape in a header", get("X: \x1b[31m\r\n")},
      {"a DEL in a header", get("X: \x7f\r\n")},
      {"no Host", "GET / HTTP/1.1\r\nX: y\r\n\r\n"},
      {"two Hosts", get("Host: d\r\n")},
      {"two equal Hosts", get("Host: c\r\n")},
      {"Content-Length and Transfer-Encoding",
       post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
      {"Transfer-Encoding and Content-Length",
       post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"},
      {"two Content-Lengths", post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"},
      {"two equal Content-Lengths", post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"},
      {"a list as Content-Length", post + "Content-Length: 3, 3\r\n\r\nabc"},
      {"a signed Content-Length", post + "Content-Length: +3\r\n\r\nabc"},
      {"a negative Content-Length", post + "Content-Length: -3\r\n\r\nabc"},
      {"a hexadecimal Content-Length", post + "Content-Length: 0x3\r\n\r\nabc"},
      {"a fractional Content-Length", post + "Content-Length: 3.0\r\n\r\nabc"},
      {"an empty Content-Length", post + "Content-Length:\r\n\r\nabc"},
      {"a Content-Length beyond 64 bits", post + "Content-Length: 18446744073709551617\r\n\r\nabc"},
      {"a Content-Length over the limit", post + "Content-Length: 65537\r\n\r\n", Refusal::kBodyTooLarge},
      {"two codings", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", Refusal::kNotImplemented},
      {"two Transfer-Encodings", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
      {"an unknown coding", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", Refusal::kNotImplemented},
      {"identity", post + "Transfer-Encoding: identity\r\n\r\n", Refusal::kNotImplemented},
      {"chunked with a vertical tab", post + "Transfer-Encoding: \x0b"
                                             "chunked\r\n\r\n0\r\n\r\n"},
      {"chunked in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
      {"a chunk size that is no number", post + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n\r\n"},
      {"a negative chunk size", post + "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n"},
      {"a chunk size beyond 64 bits", post + "Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\nx\r\n0\r\n\r\n"},
      {"a chunk longer than its size", post + "Transfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n"},
      {"a chunk over the limit", post + "Transfer-Encoding: chunked\r\n\r\n10001\r\n", Refusal::kBodyTooLarge},
      {"an unknown expectation", post + "Content-Length: 3\r\nExpect: 200-ok\r\n\r\nabc", Refusal::kExpectation},
      {"a head over the limit", get("X: " + std::string(17'000, 'x') + "\r\n"), Refusal::kHeaderTooLarge},
      {"a target over the limit", "GET /" + std::string(17'000, 'x') + " HTTP/1.1\r\n\r\n", Refusal::kHeaderTooLarge},
      {"many small headers over the limit", get([] {
         std::string headers;
         for (int i = 0; i < 5000; ++i) headers += "X: y\r\n";
         return headers;
       }()),
       Refusal::kHeaderTooLarge},
      {"two empty lines first", "\r\n\r\nGET / HTTP/1.1\r\nHost: c\r\n\r\n"},
  };
  return all;
}

TEST(RequestReaderTest, WhateverIsAmbiguousIsRefusedInEverySlicing) {
  for (const Bad& bad : bad_requests()) {
    for (const std::size_t slice : kSlices) {
      const Outcome outcome = read(bad.bytes, slice);
      EXPECT_EQ(outcome.state, State::kRefused) << bad.what << ", slices of " << slice;
      EXPECT_EQ(outcome.refusal, bad.refusal) << bad.what << ", slices of " << slice;
    }
  }
}

TEST(RequestReaderTest, AHeadOfExactlyTheLimitPasses) {
  const ReadLimits limits{.head_bytes = 200, .body_bytes = 10};
  const std::string frame = get("X: \r\n");
  EXPECT_EQ(read(get("X: " + std::string(200 - frame.size(), 'x') + "\r\n"), 50, limits).state, State::kComplete);
  EXPECT_EQ(read(get("X: " + std::string(201 - frame.size(), 'x') + "\r\n"), 50, limits).refusal,
            Refusal::kHeaderTooLarge);
}

TEST(RequestReaderTest, WhatWasReadBeforeARefusalIsThereForTheLog) {
  const Outcome outcome = read("POST /requests HTTP/1.1\r\nHost: c\r\nContent-Length: 99999\r\n\r\n", 1000);
  EXPECT_EQ(outcome.request.method, "POST");
  EXPECT_EQ(outcome.request.path, "/requests");
}

}  // namespace
}  // namespace curfew::http
