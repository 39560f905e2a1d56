// What `curfew doctor` prints: a line for each thing that was looked at, or JSON for programs, and the exit code. Pure.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "app/doctor.h"

namespace curfew::cli {

// The lines of one part, one or two for each diagnosis, whatever it quotes.
[[nodiscard]] std::string text_of(const ExaminedPart& part);
// The last line.
[[nodiscard]] std::string summary_of(const DoctorReport& report);

[[nodiscard]] boost::json::object json_of(const DoctorReport& report);

// Done only when nothing is broken.
[[nodiscard]] int exit_code_of(const DoctorReport& report);

}  // namespace curfew::cli
