// Takes secrets out of texts that others wrote.
#pragma once

#include <string>

#include "base/secret.h"

namespace curfew::aws {

// Every occurrence becomes "***".
void blot_out(std::string& text, const Secret& secret);

}  // namespace curfew::aws
