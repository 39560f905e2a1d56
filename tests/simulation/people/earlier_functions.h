// The functions of the deployment before Curfew, which share its table and still run: they left records of every kind,
// give access and write it down afterwards, end it when their timers call, and mind nobody's version.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "domain/earlier_request.h"
#include "simulation/people/people.h"
#include "support/earlier_record.h"

namespace curfew::simulation {

// For the thread of its world.
class EarlierFunctions {
 public:
  EarlierFunctions(Surroundings& around, People& people) : around_(around), people_(people) {}

  // What they had left when Curfew came, and what they go on doing.
  void begin();
  // Since when the indexes have shown a record that says that access to this was given, if one is not taken over yet.
  [[nodiscard]] std::optional<Instant> named_since(const AssignmentKey& key) const;

 private:
  void leave_records();
  void grant(bool approve);
  // The timer of a grant: takes the access away and says so, or says that it could not.
  void end(const RequestId& id, const AssignmentKey& key);
  void give(const AssignmentKey& key);
  void write(const test::EarlierWish& wish);
  // UpdateItem without a condition, whoever's record it is by now.
  void update(const RequestId& id, Attributes values);
  [[nodiscard]] AssignmentKey some_key();
  [[nodiscard]] RequestId new_id();
  void after(Millis time, std::function<void()> task);
  void note(std::string_view what, const std::string& about);

  Surroundings& around_;
  People& people_;
  std::map<RequestId, Instant> shown_;  // in the indexes, since when
  int records_ = 0;
};

}  // namespace curfew::simulation
