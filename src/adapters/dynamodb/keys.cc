#include "adapters/dynamodb/keys.h"

#include <algorithm>

namespace curfew::dynamodb {

Expression in_partition(std::string_view pk, std::string_view comparison, std::string_view sort_key) {
  Expression found{.text = "#pk = :pk", .names = {{"#pk", std::string(kPk)}}, .values = {{":pk", text_value(pk)}}};
  if (comparison.empty()) return found;
  found.text += " AND #sk " + std::string(comparison) + " :sk";
  found.names.emplace("#sk", kSk);
  found.values[":sk"] = text_value(sort_key);
  return found;
}

std::string twenty_digits(std::int64_t number) {
  const std::string digits = std::to_string(std::max<std::int64_t>(0, number));
  return std::string(20 - digits.size(), '0') + digits;
}

Item ledger_key(std::string_view pk, std::string_view sk) { return {{kPk, text_value(pk)}, {kSk, text_value(sk)}}; }

Item request_key(const RequestId& id) { return {{"RequestId", text_value(id.str())}}; }

Item assignment_item_key(const AssignmentKey& key) { return ledger_key("assignment/" + key.str(), "assignment"); }

Item event_key(const std::string& chain, std::int64_t sequence) {
  return ledger_key(chain_partition(chain), twenty_digits(sequence));
}

Item claim_key(const std::string& lane) { return ledger_key(lane_partition(lane), "claim"); }

Item work_key(const std::string& lane, const std::string& id) {
  return ledger_key(lane_partition(lane), std::string(kWork) + id);
}

Item subject_key(const Subject& subject) { return ledger_key("binding/subject/" + subject.str(), "binding"); }

Item user_key(const UserId& user) { return ledger_key("binding/user/" + user.str(), "binding"); }

Item idempotency_item_key(const std::string& key) { return ledger_key("idempotency/" + key, "idempotency"); }

Item checkpoint_key(std::int64_t number) { return ledger_key(kCheckpoints, twenty_digits(number)); }

Item schema_key() { return ledger_key("schema", "schema"); }

std::string lane_partition(const std::string& lane) { return std::string(kLanes) + lane; }

std::string chain_partition(const std::string& chain) { return "chain/" + chain; }

}  // namespace curfew::dynamodb
