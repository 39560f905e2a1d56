#include "support/aws/python_server.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <cstdlib>
#include <optional>

namespace curfew::testing_aws {

namespace {

constexpr std::chrono::seconds kStartTime{60};  // Python imports much, and the machine may be busy

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

std::optional<pid_t> spawn(std::vector<std::string> words, posix_spawn_file_actions_t* files) {
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t process = 0;
  const int failed = posix_spawnp(&process, words.front().c_str(), files, nullptr, arguments.data(), environ);
  return failed == 0 ? std::optional(process) : std::nullopt;
}

std::optional<pid_t> spawn_with(const std::vector<std::string>& words, int its_input, int its_output) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, its_input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, its_output, STDOUT_FILENO);
  const auto process = spawn(words, &files);
  posix_spawn_file_actions_destroy(&files);
  return process;
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

std::optional<int> port_in(const std::string& line) {
  boost::system::error_code failed;
  const auto said = boost::json::parse(line, failed);
  const auto* port = !failed && said.is_object() ? said.as_object().if_contains("port") : nullptr;
  return port != nullptr && port->is_int64() ? std::optional(port->to_number<int>()) : std::nullopt;
}

void end(pid_t process) {
  ::kill(process, SIGKILL);  // it holds nothing that is worth a farewell
  ::waitpid(process, nullptr, 0);
}

}  // namespace

std::expected<std::unique_ptr<PythonServer>, std::string> PythonServer::start(
    const std::string& python, const std::string& script, const std::vector<std::string>& arguments) {
  std::vector<std::string> words{python, "-B", script};
  words.insert(words.end(), arguments.begin(), arguments.end());
  const Pipe input;
  const Pipe output;
  const auto process = spawn_with(words, input.read_end, output.write_end);
  ::close(input.read_end);
  ::close(output.write_end);
  const std::string line = process ? read_line(output.read_end) : "";
  ::close(output.read_end);
  const auto port = port_in(line);
  if (!process || !port) {
    ::close(input.write_end);
    if (process) end(*process);
    return std::unexpected(script + " said \"" + line + "\" instead of its port");
  }
  return std::unique_ptr<PythonServer>(new PythonServer(*process, *port, input.write_end));
}

PythonServer::~PythonServer() {
  ::close(its_input_);
  end(process_);
}

std::string moto_python() {
  const char* named = std::getenv("CURFEW_MOTO_PYTHON");  // NOLINT(concurrency-mt-unsafe): nothing here changes it
  return named != nullptr && *named != '\0' ? named : "python3";
}

bool python_agrees(const std::string& python, const std::string& text) {
  const auto process = spawn({python, "-c", text}, nullptr);
  int status = 0;
  return process && ::waitpid(*process, &status, 0) == *process && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace curfew::testing_aws
