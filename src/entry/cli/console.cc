#include "entry/cli/console.h"

#include <termios.h>
#include <unistd.h>

#include <iostream>

namespace curfew::cli {
namespace {

constexpr std::size_t kLongestLine = 4096;

// Turns off the terminal's echo for its life time.
class Silence {
 public:
  Silence() : works_(tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!works_) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    works_ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;
  Silence(Silence&&) = delete;
  Silence& operator=(Silence&&) = delete;
  ~Silence() {
    if (works_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }

  [[nodiscard]] bool works() const { return works_; }

 private:
  termios before_{};
  bool works_;
};

}  // namespace

std::istream& StandardConsole::in() { return std::cin; }
std::ostream& StandardConsole::out() { return std::cout; }
std::ostream& StandardConsole::err() { return std::cerr; }

bool StandardConsole::is_interactive() const { return isatty(STDIN_FILENO) == 1; }

std::optional<Secret> StandardConsole::ask_secret(const std::string& question) {
  const Silence silence;
  if (!silence.works()) return std::nullopt;
  err() << question << std::flush;
  auto answer = read_secret_line(in());
  err() << "\n";
  return answer;
}

std::optional<Secret> read_secret_line(std::istream& in) {
  std::string line;
  line.reserve(kLongestLine);  // so that no copy is left behind by growing
  int c = in.get();
  if (c == std::istream::traits_type::eof()) return std::nullopt;
  for (; c != std::istream::traits_type::eof() && c != '\n' && line.size() < kLongestLine; c = in.get()) {
    line.push_back(static_cast<char>(c));
  }
  if (line.ends_with('\r')) line.pop_back();
  return Secret(std::move(line));
}

}  // namespace curfew::cli
