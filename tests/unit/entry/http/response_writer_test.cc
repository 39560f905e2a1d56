#include "entry/http/response_writer.h"

#include <gtest/gtest.h>

namespace curfew::http {
namespace {

const Seconds kNow = from_unix_seconds(784'111'777);  // the example of RFC 9110

TEST(ResponseWriterTest, DatesAreWrittenAsTheRfcWantsThem) {
  EXPECT_EQ(http_date(kNow), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(http_date(from_unix_seconds(0)), "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST(ResponseWriterTest, TheHeadSaysAllThereIsToSay) {
  const HttpResponse response{.status = 404, .headers = {{.name = "X-A", .value = "b"}}, .body = "gone"};
  EXPECT_EQ(render_head(response, true, kNow),
            "HTTP/1.1 404 Not Found\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nX-A: b\r\nContent-Length: 4\r\n\r\n");
  EXPECT_NE(render_head(response, false, kNow).find("Connection: close\r\n"), std::string::npos);
}

TEST(ResponseWriterTest, AnAnswerWithoutContentHasNoLength) {
  EXPECT_EQ(render_head({.status = 204, .headers = {}, .body = ""}, true, kNow).find("Content-Length"),
            std::string::npos);
  EXPECT_EQ(render_head({.status = 304, .headers = {}, .body = ""}, true, kNow).find("Content-Length"),
            std::string::npos);
}

TEST(ResponseWriterTest, ABodyOfUnknownLengthComesInChunksOrUntilTheClose) {
  const HttpResponse response{.status = 200, .headers = {}, .body = ""};
  const std::string chunked = render_head(response, false, kNow, Framing::kChunked);
  EXPECT_TRUE(chunked.contains("\r\nTransfer-Encoding: chunked\r\n"));
  EXPECT_FALSE(chunked.contains("Content-Length"));
  const std::string until_close = render_head(response, false, kNow, Framing::kClose);
  EXPECT_FALSE(until_close.contains("Transfer-Encoding"));
  EXPECT_FALSE(until_close.contains("Content-Length"));
  EXPECT_EQ(chunk_head(1), "1\r\n");
  EXPECT_EQ(chunk_head(std::size_t{64} * 1024 + 10), "1000a\r\n");
}

TEST(ResponseWriterTest, NothingInAValueCanAddAHeader) {
  const HttpResponse response{.status = 200, .headers = {{.name = "X", .value = "a\r\nSet-Cookie: b"}}, .body = ""};
  EXPECT_EQ(render_head(response, true, kNow).find("\nSet-Cookie"), std::string::npos);
}

}  // namespace
}  // namespace curfew::http
