// Answers as the API gives them: JSON bodies, and errors with one shape and one table of statuses.
#pragma once

#include <boost/json/object.hpp>
#include <string_view>

#include "base/error.h"
#include "domain/attributes.h"
#include "entry/http/message.h"

namespace curfew::http {

// The HTTP status of an error.
[[nodiscard]] int status_of(ErrorCode code);

// {"error": …, "code": …}; Retry-After where waiting helps; WWW-Authenticate with 401. Statuses of 500 and above tell
// nothing of what happened but the request's id, under which the log has it; 503 keeps its sentence.
[[nodiscard]] HttpResponse error_answer(const Error& error, std::string_view request_id);
[[nodiscard]] HttpResponse error_answer(Refusal refusal);

[[nodiscard]] HttpResponse json_answer(int status, const boost::json::object& body);
[[nodiscard]] HttpResponse text_answer(int status, std::string_view content_type, std::string body);

// A record with the names and types it is stored with.
[[nodiscard]] boost::json::object to_json(const Attributes& attributes);

// The word of the code in a refusal's answer.
[[nodiscard]] std::string_view word_of(Refusal refusal);

}  // namespace curfew::http
