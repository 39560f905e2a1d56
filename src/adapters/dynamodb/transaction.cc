#include "adapters/dynamodb/transaction.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdint>
#include <utility>
#include <vector>

#include "adapters/aws/json_call.h"

namespace curfew::dynamodb {
namespace {

namespace json = boost::json;

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
constexpr std::size_t kMostActions = 100;
constexpr std::size_t kMostItemBytes = std::size_t{400} * 1024;
constexpr std::size_t kMostBytes = std::size_t{4} * 1024 * 1024;
constexpr std::size_t kMostPartitionKeyBytes = 2048;
constexpr std::size_t kMostSortKeyBytes = 1024;

constexpr std::string_view kOperation = "TransactWriteItems";

enum class Verdict : std::uint8_t {
  kInTheWay,         // another transaction on one of the items, or this one is still under way: try again
  kConditionFailed,  // and it stays so: versions and epochs only grow, and places in a chain stay taken
  kRefused
};

struct Cancellation {
  bool condition_failed = false;
  bool in_the_way = false;
  std::string other;  // reasons that trying again does not mend
};

Cancellation cancellation_in(const aws::CallFailure& failure) {
  Cancellation found;
  json::error_code error;
  const json::value body = json::parse(failure.body, error);
  const json::object* object = error ? nullptr : body.if_object();
  const json::array* reasons = object == nullptr ? nullptr : aws::array_in(*object, "CancellationReasons");
  if (reasons == nullptr) return found;
  for (const json::value& reason : *reasons) {
    if (!reason.is_object()) continue;
    const std::string code = aws::text_in(reason.get_object(), "Code").value_or("None");
    if (code == "None") continue;
    if (code == "ConditionalCheckFailed") {
      found.condition_failed = true;
    } else if (code == "TransactionConflict" || code == "ThrottlingError" || code == "ProvisionedThroughputExceeded") {
      found.in_the_way = true;
    } else {
      found.other += " " + code + ": " + aws::text_in(reason.get_object(), "Message").value_or("");
    }
  }
  return found;
}

Verdict verdict_on(const aws::CallFailure& failure, std::string& reasons) {
  if (failure.kind == aws::FailureKind::kThrottled || failure.code == "TransactionInProgressException") {
    return Verdict::kInTheWay;
  }
  if (failure.code != "TransactionCanceledException") return Verdict::kRefused;
  const Cancellation cancellation = cancellation_in(failure);
  reasons = cancellation.other;
  if (cancellation.condition_failed) return Verdict::kConditionFailed;
  return cancellation.in_the_way && reasons.empty() ? Verdict::kInTheWay : Verdict::kRefused;
}

bool is_key_of_allowed_size(const Item& key) {
  return std::ranges::all_of(key, [&](const auto& part) {
    const std::size_t size = text_in(key, part.key()).value_or("").size();
    return size > 0 && size <= (part.key() == "Sk" ? kMostSortKeyBytes : kMostPartitionKeyBytes);
  });
}

}  // namespace

bool Transaction::put(const std::string& table, const Item& key, Item item, const Expression& condition) {
  for (const auto& [name, value] : key) item[name] = value;
  const std::size_t size = size_of(item);
  size_ += size;
  if (size > kMostItemBytes && too_large_.empty()) {
    too_large_ = json::serialize(key) + " has " + std::to_string(size) + " bytes";
  }
  return add(table, key, "Put", {{"Item", std::move(item)}}, condition);
}

bool Transaction::remove(const std::string& table, const Item& key, const Expression& condition) {
  return add(table, key, "Delete", {{"Key", key}}, condition);
}

bool Transaction::check(const std::string& table, const Item& key, const Expression& condition) {
  return add(table, key, "ConditionCheck", {{"Key", key}}, condition);
}

bool Transaction::add(const std::string& table, const Item& key, std::string_view kind, Item action,
                      const Expression& condition) {
  if (!touched_.insert(table + " " + json::serialize(key)).second) return false;
  if (!is_key_of_allowed_size(key) && too_large_.empty()) too_large_ = "the key " + json::serialize(key);
  action["TableName"] = table;
  add_expression(action, "ConditionExpression", condition);
  actions_.emplace_back(json::object{{kind, std::move(action)}});
  return true;
}

Status Transaction::fits() const {
  std::string what = too_large_;
  if (actions_.size() > kMostActions) what = std::to_string(actions_.size()) + " items in one transaction";
  if (size_ > kMostBytes) what = std::to_string(size_) + " bytes in one transaction";
  if (what.empty()) return {};
  return fail(ErrorCode::kTooLarge, "This is more than the store takes at once. Nothing was changed.",
              "DynamoDB does not take it: " + what);
}

Result<CommitOutcome> Transaction::commit(Tables& tables) const {
  if (actions_.empty()) return CommitOutcome::kCommitted;
  if (Status small = fits(); !small) return fail(std::move(small.error()));
  const json::object body{{"TransactItems", actions_}, {"ClientRequestToken", token_}};
  bool doubt = false;
  for (int next = 1;; ++next) {
    const auto answer = tables.call(std::string(kOperation), body);
    if (answer) return CommitOutcome::kCommitted;
    const aws::CallFailure& failure = answer.error();
    doubt = doubt || failure.effect == Effect::kMaybe || failure.code == "TransactionInProgressException";
    std::string reasons;
    const Verdict verdict = verdict_on(failure, reasons);
    if (verdict == Verdict::kInTheWay && next < kMostTries) {
      tables.back_off(next);
      continue;
    }
    // A try whose answer was lost may have stored it, and its token may count no more: whoever reads will know.
    if (doubt) return CommitOutcome::kUnknown;
    if (verdict == Verdict::kConditionFailed) return CommitOutcome::kConflict;
    Error error = tables.error_of(std::string(kOperation), failure, "write to the store");
    error.effect = Effect::kNone;
    error.log_text += reasons;
    if (verdict == Verdict::kInTheWay) error.code = ErrorCode::kUnavailable;
    return fail(std::move(error));
  }
}

}  // namespace curfew::dynamodb
