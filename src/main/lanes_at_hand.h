// Which lanes the workers of this process have found due, and which they are at: each due lane goes to one of them, so
// that they do not race each other for claims, which are paid for. Other servers are kept off by the claims alone.
#pragma once

#include <array>
#include <deque>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "domain/owed_work.h"

namespace curfew::wiring {

// Thread-safe; outlives what it handed out.
class LanesAtHand {
 public:
  // A worker's lane, until this is gone: nobody else is given it meanwhile.
  class Taken {
   public:
    Taken(LanesAtHand& lanes, std::string lane) : lanes_(&lanes), lane_(std::move(lane)) {}
    Taken(Taken&& other) noexcept : lanes_(std::exchange(other.lanes_, nullptr)), lane_(std::move(other.lane_)) {}
    Taken(const Taken&) = delete;
    Taken& operator=(const Taken&) = delete;
    Taken& operator=(Taken&&) = delete;
    ~Taken() {
      if (lanes_ != nullptr) lanes_->give_back(lane_);
    }
    [[nodiscard]] const std::string& name() const { return lane_; }

   private:
    LanesAtHand* lanes_;
    std::string lane_;
  };

  // The first of those that were found and nobody has taken.
  [[nodiscard]] std::optional<Taken> take(WorkClass work_class);
  // What a look at the queue found, in the order in which it is to be done; it replaces what the last look found.
  void found(WorkClass work_class, const std::vector<std::string>& lanes);

 private:
  void give_back(const std::string& lane);

  std::mutex mutex_;
  std::array<std::deque<std::string>, kWorkClasses.size()> found_;  // by class
  std::set<std::string> taken_;
};

}  // namespace curfew::wiring
