// What several sections of the configuration have to agree on. Internal to this folder.
#pragma once

#include <functional>
#include <string>

#include "main/config/configuration.h"

namespace curfew::config {

// Calls `report` (section, key, text) for each problem between sections that are good each by itself.
void check_across(const Configuration& found,
                  const std::function<void(const std::string&, const std::string&, std::string)>& report);

}  // namespace curfew::config
