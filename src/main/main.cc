// `curfew`: the server and its command line. Everything is wired in this folder and nowhere else.
#include <sys/stat.h>

#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "entry/cli/command_line.h"
#include "entry/cli/console.h"
#include "entry/cli/exit_code.h"
#include "main/cli_backend.h"
#include "main/config/environment.h"

int main(int argc, char** argv) {
  try {
    // What Curfew writes (store, keys, mails) is for its own user; no file is ever readable by others in between.
    umask(S_IRWXG | S_IRWXO);
    const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
    curfew::wiring::CliBackend backend(curfew::config::environment_of_process(), std::cerr);
    curfew::cli::StandardConsole console;
    return curfew::cli::run(arguments, backend, console);
  } catch (const std::exception& error) {
    std::cerr << "curfew: " << error.what() << "\n";
    return curfew::cli::kFailed;
  }
}
