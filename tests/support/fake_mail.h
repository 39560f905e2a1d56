// Mail that goes nowhere but into a list, and the managers it goes to. Safe for use by many threads.
#pragma once

#include <algorithm>
#include <deque>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ports/mail.h"

namespace curfew::test {

// Writes "<letter> <request id> <status>".
class FakeLetterWriter final : public LetterWriter {
 public:
  [[nodiscard]] Result<Mail> write(const Letter& letter) override {
    if (letter.recipient.find('\n') != std::string::npos) {
      return fail(ErrorCode::kInvalid, "The recipient is no address.", "a line break in an address");
    }
    return Mail{.from = "curfew@example.com",
                .recipient = letter.recipient,
                .message = std::string(word(letter.kind)) + " " + letter.request.id.str() + " " +
                           std::string(word(letter.request.status))};
  }
};

class FakeMailer final : public Mailer {
 public:
  [[nodiscard]] Status send(const Mail& mail) override {
    const std::scoped_lock lock(mutex_);
    ++tries_;
    if (refused_.contains(mail.recipient)) {
      return fail(ErrorCode::kRefusedOutside, "The mail server refuses the recipient.", "550 no such user");
    }
    if (failures_.empty()) {
      sent_.push_back(mail);
      return {};
    }
    Error error = std::move(failures_.front());
    failures_.pop_front();
    if (error.effect == Effect::kMaybe) sent_.push_back(mail);
    return fail(std::move(error));
  }

  void fail_next(const Error& error, int times = 1) {
    const std::scoped_lock lock(mutex_);
    for (int i = 0; i < times; ++i) failures_.push_back(error);
  }

  // Mail to this address is refused for good.
  void refuse(const std::string& recipient) {
    const std::scoped_lock lock(mutex_);
    refused_.insert(recipient);
  }

  [[nodiscard]] std::vector<Mail> sent() const {
    const std::scoped_lock lock(mutex_);
    return sent_;
  }
  [[nodiscard]] int tries() const {
    const std::scoped_lock lock(mutex_);
    return tries_;
  }
  [[nodiscard]] int count(LetterKind kind, const std::string& recipient, const RequestId& request) const {
    const std::scoped_lock lock(mutex_);
    const std::string start = std::string(word(kind)) + " " + request.str() + " ";
    return static_cast<int>(std::ranges::count_if(
        sent_, [&](const Mail& mail) { return mail.recipient == recipient && mail.message.starts_with(start); }));
  }

 private:
  mutable std::mutex mutex_;
  std::deque<Error> failures_;
  std::set<std::string> refused_;
  std::vector<Mail> sent_;
  int tries_ = 0;
};

class FakeApprovers final : public ApproverDirectory {
 public:
  [[nodiscard]] Result<std::vector<std::string>> approvers() override {
    const std::scoped_lock lock(mutex_);
    if (!answers_) return fail(ErrorCode::kUnavailable, "The user pool does not answer.", "a planned fault");
    return managers_;
  }

  void set(std::vector<std::string> managers) {
    const std::scoped_lock lock(mutex_);
    managers_ = std::move(managers);
  }
  void answer(bool answers) {
    const std::scoped_lock lock(mutex_);
    answers_ = answers;
  }

 private:
  std::mutex mutex_;
  bool answers_ = true;
  std::vector<std::string> managers_;
};

}  // namespace curfew::test
