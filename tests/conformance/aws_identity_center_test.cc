#include <boost/json/object.hpp>
#include <memory>

#include "conformance/aws_identity_center_world.h"
#include "conformance/identity_center_conformance.h"
#include "support/aws/moto.h"

namespace curfew::conformance {
namespace {

const auto* const kNeedsMoto = testing_aws::needs_moto();

INSTANTIATE_TEST_SUITE_P(Aws, IdentityCenterConformance,
                         testing::Values(NamedWorld{.name = "Aws", .make = [] { return std::make_unique<AwsWorld>(); }},
                                         // As AWS may cut listings: short pages, the first of them empty.
                                         NamedWorld{.name = "AwsInShortPages",
                                                    .make =
                                                        [] {
                                                          return std::make_unique<AwsWorld>(boost::json::object{
                                                              {"page_size", 2}, {"empty_pages", true}});
                                                        }}),
                         world_name);

}  // namespace
}  // namespace curfew::conformance
