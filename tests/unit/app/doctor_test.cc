#include "app/doctor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace curfew {
namespace {

class Scripted final : public Examination {
 public:
  Scripted(std::string part, std::function<std::vector<Diagnosis>()> says)
      : part_(std::move(part)), says_(std::move(says)) {}
  [[nodiscard]] std::string part() const override { return part_; }
  [[nodiscard]] std::vector<Diagnosis> examine() override { return says_(); }

 private:
  const std::string part_;
  const std::function<std::vector<Diagnosis>()> says_;
};

class DoctorTest : public testing::Test {
 protected:
  void add(std::string part, std::function<std::vector<Diagnosis>()> says) {
    examinations_.push_back(std::make_unique<Scripted>(std::move(part), std::move(says)));
  }
  DoctorReport run() {
    return Doctor(std::move(examinations_))([&](const ExaminedPart& part) { told_.push_back(part.part); });
  }

  Examinations examinations_;
  std::vector<std::string> told_;
};

TEST_F(DoctorTest, EveryPartIsExaminedInOrderAndToldAtOnce) {
  add("store", [] { return std::vector{works("file", "It is whole.")}; });
  add("mail", [&] {
    EXPECT_EQ(told_, std::vector<std::string>{"store"});
    return std::vector{works("folder", "It can be written.")};
  });
  const DoctorReport report = run();
  EXPECT_TRUE(report.all_work());
  EXPECT_THAT(told_, testing::ElementsAre("store", "mail"));
}

TEST_F(DoctorTest, ABrokenPartHidesNoOther) {
  add("store", [] { return std::vector{broken("file", "It is damaged.", "Restore it.")}; });
  add("mail", []() -> std::vector<Diagnosis> { throw std::runtime_error("out of memory"); });
  add("notices", [] { return std::vector<Diagnosis>{}; });
  add("aws", [] { return std::vector{works("region", "us-east-1")}; });
  const DoctorReport report = run();
  EXPECT_FALSE(report.all_work());
  ASSERT_EQ(report.parts.size(), 4U);
  for (const std::size_t i : {0U, 1U, 2U}) EXPECT_EQ(report.parts.at(i).diagnoses.at(0).health, Health::kBroken) << i;
  EXPECT_THAT(report.parts[1].diagnoses[0].text, testing::HasSubstr("out of memory"));
  EXPECT_EQ(report.parts[3].diagnoses.at(0).health, Health::kWorks);
}

TEST_F(DoctorTest, OneBrokenThingOfManyIsEnough) {
  add("store", [] { return std::vector{works("a", ""), broken("b", "", ""), works("c", "")}; });
  EXPECT_FALSE(run().all_work());
}

TEST_F(DoctorTest, WhatCannotBeShownIsNoFault) {
  add("mail", [] { return std::vector{unproved("sending", "Only a mail would show it.")}; });
  EXPECT_TRUE(run().all_work());
}

TEST_F(DoctorTest, NothingExaminedIsNotHealth) { EXPECT_FALSE(run().all_work()); }

}  // namespace
}  // namespace curfew
