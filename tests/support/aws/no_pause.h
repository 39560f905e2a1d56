// A pause that takes no time and counts.
#pragma once

#include <atomic>

#include "adapters/aws/pause.h"

namespace curfew::test {

class NoPause final : public aws::Pause {
 public:
  void wait(Millis time) override {
    ++count_;
    total_ += time.count();
  }

  [[nodiscard]] int count() const { return count_; }
  [[nodiscard]] Millis total() const { return Millis(total_); }

 private:
  std::atomic<int> count_ = 0;
  std::atomic<Millis::rep> total_ = 0;
};

}  // namespace curfew::test
