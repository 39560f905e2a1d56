// What letters can say: from a letter's request to the variables that templates name. Pure.
#pragma once

#include <chrono>
#include <set>
#include <string>

#include "adapters/mail_templates/template.h"
#include "ports/mail.h"

namespace curfew::mail_templates {

// What every letter may mention and no request knows.
struct LetterSurroundings {
  std::string portal_url;
  std::string start_url;                    // the AWS access portal; may be empty
  std::chrono::minutes longest_session{0};  // how long a session may live on after its access has ended
};

// One table of names, each filled or empty. Only what concerns the kind of letter is filled, so that templates may
// share their parts: `approver` is empty in a denial, `revoker` where the time ran out.
[[nodiscard]] Variables letter_variables(const Letter& letter, const LetterSurroundings& surroundings);

// The same table for what reconcile found.
[[nodiscard]] Variables findings_variables(const FindingsLetter& letter, const LetterSurroundings& surroundings);

// All names that letter_variables() fills or leaves empty.
[[nodiscard]] const std::set<std::string, std::less<>>& letter_variable_names();

}  // namespace curfew::mail_templates
