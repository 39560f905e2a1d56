// The headers that every answer gets: the request's id, what keeps browsers careful, and CORS for configured origins.
#pragma once

#include <string>
#include <vector>

#include "entry/http/message.h"

namespace curfew::http {

// What of a request its answer's headers depend on; taken when the request comes in, as an answer may come later.
struct AnswerContext {
  std::string request_id;
  std::string allowed_origin;  // the Origin header, when it is one of the configured ones; else empty
  bool secure = false;         // the client came by HTTPS
};

// Adds the headers; Cache-Control and Content-Security-Policy only where the answer has none of its own.
void add_common_headers(HttpResponse& response, const AnswerContext& context);

// The answer to a CORS preflight or a plain OPTIONS (Fetch standard section 3.2.2; RFC 9110 section 9.3.7).
// `allowed_methods` is what the path serves: "GET, HEAD, POST".
[[nodiscard]] HttpResponse options_answer(const std::string& allowed_methods, const AnswerContext& context);

// The Origin of the request when it is one of `allowed_origins`, compared byte by byte; else empty.
[[nodiscard]] std::string allowed_origin(const HttpRequest& request, const std::vector<std::string>& allowed_origins);

}  // namespace curfew::http
