// The plainest HTTP client there can be, for tests that must not lean on what they test: one connection an exchange.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace curfew::testing_aws {

struct PlainAnswer {
  int status = 0;  // 0: no answer, and `body` says why
  std::string body;
};

// With a server on 127.0.0.1 that answers HTTP/1.0 requests without chunks. Blocks, for 60 s at most.
[[nodiscard]] PlainAnswer plain_exchange(int port, std::string_view method, std::string_view path,
                                         const std::vector<std::pair<std::string, std::string>>& headers,
                                         std::string_view body);

}  // namespace curfew::testing_aws
