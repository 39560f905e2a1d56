// The tables of a store, with a script in the place of AWS.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <initializer_list>
#include <string>

#include "adapters/dynamodb/tables.h"
#include "support/aws/no_pause.h"
#include "support/aws/scripted_caller.h"
#include "support/fake_entropy.h"

namespace curfew::dynamodb {

struct ScriptedTables {
  test::ScriptedCaller aws;
  test::FakeEntropy entropy;
  test::NoPause pause;
  Tables tables{aws, {.requests_table = "requests", .ledger_table = "ledger"}, entropy, pause};
};

// Sent, and no answer came.
[[nodiscard]] inline aws::CallFailure lost() {
  return {.kind = aws::FailureKind::kLost, .message = "cut", .effect = Effect::kMaybe};
}

// AWS cancelled the transaction for these reasons, one for each item. `effect` is that of the tries before, too.
[[nodiscard]] inline aws::CallFailure cancelled(std::initializer_list<const char*> reasons,
                                                Effect effect = Effect::kNone) {
  boost::json::array list;
  for (const char* reason : reasons) list.emplace_back(boost::json::object{{"Code", reason}, {"Message", "said AWS"}});
  return {.kind = aws::FailureKind::kRefused,
          .code = "TransactionCanceledException",
          .message = "Transaction cancelled",
          .status = 400,
          .body = boost::json::serialize(boost::json::object{{"CancellationReasons", list}}),
          .effect = effect};
}

// The condition of a single write did not hold; there stood `item`.
[[nodiscard]] inline aws::CallFailure condition_failed(const boost::json::object& item, Effect effect = Effect::kNone) {
  return {.kind = aws::FailureKind::kRefused,
          .code = "ConditionalCheckFailedException",
          .message = "The conditional request failed",
          .status = 400,
          .body = boost::json::serialize(boost::json::object{{"Item", item}}),
          .effect = effect};
}

}  // namespace curfew::dynamodb
