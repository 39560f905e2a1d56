#include "adapters/dynamodb/tables.h"

#include <boost/json/parse.hpp>
#include <utility>

#include "adapters/aws/json_call.h"
#include "base/digest.h"

namespace curfew::dynamodb {
namespace {

namespace json = boost::json;

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
constexpr std::size_t kMostKeys = 100;

constexpr Millis kFirstPause{25};
constexpr Millis kLongestPause{800};

aws::Call call_of(const std::string& operation) { return {.service = aws::service::kDynamoDb, .operation = operation}; }

// Another write of the same item, or of this very call, is under way.
bool is_in_the_way(const aws::CallFailure& failure) {
  return failure.code == "TransactionConflictException" || failure.code == "TransactionInProgressException" ||
         failure.kind == aws::FailureKind::kThrottled;
}

std::vector<Item> items_in(const json::object& answer, std::string_view member) {
  std::vector<Item> items;
  if (const json::array* found = aws::array_in(answer, member)) {
    for (const json::value& item : *found) {
      if (item.is_object()) items.push_back(item.get_object());
    }
  }
  return items;
}

// Empty: there is no more.
Item next_in(const json::object& answer) {
  const json::object* next = aws::object_in(answer, "LastEvaluatedKey");
  return next == nullptr ? Item{} : *next;
}

Item item_in_failure(const aws::CallFailure& failure) {
  json::error_code error;
  const json::value body = json::parse(failure.body, error);
  const json::object* object = error ? nullptr : body.if_object();
  const json::object* item = object == nullptr ? nullptr : aws::object_in(*object, "Item");
  return item == nullptr ? Item{} : *item;
}

}  // namespace

void add_expression(json::object& body, std::string_view member, const Expression& expression) {
  if (expression.text.empty()) return;
  body[member] = expression.text;
  json::object& names = body.emplace("ExpressionAttributeNames", json::object{}).first->value().get_object();
  for (const auto& [placeholder, name] : expression.names) names[placeholder] = name;
  if (expression.values.empty()) return;
  json::object& values = body.emplace("ExpressionAttributeValues", json::object{}).first->value().get_object();
  for (const auto& [placeholder, value] : expression.values) values[placeholder] = value;
}

void Tables::back_off(int next) {
  Millis longest = kFirstPause;
  for (int i = 1; i < next && longest < kLongestPause; ++i) longest *= 2;
  // Between a half and all of it, so that rivals do not meet again.
  const auto chance = static_cast<unsigned char>(entropy_.bytes(1).front());
  pause_.wait(longest / 2 + longest * chance / 512);
}

std::string Tables::new_token() { return hex(entropy_.bytes(16)); }

std::expected<json::object, aws::CallFailure> Tables::call(const std::string& operation, const json::object& body) {
  return aws::call_json(caller_, call_of(operation), body);
}

Error Tables::error_of(const std::string& operation, const aws::CallFailure& failure, const std::string& what) const {
  Error error = aws::to_error(call_of(operation), failure, what);
  if (failure.code == "ResourceNotFoundException") {
    error.code = ErrorCode::kConfiguration;
    error.public_text = "Curfew could not " + what +
                        ": there is no such table or index in this account and region. See `curfew doctor`.";
  }
  return error;
}

std::unexpected<Error> Tables::unread(const std::string& operation, const aws::CallFailure& failure,
                                      const std::string& table) const {
  Error error = error_of(operation, failure, "read the table " + table);
  error.effect = Effect::kNone;  // a read has none
  return fail(std::move(error));
}

Result<std::optional<Item>> Tables::get(const std::string& table, const Item& key) {
  const auto answer = call("GetItem", {{"TableName", table}, {"Key", key}, {"ConsistentRead", true}});
  if (!answer) return unread("GetItem", answer.error(), table);
  const json::object* item = aws::object_in(*answer, "Item");
  return item == nullptr ? std::optional<Item>{} : std::optional<Item>(*item);
}

Result<std::vector<Item>> Tables::get_all(const std::string& table, const std::vector<Item>& keys) {
  std::vector<Item> found;
  std::vector<Item> wanted(keys.rbegin(), keys.rend());  // taken from the back
  int in_vain = 0;
  while (!wanted.empty()) {
    json::array batch;
    for (; !wanted.empty() && batch.size() < kMostKeys; wanted.pop_back()) batch.emplace_back(wanted.back());
    const json::object one_table{{"Keys", std::move(batch)}, {"ConsistentRead", true}};
    const auto answer = call("BatchGetItem", {{"RequestItems", json::object{{table, one_table}}}});
    if (!answer) return unread("BatchGetItem", answer.error(), table);
    const json::object* tables = aws::object_in(*answer, "Responses");
    const std::vector<Item> items = tables == nullptr ? std::vector<Item>{} : items_in(*tables, table);
    found.insert(found.end(), items.begin(), items.end());
    // What did not fit into one answer, or was throttled, is asked for again.
    const json::object* left = aws::object_in(*answer, "UnprocessedKeys");
    const json::object* left_here = left == nullptr ? nullptr : aws::object_in(*left, table);
    if (left_here == nullptr) continue;
    for (const Item& key : items_in(*left_here, "Keys")) wanted.push_back(key);
    in_vain = items.empty() ? in_vain + 1 : 0;
    if (in_vain == kMostTries) {
      return fail(ErrorCode::kUnavailable, "The store is overloaded. Try again later.",
                  "BatchGetItem of " + table + " gives nothing");
    }
    if (in_vain > 0) back_off(in_vain);
  }
  return found;
}

Result<json::object> Tables::answer_to(const Query& query, bool only_count, const Item& from) {
  json::object body{{"TableName", query.table}, {"ScanIndexForward", !query.descending}};
  add_expression(body, "KeyConditionExpression", query.condition);
  add_expression(body, "FilterExpression", query.filter);
  if (query.index.empty()) {
    body["ConsistentRead"] = true;
  } else {
    body["IndexName"] = query.index;
  }
  if (query.page > 0) body["Limit"] = query.page;
  if (only_count) body["Select"] = "COUNT";
  if (!from.empty()) body["ExclusiveStartKey"] = from;
  auto answer = call("Query", body);
  if (!answer) return unread("Query", answer.error(), query.table);
  return *std::move(answer);
}

Result<Tables::Page> Tables::page(const Query& query, const Item& from) {
  const auto answer = answer_to(query, false, from);
  if (!answer) return fail(answer.error());
  return Page{.items = items_in(*answer, "Items"), .next = next_in(*answer)};
}

Status Tables::each(const Query& query, const Visit& visit) {
  Item from;
  do {
    Result<Page> shown = page(query, from);
    if (!shown) return fail(std::move(shown.error()));
    for (const Item& item : shown->items) {
      const Result<bool> more = visit(item);
      if (!more) return fail(more.error());
      if (!*more) return {};
    }
    from = std::move(shown->next);
  } while (!from.empty());
  return {};
}

Result<std::optional<Item>> Tables::first(const Query& query) {
  std::optional<Item> found;
  const Status shown = each(query, [&](const Item& item) -> Result<bool> {
    found = item;
    return false;
  });
  if (!shown) return fail(shown.error());
  return found;
}

Result<std::int64_t> Tables::count(const Query& query) {
  std::int64_t count = 0;
  Item from;
  do {
    const auto answer = answer_to(query, true, from);
    if (!answer) return fail(answer.error());
    const json::value* counted = answer->if_contains("Count");
    if (counted != nullptr && counted->is_int64()) count += counted->get_int64();
    from = next_in(*answer);
  } while (!from.empty());
  return count;
}

Result<Written> Tables::write(const std::string& operation, const std::string& table, json::object body) {
  body["TableName"] = table;
  body["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD";
  bool doubt = false;
  for (int next = 1;; ++next) {
    const auto answer = call(operation, body);
    if (answer) {
      const json::object* attributes = aws::object_in(*answer, "Attributes");
      return Written{.done = true, .item = attributes == nullptr ? Item{} : *attributes};
    }
    const aws::CallFailure& failure = answer.error();
    doubt = doubt || failure.effect == Effect::kMaybe;
    if (failure.code == "ConditionalCheckFailedException") {
      return Written{.done = false, .doubt = doubt, .item = item_in_failure(failure)};
    }
    if (!is_in_the_way(failure) || next == kMostTries) {
      Error error = error_of(operation, failure, "write to the table " + table);
      error.effect = doubt ? Effect::kMaybe : Effect::kNone;
      return fail(std::move(error));
    }
    back_off(next);
  }
}

}  // namespace curfew::dynamodb
