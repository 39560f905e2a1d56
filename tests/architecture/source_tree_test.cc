#include "architecture/source_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "architecture/layer_rules.h"

namespace curfew::architecture {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

TEST(ParseSource, FindsIncludesWithTheirLines) {
  const SourceFile file = parse_source("src/a.h", "#pragma once\n#include <string>\n\n  #  include \"base/error.h\"\n");
  ASSERT_THAT(file.includes, SizeIs(2));
  EXPECT_EQ(file.includes[0].target, "string");
  EXPECT_FALSE(file.includes[0].quoted);
  EXPECT_EQ(file.includes[1].target, "base/error.h");
  EXPECT_TRUE(file.includes[1].quoted);
  EXPECT_EQ(file.includes[1].line, 4);
}

TEST(ParseSource, SeesNoIncludesInComments) {
  EXPECT_THAT(parse_source("src/a.h", "// #include \"x.h\"\n/*\n#include \"y.h\"\n*/\n").includes, SizeIs(0));
}

TEST(ParseSource, LeavesOutCommentsAndLiterals) {
  const SourceFile file = parse_source("src/a.cc",
                                       "int n = 1'000;  // one\n"
                                       "char c = '\\'';\n"
                                       "auto s = \"a\\\"b // no comment\";\n"
                                       "auto r = R\"x(1\n2\")x\";\n"
                                       "int /* two\nlines */ z;");
  EXPECT_THAT(file.code,
              ElementsAre("int n = 1'000;  ", "char c = '';", "auto s = \"\";", "auto r = ", "\"\";", "int ", " z;"));
}

TEST(ModuleOf, IsTheLayerOrTheFolderInIt) {
  EXPECT_EQ(module_of("src/domain/request.h"), "domain");
  EXPECT_EQ(module_of("src/domain/deep/er.h"), "domain");
  EXPECT_EQ(module_of("src/adapters/sqlite/ledger.h"), "adapters/sqlite");
  EXPECT_EQ(module_of("src/entry/http/routes/audit.cc"), "entry/http");
  EXPECT_EQ(module_of("src/adapters/loose.h"), "");
  EXPECT_EQ(module_of("src/loose.h"), "");
  EXPECT_EQ(module_of("tests/unit/a.cc"), "");
}

TEST(LiesIn, ComparesWholeNames) {
  EXPECT_TRUE(lies_in("adapters/sqlite", "adapters"));
  EXPECT_TRUE(lies_in("adapters/sqlite", "adapters/sqlite"));
  EXPECT_FALSE(lies_in("adapters/sqlite_file", "adapters/sqlite"));
}

// A tree on disk with the given file in it, removed at the end.
class TreeOnDisk {
 public:
  TreeOnDisk() : root_(std::filesystem::temp_directory_path() / ("curfew-tree-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(root_);
  }
  TreeOnDisk(const TreeOnDisk&) = delete;
  TreeOnDisk& operator=(const TreeOnDisk&) = delete;
  ~TreeOnDisk() { std::filesystem::remove_all(root_); }

  void add(const std::string& path, std::string_view text) const {
    std::filesystem::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }

  const std::filesystem::path& root() const { return root_; }

 private:
  std::filesystem::path root_;
};

TEST(ReadSources, FindsAForbiddenEdgeOnDisk) {
  const TreeOnDisk tree;
  tree.add("src/app/submit.h", "#pragma once\n");
  tree.add("src/domain/request.cc", "#include <string>\n#include \"app/submit.h\"\n");
  tree.add("src/domain/README.md", "#include \"app/submit.h\"\n");
  tree.add("tests/unit/request_test.cc", "#include \"app/submit.h\"\n");

  EXPECT_EQ(report(check_layers(read_sources(tree.root(), "src"))),
            "src/domain/request.cc:2: domain must not include \"app/submit.h\"; besides itself it may include base\n");
}

}  // namespace
}  // namespace curfew::architecture
