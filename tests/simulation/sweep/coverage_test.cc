// The sweeps are as good as their table: every port method that can fail is called by some case of it.
#include <gtest/gtest.h>

#include <cstddef>
#include <iostream>
#include <map>
#include <set>
#include <string>

#include "simulation/sweep/port_methods.h"
#include "simulation/sweep/undisturbed.h"
#include "simulation/sweep/use_cases.h"

namespace curfew::test {
namespace {

// What no use case calls, and why.
const std::map<std::string, std::string>& outside_the_use_cases() {
  static const std::map<std::string, std::string> kReasons{
      {"FindingsWriter::write", "text work in memory"},
      {"LetterWriter::write", "text work in memory; what it refuses is a letter given up"},
      {"NoticeWriter::notice_of", "text work in memory"},
      {"Organization::accounts", "read by the catalog import, which stores nothing"},
      {"Organization::permission_sets", "read by the catalog import, which stores nothing"},
      {"Sealer::open", "called by adapters only"},
      {"SignInEndpoint::jwks", "called by entry/http only"},
      {"TokenVerifier::verify", "called by entry/http only"},
      {"TokenVerifier::warm", "called at the start only"},
  };
  return kReasons;
}

TEST(SweepCoverage, EveryPortMethodIsCalledBySomeUseCase) {
  std::set<std::string> seen;
  std::size_t calls = 0;
  const auto use_cases = all_use_cases();
  const auto play = [&](const UseCase& use_case, const Ground& ground) {
    const Undisturbed as_usual = play_undisturbed(use_case, ground);
    calls += as_usual.calls.size();
    seen.insert(as_usual.calls.begin(), as_usual.calls.end());
  };
  for (const UseCase& use_case : use_cases) play(use_case, settling_ground());
  for (const UseCase& use_case : adoptions_cases()) play(use_case, shared_ground());
  const auto methods = failing_port_methods();
  EXPECT_GE(methods.size(), 30U) << "the headers of the ports are read";
  for (const std::string& method : methods) {
    EXPECT_TRUE(seen.contains(method) != outside_the_use_cases().contains(method))
        << method << ": either some case of the sweep calls it, or it is said here why none does";
  }
  for (const std::string& method : seen) {
    EXPECT_TRUE(methods.contains(method)) << method << " is a name that a gate made up";
  }
  RecordProperty("port_calls", std::to_string(calls));
  std::cout << "swept " << calls << " port calls of " << use_cases.size() << " use cases, of " << seen.size()
            << " port methods\n";
}

TEST(SweepCoverage, CasesHaveDifferentNames) {
  std::set<std::string> names;
  for (const UseCase& use_case : all_use_cases()) {
    EXPECT_TRUE(names.insert(use_case.name).second) << use_case.name;
  }
}

}  // namespace
}  // namespace curfew::test
