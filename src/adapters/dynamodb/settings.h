// The two tables of a store in DynamoDB.
#pragma once

#include <string>

namespace curfew::dynamodb {

struct Settings {
  std::string requests_table = "JIT-Access-Requests";
  std::string ledger_table = "JIT-Access-Ledger";
};

}  // namespace curfew::dynamodb
