// The store in DynamoDB, on moto: two tables of its own for each test.
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "conformance/dynamodb_world.h"
#include "conformance/store_world.h"

namespace curfew::conformance {
namespace {

const NamedStore kDynamoDb{
    .name = "DynamoDb", .make = [] { return std::make_unique<DynamoDbWorld>(); }, .needs = [] { CURFEW_NEEDS_MOTO(); }};

INSTANTIATE_TEST_SUITE_P(Store, LedgerConformance, testing::Values(kDynamoDb), store_name);
INSTANTIATE_TEST_SUITE_P(Store, LedgerConditionsConformance, testing::Values(kDynamoDb), store_name);
INSTANTIATE_TEST_SUITE_P(Store, LedgerRaceConformance, testing::Values(kDynamoDb), store_name);
INSTANTIATE_TEST_SUITE_P(Store, WorkQueueConformance, testing::Values(kDynamoDb), store_name);
INSTANTIATE_TEST_SUITE_P(Store, ClaimConformance, testing::Values(kDynamoDb), store_name);
INSTANTIATE_TEST_SUITE_P(Store, RequestIndexConformance, testing::Values(kDynamoDb), store_name);
INSTANTIATE_TEST_SUITE_P(Store, AuditLogConformance, testing::Values(kDynamoDb), store_name);

}  // namespace
}  // namespace curfew::conformance
