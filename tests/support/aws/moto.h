// AWS for tests: moto 5.2 with its gaps filled in (moto_server.py), one server for a test executable.
//
//   class LedgerTest : public testing::Test { void SetUp() override { CURFEW_NEEDS_MOTO(); } … the_moto() … };
//
// Register such an executable with curfew_moto_test (tests/support/aws/MotoTest.cmake): one ctest test each, because
// the server takes a second or two to start. Tests share it and keep out of each other's way by names, tables and
// Identity Center instances of their own; nothing is ever reset. Thread-safe.
#pragma once

#include <gtest/gtest.h>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <expected>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "support/aws/python_server.h"

namespace curfew::testing_aws {

class Moto {
 public:
  // Starts a server with the Python that CURFEW_MOTO_PYTHON names, else python3. Errors: why there is none, in a
  // sentence.
  [[nodiscard]] static std::expected<std::unique_ptr<Moto>, std::string> start();
  Moto(const Moto&) = delete;
  Moto& operator=(const Moto&) = delete;
  ~Moto() = default;

  [[nodiscard]] std::string url() const { return server_->url(); }  // "http://127.0.0.1:40123"
  [[nodiscard]] int port() const { return server_->port(); }

  // Credentials that moto takes, for aws::ClientSettings::environment. Calls are recorded under this access key, so a
  // test that counts its own chooses one of its own.
  [[nodiscard]] static std::map<std::string, std::string> environment(const std::string& access_key = "testing");

  // Control calls (moto_gaps/control.py); `path` without /curfew-test/. Fails the test when they fail.
  boost::json::value post(const std::string& path, const boost::json::object& body = {}) const;
  [[nodiscard]] boost::json::value get(const std::string& path) const;

  // One call of a JSON service, not signed with care: how tests prepare and inspect what they then test. Fails the test
  // on an AWS error. For example aws("sso", "SWBExternalService.CreatePermissionSet", {…}).
  boost::json::object aws(std::string_view signing_name, std::string_view target,
                          const boost::json::object& body) const;

 private:
  explicit Moto(std::unique_ptr<PythonServer> server) : server_(std::move(server)) {}

  std::unique_ptr<PythonServer> server_;
};

// The server of this test executable, started at the first call; empty where moto is not installed.
[[nodiscard]] Moto* the_moto();
// Why there is none.
[[nodiscard]] const std::string& why_no_moto();
// Whether its absence is a failure: CI=true.
[[nodiscard]] bool moto_is_required();

// For executables all of whose tests need it: `const auto* const kNeedsMoto = needs_moto();` at namespace scope skips
// or fails them before any is constructed.
[[nodiscard]] testing::Environment* needs_moto();

// A name that no other test of this process uses: "table-17".
[[nodiscard]] std::string unique_name(std::string_view prefix);

}  // namespace curfew::testing_aws

// At the start of SetUp or of a test. The words are what ctest knows a skipped suite by.
// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): GTEST_SKIP and FAIL return from where they stand
#define CURFEW_NEEDS_MOTO()                                                               \
  if (curfew::testing_aws::the_moto() != nullptr) {                                       \
  } else if (curfew::testing_aws::moto_is_required()) {                                   \
    FAIL() << "moto 5.2 is needed where CI=true: " << curfew::testing_aws::why_no_moto(); \
  } else                                                                                  \
    GTEST_SKIP() << "moto 5.2 is not installed; the AWS suites are skipped: " << curfew::testing_aws::why_no_moto()
