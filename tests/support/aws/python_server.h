// A server in Python, for the life of this object: its script prints {"port": N} when it is ready, and ends when its
// standard input closes, so that it outlives no test however that ends.
#pragma once

#include <sys/types.h>

#include <expected>
#include <memory>
#include <string>
#include <vector>

namespace curfew::testing_aws {

class PythonServer {
 public:
  // Errors: what went wrong, in a sentence.
  [[nodiscard]] static std::expected<std::unique_ptr<PythonServer>, std::string> start(
      const std::string& python, const std::string& script, const std::vector<std::string>& arguments);
  PythonServer(const PythonServer&) = delete;
  PythonServer& operator=(const PythonServer&) = delete;
  ~PythonServer();

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  PythonServer(pid_t process, int port, int its_input) : process_(process), port_(port), its_input_(its_input) {}

  pid_t process_;
  int port_;
  int its_input_;
};

// The Python that has moto: what CURFEW_MOTO_PYTHON names, else python3.
[[nodiscard]] std::string moto_python();
// Whether it ends with status 0 when it runs this text.
[[nodiscard]] bool python_agrees(const std::string& python, const std::string& text);

}  // namespace curfew::testing_aws
