#include "support/aws/moto.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <cstdlib>
#include <utility>
#include <vector>

#include "support/aws/plain_http.h"

namespace curfew::testing_aws {

namespace {

constexpr std::chrono::seconds kStartTime{60};  // Python imports much, and the machine may be busy

std::string environment_or(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing here sets the environment
  return value != nullptr && *value != '\0' ? value : otherwise;
}

// A pipe whose ends no child inherits but by being given them.
struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) std::abort();
    read_end = ends[0];
    write_end = ends[1];
  }
  int read_end = -1;
  int write_end = -1;
};

std::optional<pid_t> spawn_server(const std::string& python, int its_input, int its_output) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, its_input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, its_output, STDOUT_FILENO);
  std::vector<std::string> words{python, "-B", CURFEW_MOTO_SERVER};
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t process = 0;
  const int failed = posix_spawnp(&process, python.c_str(), &files, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  return failed == 0 ? std::optional(process) : std::nullopt;
}

// One line, or what came of it within the time.
std::string read_line(int from) {
  const auto deadline = std::chrono::steady_clock::now() + kStartTime;
  std::string line;
  char byte = 0;
  while (line.size() < 1000) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd waiting{.fd = from, .events = POLLIN, .revents = 0};
    if (left.count() <= 0 || ::poll(&waiting, 1, static_cast<int>(left.count())) <= 0) break;
    if (::read(from, &byte, 1) != 1 || byte == '\n') break;
    line += byte;
  }
  return line;
}

void end(pid_t process) {
  ::kill(process, SIGKILL);  // it holds nothing that is worth a farewell
  ::waitpid(process, nullptr, 0);
}

// Whether that Python has moto 5.2 with its server. Quick where there is none: nothing is imported.
bool has_moto(const std::string& python) {
  const std::string probe =
      "import sys\nfrom importlib import metadata\n"
      "try:\n ok = metadata.version('moto').startswith('5.2') and metadata.version('flask')\n"
      "except metadata.PackageNotFoundError:\n ok = False\nsys.exit(not ok)";
  std::vector<std::string> words{python, "-c", probe};
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t process = 0;
  if (posix_spawnp(&process, python.c_str(), nullptr, nullptr, arguments.data(), environ) != 0) return false;
  int status = 0;
  return ::waitpid(process, &status, 0) == process && WIFEXITED(status) && WEXITSTATUS(status) == 0;
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
  const std::string python = environment_or("CURFEW_MOTO_PYTHON", "python3");
  if (!has_moto(python)) return std::unexpected(python + " has no moto 5.2 with its server");
  const Pipe input;
  const Pipe output;
  const auto process = spawn_server(python, input.read_end, output.write_end);
  ::close(input.read_end);
  ::close(output.write_end);
  const std::string line = process ? read_line(output.read_end) : "";
  ::close(output.read_end);
  boost::system::error_code failed;
  const auto said = boost::json::parse(line, failed);
  const auto* port = !failed && said.is_object() ? said.as_object().if_contains("port") : nullptr;
  if (port == nullptr) {
    ::close(input.write_end);
    if (process) end(*process);
    return std::unexpected("the test server said \"" + line + "\" instead of its port");
  }
  return std::unique_ptr<Moto>(new Moto(*process, port->to_number<int>(), input.write_end));
}

Moto::~Moto() {
  ::close(keep_alive_);
  end(process_);
}

std::string Moto::url() const { return "http://127.0.0.1:" + std::to_string(port_); }

std::map<std::string, std::string> Moto::environment(const std::string& access_key) {
  return {{"AWS_ACCESS_KEY_ID", access_key}, {"AWS_SECRET_ACCESS_KEY", "testing"}, {"NO_PROXY", "*"}};
}

boost::json::value Moto::post(const std::string& path, const boost::json::object& body) const {
  return checked(plain_exchange(port_, "POST", "/curfew-test/" + path, {}, boost::json::serialize(body)), path);
}

boost::json::value Moto::get(const std::string& path) const {
  return checked(plain_exchange(port_, "GET", "/curfew-test/" + path, {}, ""), path);
}

boost::json::object Moto::aws(std::string_view signing_name, std::string_view target,
                              const boost::json::object& body) const {
  const std::string scope = "test-set-up/20260101/us-east-1/" + std::string(signing_name) + "/aws4_request";
  const bool is_json_1_0 = target.starts_with("DynamoDB");
  const auto answer = plain_exchange(
      port_, "POST", "/",
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

bool moto_is_required() { return environment_or("CI", "") == "true"; }

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
