// The parts that tell people, from the configuration: who writes letters, who sends them, and to which managers.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "main/config.h"
#include "ports/mail.h"

namespace curfew::wiring {

// The managers that the configuration names, where the pool's own list is not wanted. Immutable.
class FixedApprovers final : public ApproverDirectory {
 public:
  explicit FixedApprovers(std::vector<std::string> addresses) : addresses_(std::move(addresses)) {}
  [[nodiscard]] Result<std::vector<std::string>> approvers() override { return addresses_; }

 private:
  const std::vector<std::string> addresses_;
};

// Errors of both: kConfiguration, with what is wrong.
[[nodiscard]] Result<std::unique_ptr<LetterWriter>> make_letter_writer(const config::Configuration& configuration);
[[nodiscard]] Result<std::unique_ptr<Mailer>> make_mailer(const config::Configuration& configuration);

}  // namespace curfew::wiring
