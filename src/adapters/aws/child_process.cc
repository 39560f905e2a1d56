#include "adapters/aws/child_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <optional>
#include <system_error>
#include <utility>

namespace curfew::aws {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { shut(); }

  [[nodiscard]] int get() const { return fd_; }
  void shut() {
    if (fd_ >= 0) close(std::exchange(fd_, -1));
  }

 private:
  int fd_;
};

// What posix_spawn wants to know: only the pipe and /dev/null open, no signal blocked or ignored, a group of its own.
class SpawnPlan {
 public:
  explicit SpawnPlan(int output) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
    posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }

  // The error number; 0 when it runs.
  int start(pid_t& child, std::vector<std::string> arguments, std::vector<std::string> variables) const {
    const auto pointers = [](std::vector<std::string>& texts) {
      std::vector<char*> list;
      for (std::string& text : texts) list.push_back(text.data());
      list.push_back(nullptr);
      return list;
    };
    return posix_spawnp(&child, arguments.front().c_str(), &actions_, &attributes_, pointers(arguments).data(),
                        pointers(variables).data());
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

int timer_of(Millis time) {
  const int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
  const itimerspec once{.it_interval = {},
                        .it_value = {.tv_sec = time.count() / 1000, .tv_nsec = time.count() % 1000 * 1'000'000}};
  if (fd >= 0) timerfd_settime(fd, 0, &once, nullptr);
  return fd;
}

// False when time is up before `fd` has something to say.
bool is_ready(int fd, int timer) {
  while (true) {
    std::array<pollfd, 2> ready{pollfd{.fd = fd, .events = POLLIN, .revents = 0},
                                pollfd{.fd = timer, .events = POLLIN, .revents = 0}};
    if (poll(ready.data(), ready.size(), -1) >= 0) return ready[0].revents != 0;
    if (errno != EINTR) return false;
  }
}

// Empty when the program was late or printed too much.
std::optional<std::string> read_all(int output, int timer, std::size_t most_bytes) {
  std::string text;
  while (text.size() <= most_bytes && is_ready(output, timer)) {
    std::array<char, 4096> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by the read
    const auto count = read(output, buffer.data(), buffer.size());
    if (count == 0) return text;
    if (count < 0 && errno != EINTR) return std::nullopt;
    if (count > 0) text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return std::nullopt;
}

// It may close its output and go on all the same.
bool ends_in_time(pid_t child, int timer) {
  // glibc 2.36 declares its pidfd_open for C only.
  const Descriptor process(static_cast<int>(syscall(SYS_pidfd_open, child, 0)));
  return process.get() >= 0 && is_ready(process.get(), timer);
}

// With its group, so that nothing that the program started keeps running.
int reap(pid_t child, bool must_die) {
  if (must_die) kill(-child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

}  // namespace

Result<std::string> output_of(const std::vector<std::string>& arguments,
                              const std::map<std::string, std::string>& environment, Millis patience,
                              std::size_t most_bytes) {
  const std::string& program = arguments.front();
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    return fail(ErrorCode::kUnavailable, "The program " + program + " cannot be started.",
                std::generic_category().message(errno));
  }
  const Descriptor from(ends[0]);
  Descriptor into(ends[1]);
  std::vector<std::string> variables;
  for (const auto& [name, value] : environment) variables.push_back(fmt::format("{}={}", name, value));
  pid_t child = 0;
  if (const int error = SpawnPlan(into.get()).start(child, arguments, std::move(variables)); error != 0) {
    return fail(ErrorCode::kConfiguration,
                "The program " + program + " cannot be started: " + std::generic_category().message(error) + ".");
  }
  into.shut();
  const Descriptor timer(timer_of(patience));
  auto text = read_all(from.get(), timer.get(), most_bytes);
  const bool is_over = text && ends_in_time(child, timer.get());
  const int status = reap(child, !is_over);
  if (!is_over) {
    return fail(ErrorCode::kUnavailable, "The program " + program + " did not end in time, or printed too much.");
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return *std::move(text);
  return fail(ErrorCode::kConfiguration,
              "The program " + program + " failed" +
                  (WIFEXITED(status) ? " with status " + std::to_string(WEXITSTATUS(status)) : std::string()) + ".");
}

}  // namespace curfew::aws
