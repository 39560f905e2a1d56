#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <chrono>

#include "cli_fixture.h"
#include "entry/cli/catalog_answer.h"
#include "entry/cli/exit_code.h"

namespace curfew::cli {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

class CatalogCommandTest : public CliTest {
 protected:
  CatalogCommandTest() {
    backend_.imported.accounts = {
        {.entry = {.name = "Audit", .id = AccountId("111111111111"), .title = "Audit"}, .is_known = true},
        {.entry = {.name = "LogArchive", .id = AccountId("222222222222"), .title = "Log Archive"}}};
    backend_.imported.permission_sets = {
        {.entry = {.name = "S3FullAccess",
                   .title = "JIT-S3FullAccess",
                   .arn = PermissionSetArn("arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1111111111111111"),
                   .aws_name = "JIT-S3FullAccess",
                   .risk = Risk::kLow},
         .why = "RiskLevel is \"Low\", RequiresApproval is \"false\""}};
  }
  ImportedPermissionSet& set() { return backend_.imported.permission_sets.front(); }
};

TEST_F(CatalogCommandTest, WhatIsNewIsPrintedAsBlocksForTheConfiguration) {
  EXPECT_EQ(run({"catalog", "import"}), kOk);
  EXPECT_EQ(out(),
            "\n# From AWS, by curfew catalog import. Leave out what nobody is to ask for.\n"
            "\n[[accounts]]\nname = \"LogArchive\"\nid = \"222222222222\"\ntitle = \"Log Archive\"\n"
            "\n[[permission_sets]]\nname = \"S3FullAccess\"\ntitle = \"JIT-S3FullAccess\"\n"
            "arn = \"arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1111111111111111\"\n"
            "aws_name = \"JIT-S3FullAccess\"\n"
            "risk = \"low\"  # RiskLevel is \"Low\", RequiresApproval is \"false\"\n");
  EXPECT_EQ(err(), "curfew: 2 accounts, of which 1 are new; 1 permission sets, of which 1 are new.\n");
}

TEST_F(CatalogCommandTest, AllIsEverything) {
  run({"catalog", "import", "--all"});
  EXPECT_THAT(out(), HasSubstr("name = \"Audit\""));
  EXPECT_THAT(out(), HasSubstr("name = \"LogArchive\""));
}

TEST_F(CatalogCommandTest, NothingNewIsNothingToAppend) {
  backend_.imported.accounts.pop_back();
  set().is_known = true;
  EXPECT_EQ(run({"catalog", "import"}), kOk);
  EXPECT_EQ(out(), "");
  EXPECT_THAT(err(), HasSubstr("names all of it already"));
}

TEST_F(CatalogCommandTest, ALongSessionIsWrittenOutWithWhatItMeans) {
  set().max_session = 4h;
  run({"catalog", "import"});
  EXPECT_THAT(out(), HasSubstr("\nmax_session = \"4h\"\n"));
  EXPECT_THAT(out(), HasSubstr("# A session that was opened before the access ends lives on"));
  set().max_session = 90min;
  run({"catalog", "import"});
  EXPECT_THAT(out(), HasSubstr("\nmax_session = \"90m\"\n"));
}

TEST_F(CatalogCommandTest, AShorterAccessStaysShort) {
  set().entry.max_duration = 15min;
  run({"catalog", "import"});
  EXPECT_THAT(out(), HasSubstr("max_duration_minutes = 15\n"));
}

TEST_F(CatalogCommandTest, RemarksGoToStandardError) {
  backend_.imported.remarks = {"Account Gone is not there.", "A \x1B[2J\nname"};
  run({"catalog", "import"});
  EXPECT_THAT(out(), Not(HasSubstr("Gone")));
  EXPECT_THAT(err(), HasSubstr("curfew: Account Gone is not there.\n"));
  EXPECT_THAT(err(), HasSubstr("curfew: A \\u001B[2J\\u000Aname\n")) << "a terminal is told nothing else";
}

TEST_F(CatalogCommandTest, ProgramsGetOneObject) {
  backend_.imported.remarks = {"Account Gone is not there."};
  set().max_session = 2h;
  EXPECT_EQ(run({"catalog", "import", "--json", "--all"}), kOk);
  const auto json = boost::json::parse(out()).as_object();
  EXPECT_EQ(json.at("accounts").as_array().size(), 2U);
  EXPECT_EQ(json.at("accounts").at(0).at("known"), true);
  const auto& one = json.at("permission_sets").at(0);
  EXPECT_EQ(one.at("name"), "S3FullAccess");
  EXPECT_EQ(one.at("risk"), "low");
  EXPECT_EQ(one.at("max_session"), "2h");
  EXPECT_EQ(json.at("remarks").at(0), "Account Gone is not there.");
}

TEST_F(CatalogCommandTest, AFailurePrintsNoPartOfACatalog) {
  backend_.failure = Error{.code = ErrorCode::kUnavailable, .public_text = "AWS did not answer."};
  EXPECT_EQ(run({"catalog", "import"}), kUnavailable);
  EXPECT_EQ(out(), "");
  EXPECT_THAT(err(), HasSubstr("AWS did not answer."));
}

TEST(TomlTextTest, WhateverANameHoldsStaysInsideOfItsQuotes) {
  EXPECT_EQ(toml_text("Log Archive"), R"("Log Archive")");
  EXPECT_EQ(toml_text(R"(a "b" \ c)"), R"("a \"b\" \\ c")");
  EXPECT_EQ(toml_text("a\nb\tc\x7F"), R"("a\u000Ab\u0009c\u007F")");
  EXPECT_EQ(toml_text(std::string_view("a\0b", 3)), R"("a\u0000b")");
  EXPECT_EQ(toml_text("Z\xC3\xBCrich \xE6\x9D\xB1"), "\"Z\xC3\xBCrich \xE6\x9D\xB1\"");
}

TEST(TomlTextTest, WhatIsNotSeenIsWrittenOut) {
  EXPECT_EQ(toml_text("a\xE2\x80\xAE"
                      "b"),
            R"("a\u202Eb")");
  EXPECT_EQ(toml_text("\xC2\x85\xEF\xBB\xBF"), R"("\u0085\uFEFF")");
  EXPECT_EQ(toml_text("\xF3\xA0\x81\x81"), R"("\U000E0041")");
  EXPECT_EQ(toml_text("\xF0\x9F\x94\x91"), "\"\xF0\x9F\x94\x91\"");
}

TEST(TomlTextTest, WhatIsNoUtf8IsReplaced) { EXPECT_EQ(toml_text("a\xFF"), "\"a\xEF\xBF\xBD\""); }

}  // namespace
}  // namespace curfew::cli
