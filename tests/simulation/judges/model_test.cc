// The model has to object where Curfew lies: a judge that never objects proves nothing.
#include "simulation/judges/model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace curfew::simulation {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using Kind = Complaint::Kind;

constexpr std::int64_t kMinute = 60'000;

class ModelTest : public testing::Test {
 protected:
  // Somebody does something, which takes a second, and is told this.
  std::vector<Complaint> hears(Deed deed, const Told& told) {
    deed.told = told;
    return hears_anything(std::move(deed));
  }
  std::vector<Complaint> is_refused(Deed deed, const std::string& with) {
    deed.refusal = with;
    return hears_anything(std::move(deed));
  }
  std::vector<Complaint> hears_anything(Deed deed) {
    deed.begin = ++now_;
    deed.number = model_.begin(deed);
    now_ += 1000;
    deed.end = now_;
    deed.answered = true;
    return model_.end(deed);
  }

  static Deed submit(const std::string& who, const std::string& permission_set, int minutes) {
    return {.act = Act::kSubmit, .who = who, .permission_set = permission_set, .minutes = minutes};
  }
  static Deed does(Act act, const std::string& who, bool manager) {
    return {.act = act, .who = who, .manager = manager, .request_id = "r1"};
  }
  // Of request r1, a high-risk one of Ada's for 20 minutes.
  static Told told(const std::string& status, std::int64_t expires_at = 0) {
    return {
        .id = "r1", .status = status, .requester = "ada", .permission_set = "EmergencyAdmin", .expires_at = expires_at};
  }
  void ada_asks() { EXPECT_THAT(hears(submit("ada", "EmergencyAdmin", 20), told("PENDING")), IsEmpty()); }
  [[nodiscard]] std::int64_t in_minutes(int minutes) const { return now_ / 1000 + std::int64_t{minutes} * 60; }

  Model model_{{.pending_lapse = 30 * kMinute, .clocks_off = 0, .most_leases = 16}};
  std::int64_t now_ = kMinute;
};

auto objects(Kind kind, const std::string& what) {
  return ElementsAre(testing::AllOf(Field(&Complaint::kind, kind), Field(&Complaint::sentence, HasSubstr(what))));
}

TEST_F(ModelTest, AnOrdinaryStoryIsBelieved) {
  ada_asks();
  const std::int64_t expires = in_minutes(20);
  EXPECT_THAT(hears(does(Act::kApprove, "mia", true), told("GRANTING", expires)), IsEmpty());
  EXPECT_THAT(hears(does(Act::kRead, "ada", false), told("ACTIVE", expires)), IsEmpty());
  EXPECT_THAT(is_refused(does(Act::kDeny, "max", true), "already_decided"), IsEmpty());
  EXPECT_THAT(hears(does(Act::kRevoke, "ada", false), told("REVOKING", expires)), IsEmpty());
  EXPECT_THAT(is_refused(does(Act::kRevoke, "mia", true), "ended"), IsEmpty());
  EXPECT_THAT(hears(does(Act::kRead, "mia", true), told("REVOKED", expires)), IsEmpty());
}

TEST_F(ModelTest, TwoManagersCannotBothHaveDecided) {
  ada_asks();
  EXPECT_THAT(hears(does(Act::kApprove, "mia", true), told("GRANTING", in_minutes(20))), IsEmpty());
  EXPECT_THAT(hears(does(Act::kDeny, "max", true), told("DENIED")),
              testing::Contains(Field(&Complaint::kind, Kind::kOneDecision)));
}

TEST_F(ModelTest, NobodyDecidesForThemselves) {
  ada_asks();
  EXPECT_THAT(hears(does(Act::kApprove, "ada", true), told("GRANTING", in_minutes(20))),
              objects(Kind::kOwnDecision, "must be refused"));
}

TEST_F(ModelTest, AnEngineerDoesNotDecide) {
  ada_asks();
  EXPECT_THAT(hears(does(Act::kApprove, "ben", false), told("GRANTING", in_minutes(20))),
              objects(Kind::kOwnDecision, "must be refused"));
}

TEST_F(ModelTest, ATimeThatCountsFromTheRequestIsALie) {
  ada_asks();
  const std::int64_t from_the_request = in_minutes(20);
  now_ += 5 * kMinute;
  EXPECT_THAT(hears(does(Act::kApprove, "mia", true), told("GRANTING", from_the_request)),
              objects(Kind::kTruth, "does not count from the decision"));
}

TEST_F(ModelTest, AStatusThatGoesBackIsALostAnswer) {
  ada_asks();
  EXPECT_THAT(hears(does(Act::kDeny, "mia", true), told("DENIED")), IsEmpty());
  EXPECT_THAT(hears(does(Act::kRead, "ada", false), told("PENDING")), objects(Kind::kKept, "after DENIED"));
}

TEST_F(ModelTest, HighRiskIsNotGrantedToWhoAsks) {
  EXPECT_THAT(hears(submit("ada", "EmergencyAdmin", 20), told("GRANTING")), objects(Kind::kTruth, "was told GRANTING"));
}

TEST_F(ModelTest, ARefusalNeedsAReason) {
  ada_asks();
  EXPECT_THAT(is_refused(does(Act::kApprove, "mia", true), "already_decided"), objects(Kind::kTruth, "no reason"));
  EXPECT_THAT(is_refused(does(Act::kApprove, "mia", true), "expired"), objects(Kind::kTruth, "no reason"));
  EXPECT_THAT(is_refused(does(Act::kCancel, "ada", false), "ended"), objects(Kind::kTruth, "no reason"));
  EXPECT_THAT(is_refused(does(Act::kRead, "ada", false), "not_found"), objects(Kind::kTruth, "no reason"));
  EXPECT_THAT(is_refused(submit("ada", "EmergencyAdmin", 20), "standing_access"), objects(Kind::kTruth, "no reason"));
  EXPECT_THAT(is_refused(submit("ada", "EmergencyAdmin", 20), "unavailable"), objects(Kind::kTruth, "no reason"));
}

TEST_F(ModelTest, OneKeyIsOneRequest) {
  Deed first = submit("ada", "EmergencyAdmin", 20);
  first.key = "key";
  EXPECT_THAT(hears(first, told("PENDING")), IsEmpty());
  EXPECT_THAT(hears(first, told("PENDING")), IsEmpty());
  Told second = told("PENDING");
  second.id = "r2";
  EXPECT_THAT(hears(first, second), testing::Contains(Field(&Complaint::kind, Kind::kKept)));
}

TEST_F(ModelTest, NobodySeesARequestThatNobodyMade) {
  EXPECT_THAT(hears(does(Act::kRead, "mia", true), told("PENDING")), objects(Kind::kTruth, "nobody made"));
}

TEST_F(ModelTest, WhatWasTakenBackIsNotDecided) {
  ada_asks();
  EXPECT_THAT(hears(does(Act::kCancel, "ada", false), told("CANCELLED")), IsEmpty());
  EXPECT_THAT(hears(does(Act::kApprove, "mia", true), told("GRANTING", in_minutes(20))),
              testing::Contains(Field(&Complaint::kind, Kind::kOneDecision)));
}

}  // namespace
}  // namespace curfew::simulation
