// The bytes of an answer's head (RFC 9112 section 4).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.h"
#include "entry/http/message.h"

namespace curfew::http {

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 section 5.6.7).
[[nodiscard]] std::string http_date(Seconds at);

// How the other side knows where the body ends.
enum class Framing : std::uint8_t {
  kLength,   // Content-Length (none for 204 and 304)
  kChunked,  // Transfer-Encoding; HTTP/1.1 only
  kClose     // the connection ends with it
};

// Status line, the response's headers, those of its framing, Date, and "Connection: close" unless the connection is
// kept. A control character in a header value becomes a space: nothing can inject a header.
[[nodiscard]] std::string render_head(const HttpResponse& response, bool keep_alive, Seconds now,
                                      Framing framing = Framing::kLength);

// What stands before a chunk of so many bytes, at least 1; behind it stands kChunkEnd (RFC 9112 section 7.1).
[[nodiscard]] std::string chunk_head(std::size_t bytes);
inline constexpr std::string_view kChunkEnd = "\r\n";
inline constexpr std::string_view kLastChunk = "0\r\n\r\n";

// False for answers that never have a body.
[[nodiscard]] bool has_body(int status);

}  // namespace curfew::http
