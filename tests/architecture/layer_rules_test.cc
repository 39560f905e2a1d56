#include "architecture/layer_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace curfew::architecture {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

// A tree of one-line files.
std::vector<SourceFile> tree(const std::vector<std::pair<std::string, std::string>>& files) {
  std::vector<SourceFile> parsed;
  for (const auto& [path, text] : files) parsed.push_back(parse_source(path, text));
  return parsed;
}

// What is said about `from` when all that it does is to include `to`.
std::string verdict(const std::string& from, const std::string& to) {
  return report(check_layers(tree({{"src/" + from, "\n#include \"" + to + "\"\n"}, {"src/" + to, ""}})));
}

TEST(Layers, MayIncludeWhatStandsToTheirLeft) {
  EXPECT_EQ(verdict("domain/request.h", "base/error.h"), "");
  EXPECT_EQ(verdict("ports/ledger.h", "domain/request.h"), "");
  EXPECT_EQ(verdict("app/submit.cc", "ports/ledger.h"), "");
  EXPECT_EQ(verdict("adapters/sqlite/ledger.cc", "ports/ledger.h"), "");
  EXPECT_EQ(verdict("entry/http/server.cc", "app/submit.h"), "");
  EXPECT_EQ(verdict("main/wire.cc", "adapters/sqlite/ledger.h"), "");
  EXPECT_EQ(verdict("main/wire.cc", "entry/http/server.h"), "");
}

TEST(Layers, MayIncludeThemselves) {
  EXPECT_EQ(verdict("domain/request.cc", "domain/request.h"), "");
  EXPECT_EQ(verdict("adapters/smtp/mailer.cc", "adapters/smtp/mailer.h"), "");
  EXPECT_EQ(verdict("entry/http/server.cc", "entry/http/routes/requests.h"), "");
}

TEST(Layers, MayNotIncludeWhatStandsToTheirRight) {
  EXPECT_EQ(verdict("base/error.h", "domain/request.h"),
            "src/base/error.h:2: base must not include \"domain/request.h\"; besides itself it may include nothing\n");
  EXPECT_EQ(verdict("domain/request.h", "ports/clock.h"),
            "src/domain/request.h:2: domain must not include \"ports/clock.h\"; besides itself it may include base\n");
  EXPECT_THAT(verdict("ports/ledger.h", "app/submit.h"), HasSubstr("ports must not include"));
  EXPECT_THAT(verdict("app/submit.cc", "adapters/sqlite/ledger.h"), HasSubstr("app must not include"));
  EXPECT_THAT(verdict("app/submit.cc", "entry/http/server.h"), HasSubstr("app must not include"));
  EXPECT_THAT(verdict("entry/http/server.cc", "main/config.h"), HasSubstr("entry/http must not include"));
}

TEST(Layers, AdaptersKnowNoUseCase) {
  EXPECT_THAT(verdict("adapters/smtp/mailer.cc", "app/submit.h"), HasSubstr("adapters/smtp must not include"));
}

TEST(Layers, AdaptersKnowOnlyTheSharedAdapters) {
  EXPECT_EQ(verdict("adapters/sqlite/ledger.cc", "adapters/sqlite_file/database.h"), "");
  EXPECT_EQ(verdict("adapters/dynamodb/ledger.cc", "adapters/aws/client.h"), "");
  EXPECT_EQ(verdict("adapters/oidc/token_verifier.cc", "adapters/jwt/jwt_verifier.h"), "");
  EXPECT_EQ(verdict("adapters/jwt/https_documents.cc", "adapters/aws/http_client.h"), "");
  EXPECT_THAT(verdict("adapters/jwt/jwt_verifier.cc", "adapters/user_pool/rsa_key.h"),
              HasSubstr("adapters/jwt must not include"));
  EXPECT_THAT(verdict("adapters/smtp/mailer.cc", "adapters/maildir/folder.h"),
              HasSubstr("adapters/smtp must not include \"adapters/maildir/folder.h\""));
  EXPECT_THAT(verdict("adapters/sqlite_file/database.cc", "adapters/sqlite/ledger.h"),
              HasSubstr("adapters/sqlite_file must not include"));
}

TEST(Layers, EntriesKnowNeitherAdaptersNorEachOther) {
  EXPECT_THAT(verdict("entry/cli/serve.cc", "entry/http/server.h"), HasSubstr("entry/cli must not include"));
  EXPECT_THAT(verdict("entry/http/server.cc", "adapters/system/clock.h"), HasSubstr("entry/http must not include"));
}

TEST(Layers, IncludesAreWrittenFromTheSourceRoot) {
  const Violations found =
      check_layers(tree({{"src/base/error.cc", "#include \"error.h\""}, {"src/base/error.h", ""}}));
  EXPECT_EQ(
      report(found),
      "src/base/error.cc:1: \"error.h\" is no file of src/; our own files are included by their path from there\n");
}

TEST(Layers, EveryFileLiesInOne) {
  EXPECT_THAT(report(check_layers(tree({{"src/util/strings.h", ""}}))), HasSubstr("src/util/strings.h:1: lies in no"));
  EXPECT_THAT(report(check_layers(tree({{"src/adapters/loose.h", ""}}))), HasSubstr("lies in no layer"));
}

TEST(Cycles, AreFoundOverSeveralFolders) {
  const Violations found = check_cycles(tree({
      {"src/adapters/aws/a.h", "#include \"adapters/sqlite_file/b.h\""},
      {"src/adapters/sqlite_file/b.h", "#include \"adapters/sqlite_file/wal/c.h\""},
      {"src/adapters/sqlite_file/wal/c.h", "#include \"adapters/aws/a.h\""},
  }));
  EXPECT_EQ(report(found),
            "src/adapters/sqlite_file/wal/c.h:1: folders include each other in a circle: src/adapters/aws -> "
            "src/adapters/sqlite_file -> src/adapters/sqlite_file/wal -> src/adapters/aws\n");
}

TEST(Cycles, AreNotSeenInADiamond) {
  EXPECT_THAT(check_cycles(tree({
                  {"src/app/a.h", "#include \"domain/b.h\"\n#include \"ports/c.h\""},
                  {"src/ports/c.h", "#include \"domain/b.h\""},
                  {"src/domain/b.h", ""},
              })),
              IsEmpty());
}

}  // namespace
}  // namespace curfew::architecture
