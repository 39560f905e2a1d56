// What the tests of use cases have in common: a world, and words for what is asked of it.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <ostream>
#include <string>

#include "support/world.h"

// Statuses, refusals and ids are printed as people know them.
namespace curfew {

inline void PrintTo(RequestStatus status, std::ostream* out) { *out << word(status); }
inline void PrintTo(AssignmentState state, std::ostream* out) { *out << word(state); }
inline void PrintTo(ErrorCode code, std::ostream* out) { *out << word(code); }
template <class Tag>
void PrintTo(const Id<Tag>& id, std::ostream* out) {
  *out << id.str();
}

}  // namespace curfew

namespace curfew::test {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

class AppTest : public testing::Test {
 protected:
  World world_;
};

// Why a call was refused; kInternal, and a failed test, when it was not.
template <class T>
[[nodiscard]] ErrorCode refusal(const Result<T>& result) {
  EXPECT_FALSE(result.has_value());
  return result ? ErrorCode::kInternal : result.error().code;
}

// What a call answered; a failed test with the refusal when it did not.
template <class T>
T answer(const Result<T>& result) {
  EXPECT_TRUE(result.has_value()) << result.error().public_text << " " << result.error().log_text;
  return result ? *result : T{};
}

}  // namespace curfew::test
