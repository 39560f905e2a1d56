// Documents that an issuer publishes, without a network. Not for sharing between threads.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "adapters/jwt/documents.h"

namespace curfew::test {

class PublishedDocuments final : public jwt::Documents {
 public:
  [[nodiscard]] Result<std::string> get(const std::string& url) override {
    asked_for.push_back(url);
    const auto document = at.find(url);
    if (document == at.end()) return fail(ErrorCode::kUnavailable, "away", url + ": HTTP status 404");
    return document->second;
  }

  std::map<std::string, std::string> at;
  std::vector<std::string> asked_for;
};

}  // namespace curfew::test
