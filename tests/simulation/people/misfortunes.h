// What goes wrong in a world beside single calls: everything dies at once, work and timers are lost, clocks step, and
// administrators of Identity Center do as they please.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "simulation/people/people.h"
#include "support/world.h"

namespace curfew::simulation {

// For the thread of its world.
class Misfortunes {
 public:
  Misfortunes(Surroundings& around, std::vector<std::unique_ptr<Server>>& servers, People& people,
              test::FakeCatalog& catalog, Circumstances& circumstances, Millis clocks_off)
      : around_(around),
        servers_(servers),
        people_(people),
        catalog_(catalog),
        circumstances_(circumstances),
        clocks_off_(clocks_off) {}

  void begin();

 private:
  [[nodiscard]] bool strikes(Fault fault) { return around_.air.faults.strikes(fault); }
  void strike();
  void strike_people_and_assignments();
  void strike_work();
  void everybody_dies();
  void clock_steps();
  void lose_work();
  void delay_a_timer();
  void run_a_timer_early();
  void add_by_hand();
  void take_by_hand();
  void change_catalog();
  void give_through_group();
  void delete_user();
  [[nodiscard]] AssignmentKey some_key();
  // Whether Curfew could not tell an assignment made now from its own.
  [[nodiscard]] bool is_contested(const AssignmentKey& key) const;
  void after(Millis time, std::function<void()> task);
  void note(std::string_view what, std::string_view about);

  Surroundings& around_;
  std::vector<std::unique_ptr<Server>>& servers_;
  People& people_;
  test::FakeCatalog& catalog_;
  Circumstances& circumstances_;
  const Millis clocks_off_;
};

}  // namespace curfew::simulation
