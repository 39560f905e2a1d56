#include "support/aws/moto.h"

#include <atomic>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/system/error_code.hpp>
#include <cstdlib>
#include <utility>

#include "support/aws/plain_http.h"

namespace curfew::testing_aws {

namespace {

// Without importing it, which takes a second.
bool has_moto(const std::string& python) {
  return python_agrees(python,
                       "import sys\n"
                       "from importlib import metadata\n"
                       "try:\n"
                       "  ok = metadata.version('moto').startswith('5.2') and metadata.version('flask')\n"
                       "except metadata.PackageNotFoundError:\n"
                       "  ok = False\n"
                       "sys.exit(not ok)");
}

boost::json::value checked(const PlainAnswer& answer, std::string_view what) {
  boost::system::error_code failed;
  auto said = boost::json::parse(answer.body.empty() ? "{}" : answer.body, failed);
  if (answer.status != 200 || failed) {
    ADD_FAILURE() << what << " was answered with " << answer.status << ": " << answer.body;
    return boost::json::object{};
  }
  return said;
}

}  // namespace

std::expected<std::unique_ptr<Moto>, std::string> Moto::start() {
  const std::string python = moto_python();
  if (!has_moto(python)) return std::unexpected(python + " has no moto 5.2 with its server");
  auto server = PythonServer::start(python, CURFEW_MOTO_SERVER, {});
  if (!server) return std::unexpected(server.error());
  return std::unique_ptr<Moto>(new Moto(std::move(*server)));
}

std::map<std::string, std::string> Moto::environment(const std::string& access_key) {
  return {{"AWS_ACCESS_KEY_ID", access_key}, {"AWS_SECRET_ACCESS_KEY", "testing"}, {"NO_PROXY", "*"}};
}

boost::json::value Moto::post(const std::string& path, const boost::json::object& body) const {
  return checked(plain_exchange(server_->port(), "POST", "/curfew-test/" + path, {}, boost::json::serialize(body)),
                 path);
}

boost::json::value Moto::get(const std::string& path) const {
  return checked(plain_exchange(server_->port(), "GET", "/curfew-test/" + path, {}, ""), path);
}

boost::json::object Moto::aws(std::string_view signing_name, std::string_view target,
                              const boost::json::object& body) const {
  const std::string scope = "test-set-up/20260101/us-east-1/" + std::string(signing_name) + "/aws4_request";
  const bool is_json_1_0 = target.starts_with("DynamoDB");
  const auto answer = plain_exchange(
      server_->port(), "POST", "/",
      {{"Authorization", "AWS4-HMAC-SHA256 Credential=" + scope + ", SignedHeaders=host, Signature=none"},
       {"X-Amz-Target", std::string(target)},
       {"Content-Type", is_json_1_0 ? "application/x-amz-json-1.0" : "application/x-amz-json-1.1"}},
      boost::json::serialize(body));
  auto said = checked(answer, target);
  return said.is_object() ? said.as_object() : boost::json::object{};
}

namespace {

struct Started {
  Started() {
    auto server = Moto::start();
    if (server) {
      moto = std::move(*server);
    } else {
      why_not = server.error();
    }
  }
  std::unique_ptr<Moto> moto;
  std::string why_not;
};

const Started& started() {
  static const Started once;
  return once;
}

}  // namespace

Moto* the_moto() { return started().moto.get(); }

const std::string& why_no_moto() { return started().why_not; }

bool moto_is_required() {
  const char* ci = std::getenv("CI");  // NOLINT(concurrency-mt-unsafe): nothing here changes it
  return ci != nullptr && std::string_view(ci) == "true";
}

namespace {

class NeedsMoto final : public testing::Environment {
 public:
  void SetUp() override { CURFEW_NEEDS_MOTO(); }
};

}  // namespace

testing::Environment* needs_moto() { return testing::AddGlobalTestEnvironment(new NeedsMoto); }

std::string unique_name(std::string_view prefix) {
  static std::atomic<int> last{0};
  return std::string(prefix) + "-" + std::to_string(++last);
}

}  // namespace curfew::testing_aws
