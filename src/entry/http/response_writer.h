// The bytes of an answer's head (RFC 9112 section 4).
#pragma once

#include <string>

#include "base/time.h"
#include "entry/http/message.h"

namespace curfew::http {

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 section 5.6.7).
[[nodiscard]] std::string http_date(Seconds at);

// Status line, the response's headers, Content-Length (none for 204 and 304), Date, and "Connection: close" unless the
// connection is kept. A control character in a header value becomes a space: nothing can inject a header.
[[nodiscard]] std::string render_head(const HttpResponse& response, bool keep_alive, Seconds now);

// False for answers that never have a body.
[[nodiscard]] bool has_body(int status);

}  // namespace curfew::http
