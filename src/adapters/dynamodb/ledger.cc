#include "adapters/dynamodb/ledger.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "adapters/dynamodb/keys.h"
#include "adapters/dynamodb/records.h"
#include "adapters/dynamodb/step_items.h"

namespace curfew::dynamodb {
namespace {

constexpr std::size_t kMostEvents = 1000;

Result<Assignment> assignment_in(const Item& item, const AssignmentKey& key) {
  const std::string what = "assignment " + key.str();
  Result<Assignment> assignment = record_in(item, what, assignment_from, {kPk, kSk});
  if (assignment && assignment->key != key) return misplaced(what);
  return assignment;
}

Result<Binding> binding_in(const Item& item, const std::string& what) {
  const auto subject = text_in(item, "Subject");
  const auto user = text_in(item, "UserId");
  if (!subject || !user) return damaged_record("the binding of " + what);
  return Binding{.subject = Subject(*subject), .user_id = UserId(*user)};
}

Result<IdempotencyRecord> idempotency_in(const Item& item, const std::string& key) {
  const auto body = text_in(item, "BodyHash");
  const auto request = text_in(item, "RequestId");
  const auto stored = number_in(item, "StoredMs");
  const auto expires = number_in(item, "ExpiresMs");
  if (!body || !request || !stored || !expires) return damaged_record("the idempotency key " + key);
  return IdempotencyRecord{.key = key,
                           .body_hash = *body,
                           .request_id = RequestId(*request),
                           .expires_at = from_unix_millis(*expires),
                           .stored_at = from_unix_millis(*stored)};
}

// Where an item says it stands in its chain: the sort key, whatever its attributes say.
std::int64_t sequence_of(const Item& item) {
  const std::string sort_key = text_in(item, kSk).value_or("");
  std::int64_t sequence = 0;
  std::from_chars(sort_key.data(), sort_key.data() + sort_key.size(), sequence);
  return sequence;
}

// The record in `item`, read by `parse`; empty when there is no item.
template <class Parse>
auto optional_record(const Result<std::optional<Item>>& item, Parse parse)
    -> Result<std::optional<typename decltype(parse(Item{}))::value_type>> {
  if (!item) return fail(item.error());
  if (!*item) return std::nullopt;
  auto record = parse(**item);
  if (!record) return fail(std::move(record.error()));
  return *std::move(record);
}

}  // namespace

Result<CommitOutcome> DynamoLedger::commit(const Step& step) {
  const auto transaction = transaction_of(step, tables_.settings(), tables_.new_token(), order_.next());
  if (transaction) return transaction->commit(tables_);
  if (transaction.error().code == ErrorCode::kConflict) return CommitOutcome::kConflict;
  return fail(transaction.error());
}

Result<std::optional<Item>> DynamoLedger::ledger_item(const Item& key) {
  return tables_.get(tables_.settings().ledger_table, key);
}

Result<std::optional<Request>> DynamoLedger::request(const RequestId& id) {
  if (id.empty()) return std::nullopt;  // no key of DynamoDB's
  return optional_record(tables_.get(tables_.settings().requests_table, request_key(id)),
                         [&](const Item& item) { return request_in(item, id); });
}

Result<std::optional<Assignment>> DynamoLedger::assignment(const AssignmentKey& key) {
  return optional_record(ledger_item(assignment_item_key(key)),
                         [&](const Item& item) { return assignment_in(item, key); });
}

Result<std::optional<Binding>> DynamoLedger::binding_of(const Subject& subject) {
  return optional_record(ledger_item(subject_key(subject)),
                         [&](const Item& item) { return binding_in(item, subject.str()); });
}

Result<std::optional<Binding>> DynamoLedger::binding_of(const UserId& user) {
  return optional_record(ledger_item(user_key(user)), [&](const Item& item) { return binding_in(item, user.str()); });
}

Result<std::optional<IdempotencyRecord>> DynamoLedger::idempotency(const std::string& key) {
  return optional_record(ledger_item(idempotency_item_key(key)),
                         [&](const Item& item) { return idempotency_in(item, key); });
}

Result<std::vector<AuditEvent>> DynamoLedger::events(const std::string& chain, std::int64_t after_sequence,
                                                     std::size_t limit) {
  const std::size_t most = std::clamp<std::size_t>(limit, 1, kMostEvents);
  std::vector<AuditEvent> events;
  const Query after{.table = tables_.settings().ledger_table,
                    .condition = in_partition(chain_partition(chain), ">", twenty_digits(after_sequence)),
                    .page = most};
  const Status read = tables_.each(after, [&](const Item& item) -> Result<bool> {
    Result<AuditEvent> event = event_in(item, chain, sequence_of(item));
    if (!event) return fail(std::move(event.error()));
    events.push_back(*std::move(event));
    return events.size() < most;
  });
  if (!read) return fail(read.error());
  return events;
}

Result<std::optional<AuditEvent>> DynamoLedger::last_event(const std::string& chain) {
  const auto last = tables_.first({.table = tables_.settings().ledger_table,
                                   .condition = in_partition(chain_partition(chain)),
                                   .descending = true,
                                   .page = 1});
  return optional_record(last, [&](const Item& item) { return event_in(item, chain, sequence_of(item)); });
}

Result<bool> DynamoLedger::has_event(const AuditEvent& event) {
  const auto item = ledger_item(event_key(event.chain, event.sequence));
  if (!item) return fail(item.error());
  return *item && text_in(**item, "Hash") == event.hash;
}

}  // namespace curfew::dynamodb
