// What every mailer behind ports/mail.h has to do, as one suite of tests. An adapter joins by instantiating it with a
// world of its own:
//
//   INSTANTIATE_TEST_SUITE_P(Maildir, MailerConformance, testing::Values(NamedMailerWorld{…}), mailer_world_name);
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ports/mail.h"

namespace curfew::conformance {

// A mailer, and the eyes and hands of those on the other side.
class MailerWorld {
 public:
  virtual ~MailerWorld() = default;

  [[nodiscard]] virtual Mailer& mailer() = 0;
  // The messages of everything that has been delivered, in any order.
  [[nodiscard]] virtual std::vector<std::string> delivered() = 0;

  // From now on nothing can be delivered, and then it can again.
  virtual void break_down() = 0;
  virtual void recover() = 0;
};

struct NamedMailerWorld {
  std::string name;
  std::function<std::unique_ptr<MailerWorld>()> make;
};

[[nodiscard]] inline std::string mailer_world_name(const testing::TestParamInfo<NamedMailerWorld>& info) {
  return info.param.name;
}

class MailerConformance : public testing::TestWithParam<NamedMailerWorld> {
 protected:
  MailerConformance() : world_(GetParam().make()) {}

  std::unique_ptr<MailerWorld> world_;
};

}  // namespace curfew::conformance
