#include "support/aws/fault_proxy.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <iostream>
#include <string_view>
#include <utility>

#include "support/aws/plain_http.h"

namespace curfew::testing_aws {

namespace {

constexpr std::string_view kFaults = "/curfew-test/faults";

std::unique_ptr<PythonServer> started(const Moto& moto) {
  auto server = PythonServer::start(moto_python(), CURFEW_FAULT_PROXY, {moto.url()});
  if (!server) {
    std::cerr << server.error() << '\n';
    std::abort();
  }
  return std::move(*server);
}

}  // namespace

FaultProxy::FaultProxy(const Moto& moto) : server_(started(moto)) {}

void FaultProxy::make(const boost::json::array& rules, std::uint64_t seed) const {
  const boost::json::object plan{{"seed", seed}, {"rules", rules}};
  const auto answer = plain_exchange(server_->port(), "POST", kFaults, {}, boost::json::serialize(plan));
  EXPECT_EQ(answer.status, 200) << answer.body;
}

void FaultProxy::make_next(const std::string& operation, const std::string& fault, int times) const {
  make({boost::json::object{{"operation", operation}, {"fault", fault}, {"times", times}}});
}

boost::json::object FaultProxy::made() const {
  const auto answer = plain_exchange(server_->port(), "GET", kFaults, {}, "");
  EXPECT_EQ(answer.status, 200) << answer.body;
  return answer.status == 200 ? boost::json::parse(answer.body).as_object() : boost::json::object{};
}

}  // namespace curfew::testing_aws
