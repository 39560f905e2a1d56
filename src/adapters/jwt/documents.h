// Documents that an issuer publishes: its keys, and what it says of itself.
#pragma once

#include <string>

#include "base/error.h"

namespace curfew::jwt {

class Documents {
 public:
  virtual ~Documents() = default;

  // The whole document at `url`, of a bounded size. Blocks for a bounded time. May be called by many threads at once.
  // Errors: kUnavailable.
  [[nodiscard]] virtual Result<std::string> get(const std::string& url) = 0;
};

}  // namespace curfew::jwt
