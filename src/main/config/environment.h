// The part of the environment that Curfew reads: variables whose names begin with CURFEW_ configure it; those that
// begin with AWS_, HOME, and the proxies mean what they mean to AWS's own tools. The only reader of the environment.
#pragma once

#include <map>
#include <string>

#include "main/config/problem.h"
#include "main/config/tree.h"

namespace curfew::config {

using Environment = std::map<std::string, std::string>;

// Read once, at the start of the process, before there are threads.
[[nodiscard]] Environment environment_of_process();

// Sets what CURFEW_SECTION__KEY variables say in `tree`, over what the file says. CURFEW_CONFIG names the file and is
// passed over; what else begins with CURFEW_ and is no section and key is a problem. Whether section and key exist is
// for the reader of the tree to tell.
void apply_environment(const Environment& environment, ConfigNode& tree, Problems& problems);

}  // namespace curfew::config
