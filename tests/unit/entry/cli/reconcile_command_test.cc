#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "cli_fixture.h"
#include "entry/cli/exit_code.h"

namespace curfew::cli {
namespace {

using testing::HasSubstr;

Reconciled missing_and_ended() {
  Reconciled reconciled{.outcome = FindingOutcome::kLeasesEnded};
  reconciled.finding.kind = FindingKind::kMissing;
  reconciled.finding.key = {.user_id = UserId("9067-alice"),
                            .account_id = AccountId("111122223333"),
                            .permission_set_arn = PermissionSetArn("arn:aws:sso:::permissionSet/ssoins-1/ps-s3")};
  reconciled.finding.state = AssignmentState::kHeld;
  reconciled.finding.account = "Production";
  reconciled.finding.permission_set = "S3FullAccess";
  return reconciled;
}

NotCompared not_compared(ErrorCode code) {
  return {.what = "111122223333/ps-s3", .error = {.code = code, .public_text = "It does not answer."}};
}

class ReconcileCommandTest : public CliTest {};

TEST_F(ReconcileCommandTest, WhereNothingDiffersItIsDone) {
  backend_.reconciled.compared = 12;
  EXPECT_EQ(run({"reconcile"}), kOk);
  EXPECT_EQ(out(), "12 assignments compared: 0 findings.\n");
  EXPECT_EQ(backend_.missing_stores, std::vector{MissingStore::kRefuse});
}

TEST_F(ReconcileCommandTest, TheOrderIsWhatWasTypedByWhoeverTypedIt) {
  run({"reconcile", "--mode", "enforce", "--take-standing", "--reason", "INC-12"});
  ASSERT_EQ(backend_.orders.size(), 1U);
  EXPECT_EQ(backend_.orders.front().mode, ReconcileMode::kEnforce);
  EXPECT_EQ(backend_.orders.front().take_standing, "INC-12");
  EXPECT_EQ(backend_.orders.front().actor.email, "root");
  EXPECT_EQ(backend_.orders.front().actor.kind, ActorKind::kAdministrator);
}

TEST_F(ReconcileCommandTest, FindingsAreATableAndHaveAnExitCodeOfTheirOwn) {
  backend_.reconciled.findings.push_back(missing_and_ended());
  backend_.reconciled.told = true;
  EXPECT_EQ(run({"reconcile", "--mode", "enforce"}), kFound);
  EXPECT_THAT(out(), HasSubstr("KIND         OUTCOME       STATE"));
  EXPECT_THAT(out(), HasSubstr("missing      leases_ended  HELD      9067-alice"));
  EXPECT_THAT(out(), HasSubstr("Production           S3FullAccess\n"));
  EXPECT_THAT(out(), HasSubstr("The managers were told."));
}

TEST_F(ReconcileCommandTest, FindingsAnswerAsJson) {
  backend_.reconciled.findings.push_back(missing_and_ended());
  backend_.reconciled.not_compared.push_back(not_compared(ErrorCode::kUnavailable));
  run({"reconcile", "--json"});
  const auto json = boost::json::parse(out()).as_object();
  EXPECT_EQ(json.at("told"), false);
  const auto& finding = json.at("findings").as_array().at(0).as_object();
  EXPECT_EQ(finding.at("kind"), "missing");
  EXPECT_EQ(finding.at("outcome"), "leases_ended");
  EXPECT_EQ(finding.at("state"), "HELD");
  EXPECT_EQ(finding.at("user_id"), "9067-alice");
  EXPECT_EQ(finding.at("account_id"), "111122223333");
  EXPECT_EQ(finding.at("permission_set_arn"), "arn:aws:sso:::permissionSet/ssoins-1/ps-s3");
  EXPECT_EQ(json.at("not_compared").as_array().at(0).as_object().at("code"), "unavailable");
}

TEST_F(ReconcileCommandTest, WhatCouldNotBeComparedOutweighsWhatWasFound) {
  backend_.reconciled.findings.push_back(missing_and_ended());
  backend_.reconciled.not_compared.push_back(not_compared(ErrorCode::kUnavailable));
  EXPECT_EQ(run({"reconcile"}), kUnavailable);
  EXPECT_THAT(out(), HasSubstr("NOT EVERYTHING COULD BE COMPARED"));
  backend_.reconciled.not_compared.push_back(not_compared(ErrorCode::kDamaged));
  EXPECT_EQ(run({"reconcile"}), kDamaged);
}

TEST_F(ReconcileCommandTest, ARefusedOrderIsWrongUsage) {
  backend_.failure =
      Error{.code = ErrorCode::kInvalid, .public_text = "Standing access is taken away only in enforce."};
  EXPECT_EQ(run({"reconcile", "--take-standing", "--reason", "INC-12"}), kUsage);
  EXPECT_THAT(err(), HasSubstr("only in enforce"));
}

}  // namespace
}  // namespace curfew::cli
