// Where the command line reads and writes: streams, and the terminal where there is one. Not for sharing between
// threads.
#pragma once

#include <istream>
#include <optional>
#include <ostream>
#include <string>

#include "base/secret.h"

namespace curfew::cli {

class Console {
 public:
  virtual ~Console() = default;

  [[nodiscard]] virtual std::istream& in() = 0;
  [[nodiscard]] virtual std::ostream& out() = 0;
  [[nodiscard]] virtual std::ostream& err() = 0;

  // Whether somebody sits at standard input.
  [[nodiscard]] virtual bool is_interactive() const = 0;
  // Asks for a line without showing what is typed. Empty when input ends, or echo cannot be turned off.
  [[nodiscard]] virtual std::optional<Secret> ask_secret(const std::string& question) = 0;
};

// Standard input, output and error of the process.
class StandardConsole final : public Console {
 public:
  [[nodiscard]] std::istream& in() override;
  [[nodiscard]] std::ostream& out() override;
  [[nodiscard]] std::ostream& err() override;
  [[nodiscard]] bool is_interactive() const override;
  [[nodiscard]] std::optional<Secret> ask_secret(const std::string& question) override;
};

// The first line of `in` without its line end; empty when there is none. Longer than 4 KiB is cut: no password is.
[[nodiscard]] std::optional<Secret> read_secret_line(std::istream& in);

}  // namespace curfew::cli
