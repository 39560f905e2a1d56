// Examines whether the server can listen at its address, by listening there for a moment.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "ports/examination.h"

namespace curfew::system {

class ListenExamination final : public Examination {
 public:
  // `key`: of the configuration, "server.listen". `address`: a literal one and a port, "127.0.0.1:8080", "[::1]:8080".
  ListenExamination(std::string key, std::string address) : key_(std::move(key)), address_(std::move(address)) {}

  [[nodiscard]] std::string part() const override { return "server"; }
  [[nodiscard]] std::vector<Diagnosis> examine() override;

 private:
  const std::string key_;
  const std::string address_;
};

}  // namespace curfew::system
