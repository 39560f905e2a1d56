// Between Curfew and the test server: makes throttling, conflicts, errors, cut connections, lost replies and slow or
// failing operations, by rules that a test may change at any time (fault_proxy.py). Thread-safe.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <memory>
#include <string>

#include "support/aws/moto.h"
#include "support/aws/python_server.h"

namespace curfew::testing_aws {

class FaultProxy {
 public:
  // Lets everything through at first. Ends the test process when it cannot start: no test can go on without.
  explicit FaultProxy(const Moto& moto);

  [[nodiscard]] std::string url() const { return server_->url(); }

  // Replaces all rules.
  void make(const boost::json::array& rules, std::uint64_t seed = 1) const;
  // The next calls of the operation, so many of them, go wrong that way.
  void make_next(const std::string& operation, const std::string& fault, int times = 1) const;
  void make_none() const { make({}); }
  // What was made since the rules were set: {"CreateAccountAssignment lost_reply": 3}.
  [[nodiscard]] boost::json::object made() const;

 private:
  std::unique_ptr<PythonServer> server_;
};

}  // namespace curfew::testing_aws
