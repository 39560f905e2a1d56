// What goes over a connection: the bytes of a request, and the answer to it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <expected>
#include <string>

#include "adapters/aws/connection.h"
#include "adapters/aws/connector.h"
#include "adapters/aws/http_client.h"

namespace curfew::aws {

// The whole request as it is sent. The error: something in it would break out of its line.
[[nodiscard]] std::expected<std::string, std::string> request_bytes(const HttpRequest& request, const Route& route);

struct ReceivedAnswer {
  HttpAnswer answer;
  bool keeps_alive = false;  // the connection is good for another request
};

// The error says why there is no whole answer.
[[nodiscard]] boost::asio::awaitable<std::expected<ReceivedAnswer, std::string>> receive_answer(
    Connection& connection, std::size_t most_body_bytes, bool has_body);

}  // namespace curfew::aws
