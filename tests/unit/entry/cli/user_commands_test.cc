#include "entry/cli/user_commands.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>

#include "cli_fixture.h"
#include "entry/cli/exit_code.h"

namespace curfew::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* kAda = "ada@example.com";

class UserCommandsTest : public CliTest {
 protected:
  std::string password_of(const std::string& email) const { return backend_.pool.users().at(email).password.reveal(); }
};

TEST_F(UserCommandsTest, APasswordFromStandardInputIsItsFirstLine) {
  console_.input.str("Str0ng!Pass\r\nsecond line\n");
  EXPECT_EQ(run({"user", "add", kAda, "--group", "Engineers", "--password-stdin"}), kOk);
  EXPECT_EQ(password_of(kAda), "Str0ng!Pass");
  EXPECT_EQ(backend_.pool.users().at(kAda).user.status, "CONFIRMED");
  EXPECT_EQ(out(), "ada@example.com: added to Engineers\n");
}

TEST_F(UserCommandsTest, ATemporaryPasswordIsPrintedOnce) {
  EXPECT_EQ(run({"user", "add", kAda, "--group", "Managers", "--temporary"}), kOk);
  EXPECT_THAT(out(), HasSubstr("shown only now: " + password_of(kAda)));
  EXPECT_EQ(backend_.pool.users().at(kAda).user.status, "FORCE_CHANGE_PASSWORD");
  EXPECT_EQ(run({"user", "list"}), kOk);
  EXPECT_THAT(out(), Not(HasSubstr(password_of(kAda))));
}

TEST_F(UserCommandsTest, AsJsonATemporaryPasswordIsAMember) {
  EXPECT_EQ(run({"user", "add", kAda, "--group", "Managers", "--temporary", "--json"}), kOk);
  EXPECT_EQ(boost::json::parse(out()).at("temporary_password").as_string(), password_of(kAda));
}

TEST_F(UserCommandsTest, APasswordThatWasGivenIsNeverPrinted) {
  console_.input.str("Str0ng!Pass\n");
  EXPECT_EQ(run({"user", "add", kAda, "--group", "Engineers", "--password-stdin", "--json"}), kOk);
  EXPECT_THAT(out() + err(), Not(HasSubstr("Str0ng!Pass")));
}

TEST_F(UserCommandsTest, AtATerminalThePasswordIsAskedForTwice) {
  console_.interactive = true;
  console_.typed = {"Str0ng!Pass", "Str0ng!Pass"};
  EXPECT_EQ(run({"user", "add", kAda, "--group", "Engineers"}), kOk);
  EXPECT_EQ(err(), "Password: Again: ");
  EXPECT_EQ(password_of(kAda), "Str0ng!Pass");
}

TEST_F(UserCommandsTest, TwoPasswordsThatDifferAreNone) {
  console_.interactive = true;
  console_.typed = {"Str0ng!Pass", "Str0ng!Paas"};
  EXPECT_EQ(run({"user", "add", kAda, "--group", "Engineers"}), kUsage);
  EXPECT_THAT(err(), HasSubstr("The two passwords differ."));
  EXPECT_TRUE(backend_.pool.users().empty());
}

TEST_F(UserCommandsTest, WithoutATerminalItSaysHowToGiveThePassword) {
  EXPECT_EQ(run({"user", "add", kAda, "--group", "Engineers"}), kUsage);
  EXPECT_THAT(err(), testing::AllOf(HasSubstr("--password-stdin"), HasSubstr("--temporary")));
}

TEST_F(UserCommandsTest, AnEmptyStandardInputHoldsNoPassword) {
  EXPECT_EQ(run({"user", "add", kAda, "--group", "Engineers", "--password-stdin"}), kUsage);
  console_.input.clear();
  console_.input.str("\n");
  EXPECT_EQ(run({"user", "add", kAda, "--group", "Engineers", "--password-stdin"}), kUsage);
  EXPECT_TRUE(backend_.pool.users().empty());
}

TEST_F(UserCommandsTest, TheListShowsWhoMayDoWhat) {
  ASSERT_EQ(run({"user", "add", kAda, "--group", "Engineers", "--group", "Managers", "--temporary"}), kOk);
  EXPECT_EQ(run({"user", "list"}), kOk);
  EXPECT_EQ(out(),
            "EMAIL            GROUPS               STATUS                 MFA\n"
            "ada@example.com  Engineers, Managers  FORCE_CHANGE_PASSWORD  no\n");
}

TEST_F(UserCommandsTest, AsJsonTheListHoldsExactlyWhatIsNoSecret) {
  ASSERT_EQ(run({"user", "add", kAda, "--group", "Engineers", "--temporary"}), kOk);
  EXPECT_EQ(run({"user", "list", "--json"}), kOk);
  EXPECT_EQ(boost::json::parse(out()),
            boost::json::parse(R"([{"email":"ada@example.com","subject":"subject-of-ada@example.com",
              "groups":["Engineers"],"status":"FORCE_CHANGE_PASSWORD","enabled":true,"mfa":false,
              "created_at":"2025-12-06T14:30:00Z"}])"));
}

TEST_F(UserCommandsTest, GroupsAreReplaced) {
  ASSERT_EQ(run({"user", "add", kAda, "--group", "Engineers", "--temporary"}), kOk);
  EXPECT_EQ(run({"user", "groups", kAda, "--group", "Managers"}), kOk);
  EXPECT_EQ(out(), "ada@example.com: is now in Managers\n");
  EXPECT_THAT(backend_.pool.users().at(kAda).user.groups, ElementsAre(Group::kManagers));
}

TEST_F(UserCommandsTest, AResetGivesANewPassword) {
  ASSERT_EQ(run({"user", "add", kAda, "--group", "Engineers", "--temporary"}), kOk);
  console_.input.str("An0ther!Pass\n");
  EXPECT_EQ(run({"user", "reset-password", kAda, "--password-stdin"}), kOk);
  EXPECT_EQ(password_of(kAda), "An0ther!Pass");
  EXPECT_EQ(backend_.pool.users().at(kAda).user.status, "CONFIRMED");
}

TEST_F(UserCommandsTest, RemovingTakesTheUserFromPoolAndDirectory) {
  ASSERT_EQ(run({"user", "add", kAda, "--group", "Engineers", "--temporary"}), kOk);
  EXPECT_EQ(run({"user", "remove", kAda}), kOk);
  EXPECT_THAT(backend_.pool.users(), IsEmpty());
  EXPECT_THAT(backend_.directory.users(), IsEmpty());
  EXPECT_EQ(run({"user", "remove", kAda}), kRefused);
}

TEST_F(UserCommandsTest, TheRecordNamesTheAdministrator) {
  ASSERT_EQ(run({"user", "add", kAda, "--group", "Engineers", "--temporary"}), kOk);
  const auto event = backend_.store.last_event("users").value().value();
  EXPECT_EQ(event.actor.kind, ActorKind::kAdministrator);
  EXPECT_EQ(event.actor.email, "root");
}

}  // namespace
}  // namespace curfew::cli
