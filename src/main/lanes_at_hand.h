// Which lanes the workers of this process have found due, and which they are at: each due lane goes to one of them, so
// that they do not race each other for claims, which are paid for. Other servers are kept off by the claims alone.
//
// This saves calls and decides nothing: a lane whose worker is stuck for longer than any claim lasts is given to the
// next, and the claim tells them apart.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "domain/owed_work.h"

namespace curfew::wiring {

// Thread-safe; outlives what it handed out.
class LanesAtHand {
 public:
  static constexpr Millis kLongestKept = std::chrono::minutes(3);

  // A worker's lane, until this is gone.
  class Taken {
   public:
    Taken(LanesAtHand& lanes, std::string lane, std::uint64_t number)
        : lanes_(&lanes), lane_(std::move(lane)), number_(number) {}
    Taken(Taken&& other) noexcept
        : lanes_(std::exchange(other.lanes_, nullptr)), lane_(std::move(other.lane_)), number_(other.number_) {}
    Taken(const Taken&) = delete;
    Taken& operator=(const Taken&) = delete;
    Taken& operator=(Taken&&) = delete;
    ~Taken() {
      if (lanes_ != nullptr) lanes_->give_back(lane_, number_);
    }
    [[nodiscard]] const std::string& name() const { return lane_; }

   private:
    LanesAtHand* lanes_;
    std::string lane_;
    std::uint64_t number_;
  };

  // The first of those that were found and that nobody has taken within kLongestKept before `now`.
  [[nodiscard]] std::optional<Taken> take(WorkClass work_class, Instant now);
  // What a look at the queue found, in the order in which it is to be done; it replaces what the last look found.
  void found(WorkClass work_class, const std::vector<std::string>& lanes);

 private:
  struct Keeper {
    std::uint64_t number = 0;
    Instant since;
  };
  [[nodiscard]] bool is_kept(const std::string& lane, Instant now) const;
  void give_back(const std::string& lane, std::uint64_t number);

  std::mutex mutex_;                                                // guards all below
  std::array<std::deque<std::string>, kWorkClasses.size()> found_;  // by class
  std::map<std::string, Keeper> keepers_;                           // by lane
  std::uint64_t last_number_ = 0;
};

}  // namespace curfew::wiring
