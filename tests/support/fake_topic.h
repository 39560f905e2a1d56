// A topic that goes nowhere but into a list, and the notices for it. Safe for use by many threads.
#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "ports/notice_topic.h"
#include "support/call_gate.h"
#include "support/gated_ports.h"

namespace curfew::test {

class FakeNoticeWriter final : public NoticeWriter {
 public:
  [[nodiscard]] Result<TopicNotice> notice_of(const Request& request, Instant /*written_at*/) override {
    return TopicNotice{.id = request.id.str(), .subject = "approval required", .text = request.reason};
  }
};

class FakeTopic final : public NoticeTopic {
 public:
  [[nodiscard]] Status publish(const TopicNotice& notice) override {
    const std::scoped_lock lock(mutex_);
    ++tries_;
    if (failures_.empty()) {
      published_.push_back(notice);
      return {};
    }
    Error error = std::move(failures_.front());
    failures_.pop_front();
    if (error.effect == Effect::kMaybe) published_.push_back(notice);
    return fail(std::move(error));
  }

  void fail_next(const Error& error, int times = 1) {
    const std::scoped_lock lock(mutex_);
    for (int i = 0; i < times; ++i) failures_.push_back(error);
  }

  // How often the notice on this request was published.
  [[nodiscard]] int count(const RequestId& request) const {
    const std::scoped_lock lock(mutex_);
    return static_cast<int>(std::ranges::count(published_, request.str(), &TopicNotice::id));
  }
  [[nodiscard]] int tries() const {
    const std::scoped_lock lock(mutex_);
    return tries_;
  }

 private:
  mutable std::mutex mutex_;
  std::deque<Error> failures_;
  std::vector<TopicNotice> published_;
  int tries_ = 0;
};

class GatedTopic final : public NoticeTopic {
 public:
  GatedTopic(CallGate& gate, NoticeTopic& behind) : gate_(gate), behind_(behind) {}

  [[nodiscard]] Status publish(const TopicNotice& notice) override {
    return through(gate_, CallKind::kActs, "NoticeTopic::publish", [&] { return behind_.publish(notice); });
  }

 private:
  CallGate& gate_;
  NoticeTopic& behind_;
};

}  // namespace curfew::test
