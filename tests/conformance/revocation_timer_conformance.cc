#include "conformance/revocation_timer_conformance.h"

#include <gmock/gmock.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <chrono>

#include "support/scenes.h"

namespace curfew::conformance {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const RequestId kFirst("11111111-2222-4333-8444-555555555555");
const RequestId kSecond("66666666-7777-4888-8999-aaaaaaaaaaaa");
// A timer is never early, and this late at most.
constexpr minutes kLateness{2};

}  // namespace

std::string RevocationTimerConformance::set(const RequestId& request, Seconds at) {
  const auto arn =
      world_->timer().set({.request_id = request, .access = test::alices_access(), .at = at}, world_->now());
  EXPECT_TRUE(arn) << arn.error().public_text << " " << arn.error().log_text;
  return arn.value_or("");
}

void RevocationTimerConformance::remove(const RequestId& request, const std::string& arn) {
  const auto removed = world_->timer().remove(request, arn);
  EXPECT_TRUE(removed) << removed.error().public_text << " " << removed.error().log_text;
}

std::vector<RequestId> RevocationTimerConformance::called_until(Seconds at) {
  std::vector<RequestId> called;
  for (const auto& call : world_->pass_until(at)) {
    called.emplace_back(std::string(boost::json::parse(call.input).at("request_id").as_string()));
  }
  return called;
}

TEST_P(RevocationTimerConformance, ATimerCallsOnceInItsTimeAndNeverBefore) {
  set(kFirst, in(minutes(5)));
  const Seconds end = in(minutes(5));
  EXPECT_THAT(called_until(end - seconds(1)), IsEmpty());
  EXPECT_THAT(called_until(end + kLateness), ElementsAre(kFirst));
  EXPECT_THAT(called_until(end + hours(24)), IsEmpty());
}

TEST_P(RevocationTimerConformance, TheMomentIsRoundedUp) {
  for (const seconds odd : {seconds(0), seconds(1), seconds(29), seconds(59)}) {
    const Seconds end = in(minutes(7)) + odd;
    set(kFirst, end);
    const auto calls = world_->pass_until(end + kLateness);
    ASSERT_EQ(calls.size(), 1U) << odd.count();
    EXPECT_GE(calls[0].at, Instant(end)) << odd.count();
  }
}

TEST_P(RevocationTimerConformance, WhoeverIsCalledIsToldWhichAccessIsMeant) {
  set(kFirst, in(minutes(5)));
  const auto calls = world_->pass_until(in(minutes(5)) + kLateness);
  ASSERT_EQ(calls.size(), 1U);
  EXPECT_EQ(boost::json::parse(calls[0].input),
            (boost::json::object{{"request_id", kFirst.str()},
                                 {"user_id", test::alices_access().user_id.str()},
                                 {"account_id", test::alices_access().account_id.str()},
                                 {"permission_set_arn", test::alices_access().permission_set_arn.str()}}));
}

TEST_P(RevocationTimerConformance, SettingItTwiceIsSettingItOnce) {
  const Seconds end = in(minutes(5));
  const std::string arn = set(kFirst, end);
  EXPECT_FALSE(arn.empty());
  EXPECT_EQ(set(kFirst, end), arn);
  world_->restart();
  EXPECT_EQ(set(kFirst, end), arn);
  EXPECT_THAT(called_until(end + kLateness), ElementsAre(kFirst));
}

TEST_P(RevocationTimerConformance, SetForAnotherTimeItCallsThenOnly) {
  const std::string arn = set(kFirst, in(minutes(5)));
  const Seconds later = in(minutes(30));
  EXPECT_EQ(set(kFirst, later), arn);
  EXPECT_THAT(called_until(later - seconds(1)), IsEmpty());
  EXPECT_THAT(called_until(later + kLateness), ElementsAre(kFirst));
}

TEST_P(RevocationTimerConformance, TakenAwayItNeverCalls) {
  const std::string arn = set(kFirst, in(minutes(5)));
  remove(kFirst, arn);
  set(kSecond, in(minutes(5)));
  remove(kSecond, "");
  EXPECT_THAT(called_until(in(hours(1))), IsEmpty());
}

TEST_P(RevocationTimerConformance, WhatIsNotThereIsTakenAwayAllTheSame) {
  remove(kFirst, "");
  const std::string arn = set(kFirst, in(minutes(5)));
  EXPECT_THAT(called_until(in(minutes(5)) + kLateness), ElementsAre(kFirst));
  remove(kFirst, arn);
  remove(kFirst, arn);
}

TEST_P(RevocationTimerConformance, EachRequestHasItsOwn) {
  const Seconds end = in(minutes(5));
  const std::string arn = set(kFirst, end);
  EXPECT_NE(set(kSecond, end), arn);
  remove(kFirst, arn);
  EXPECT_THAT(called_until(end + kLateness), ElementsAre(kSecond));
  set(kFirst, in(minutes(9)));
  set(kSecond, in(minutes(9)));
  EXPECT_THAT(called_until(in(minutes(9)) + kLateness), UnorderedElementsAre(kFirst, kSecond));
}

TEST_P(RevocationTimerConformance, ALateCallSettlesInAFewMinutes) {
  EXPECT_GE(world_->timer().settle(), Millis(0));
  EXPECT_LE(world_->timer().settle(), Millis(minutes(10)));
}

}  // namespace curfew::conformance
