#include "simulation/sweep/use_cases.h"

#include <algorithm>
#include <iterator>

namespace curfew::test {
namespace {

void add(std::vector<UseCase>& all, const std::vector<UseCase>& some) {
  std::ranges::copy(some, std::back_inserter(all));
}

}  // namespace

std::vector<UseCase> cases_about_access() {
  std::vector<UseCase> all = peoples_cases();
  add(all, workers_cases());
  add(all, safety_nets_cases());
  add(all, reconciles_cases());
  return all;
}

std::vector<UseCase> all_use_cases() {
  std::vector<UseCase> all = cases_about_access();
  add(all, administrators_cases());
  return all;
}

}  // namespace curfew::test
