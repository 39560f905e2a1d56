// Makes connections: resolves, connects, opens the tunnel through a proxy, shakes hands. Used on the client's one
// thread only.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "adapters/aws/connection.h"
#include "adapters/aws/http_client.h"
#include "adapters/aws/proxy_rules.h"
#include "adapters/aws/url.h"
#include "base/error.h"

namespace curfew::aws {

struct Route {
  Url url;
  const Proxy* proxy = nullptr;

  [[nodiscard]] std::string place() const;
};

class Connector {
 public:
  explicit Connector(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}

  // Reads the CA bundle, if one is named. Errors: kConfiguration.
  [[nodiscard]] Status open(const std::optional<std::string>& ca_bundle);

  // The error is a sentence for operators. `patience` is shared by the addresses of a host.
  [[nodiscard]] boost::asio::awaitable<std::expected<std::unique_ptr<Connection>, std::string>> connect(
      Route route, Millis patience);

 private:
  std::shared_ptr<boost::asio::ssl::context> tls();

  boost::asio::any_io_executor executor_;
  std::shared_ptr<boost::asio::ssl::context> tls_;  // made when it is first needed
};

}  // namespace curfew::aws
