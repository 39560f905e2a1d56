// Marks: the rare things that the simulation has to meet, by name. A simulation that never met them has proved nothing
// about them, so what was not reached is told at the end of every run, and a full run fails for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace curfew::simulation {

// How often each mark was reached. For one thread; those of several worlds can be added up.
class Marks {
 public:
  Marks();

  // `name` must be one of all().
  void reach(std::string_view name);
  [[nodiscard]] static bool is_listed(std::string_view name);
  void add(const Marks& others);
  [[nodiscard]] std::uint64_t count(std::string_view name) const;
  [[nodiscard]] std::vector<std::string_view> missing() const;

  // In order of their names.
  [[nodiscard]] static std::span<const std::string_view> all();

 private:
  std::vector<std::uint64_t> counts_;
};

}  // namespace curfew::simulation
