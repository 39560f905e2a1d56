#include "adapters/dynamodb/earlier_records.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <string_view>
#include <utility>

#include "adapters/dynamodb/keys.h"
#include "adapters/dynamodb/records.h"

namespace curfew::dynamodb {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostAtOnce = 1000;

std::string_view word_of(EarlierStatus status) {
  switch (status) {
    case EarlierStatus::kError: return "ERROR";
    case EarlierStatus::kActive: return "ACTIVE";
    case EarlierStatus::kPending: return "PENDING";
  }
  return "ERROR";
}

Query unversioned(const Settings& settings, EarlierStatus status) {
  return {.table = settings.requests_table,
          .index = std::string(kStatusIndex),
          .condition = {.text = "#status = :status",
                        .names = {{"#status", "Status"}},
                        .values = {{":status", text_value(word_of(status))}}},
          .filter = {.text = "attribute_not_exists(#version)", .names = {{"#version", "Version"}}, .values = {}}};
}

Query naming(const Settings& settings, EarlierStatus status, const AssignmentKey& key) {
  Query query = unversioned(settings, status);
  query.filter.text += " AND #user = :user AND #account = :account AND #set = :set";
  query.filter.names.insert({{"#user", "UserId"}, {"#account", "AccountId"}, {"#set", "PermissionSetArn"}});
  query.filter.values[":user"] = text_value(key.user_id.str());
  query.filter.values[":account"] = text_value(key.account_id.str());
  query.filter.values[":set"] = text_value(key.permission_set_arn.str());
  return query;
}

// Where a page begins is a key of DynamoDB's; it goes through our hands only.
Item place_from(const std::optional<std::string>& after) {
  if (!after) return {};
  boost::system::error_code ignored;
  const json::value place = json::parse(*after, ignored);
  return place.is_object() ? place.get_object() : Item{};
}

}  // namespace

Result<EarlierPage> DynamoEarlierRecords::page(EarlierStatus status, std::size_t limit,
                                               const std::optional<std::string>& after) {
  Query query = unversioned(tables_.settings(), status);
  query.page = std::clamp<std::size_t>(limit, 1, kMostAtOnce);
  const auto found = tables_.page(query, place_from(after));
  if (!found) return fail(found.error());
  EarlierPage page;
  for (const Item& item : found->items) page.records.push_back(loose_attributes(item));
  if (!found->next.empty()) page.next = json::serialize(found->next);
  return page;
}

Result<std::vector<Attributes>> DynamoEarlierRecords::given(const AssignmentKey& key) {
  std::vector<Attributes> records;
  for (const EarlierStatus status : {EarlierStatus::kActive, EarlierStatus::kError}) {
    const Status read = tables_.each(naming(tables_.settings(), status, key), [&](const Item& item) -> Result<bool> {
      records.push_back(loose_attributes(item));
      return true;
    });
    if (!read) return fail(read.error());
  }
  return records;
}

Result<std::optional<Attributes>> DynamoEarlierRecords::record(const RequestId& id) {
  if (id.empty()) return std::nullopt;  // no key of DynamoDB's
  const auto item = tables_.get(tables_.settings().requests_table, request_key(id));
  if (!item) return fail(item.error());
  if (!*item) return std::nullopt;
  return loose_attributes(**item);
}

}  // namespace curfew::dynamodb
