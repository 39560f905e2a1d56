// The rules, held against the tree that this test was built from.

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "architecture/call_rules.h"
#include "architecture/layer_rules.h"
#include "architecture/library_rules.h"
#include "architecture/size_rules.h"
#include "architecture/source_tree.h"

namespace curfew::architecture {
namespace {

std::vector<SourceFile> sources() { return read_sources(CURFEW_ROOT, "src"); }

std::vector<SourceFile> sources_and_tests() {
  std::vector<SourceFile> files = sources();
  std::ranges::move(read_sources(CURFEW_ROOT, "tests"), std::back_inserter(files));
  return files;
}

TEST(ThisTree, IsFound) { EXPECT_GT(sources().size(), 10U); }

TEST(ThisTree, KeepsItsLayers) { EXPECT_EQ(report(check_layers(sources())), ""); }

TEST(ThisTree, HasNoCirclesOfFolders) { EXPECT_EQ(report(check_cycles(sources())), ""); }

TEST(ThisTree, ConfinesItsLibraries) { EXPECT_EQ(report(check_libraries(sources())), ""); }

TEST(ThisTree, TakesTimeAndChanceFromPorts) { EXPECT_EQ(report(check_calls(sources_and_tests())), ""); }

TEST(ThisTree, HasFilesOfReadableSize) { EXPECT_EQ(report(check_sizes(sources_and_tests())), ""); }

}  // namespace
}  // namespace curfew::architecture
