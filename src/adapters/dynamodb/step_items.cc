#include "adapters/dynamodb/step_items.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "adapters/dynamodb/due_work.h"
#include "adapters/dynamodb/keys.h"
#include "adapters/dynamodb/unplaced_events.h"

namespace curfew::dynamodb {
namespace {

auto conflict(const std::string& what) {
  return fail(ErrorCode::kConflict, "Somebody else changed this at the same time. Try again.", what);
}

auto impossible(const std::string& what) {
  return fail(ErrorCode::kInternal, "The store was asked to do something impossible. See the log.", what);
}

Expression absent(std::string_view name) {
  return {.text = "attribute_not_exists(#absent)", .names = {{"#absent", std::string(name)}}};
}

Expression equals(std::string_view name, Item value) {
  return {.text = "#same = :same", .names = {{"#same", std::string(name)}}, .values = {{":same", std::move(value)}}};
}

Expression absent_or_equals(std::string_view name, const std::string& value) {
  return {.text = "attribute_not_exists(#name) OR #name = :value",
          .names = {{"#name", std::string(name)}},
          .values = {{":value", text_value(value)}}};
}

// It has no version to go by, and the functions of the deployment before may still run: what they have changed since is
// not to be overwritten.
Expression still_as(const AsFound& found) {
  return {.text = "attribute_not_exists(#version) AND #status = :status AND #asked = :asked",
          .names = {{"#version", "Version"}, {"#status", "Status"}, {"#asked", "RequestTimestamp"}},
          .values = {{":status", text_value(found.status)},
                     {":asked", Item{{"N", boost::json::string(found.request_timestamp)}}}}};
}

class StepWriter {
 public:
  StepWriter(const Step& step, const Settings& settings, std::string token, std::int64_t order)
      : step_(step), settings_(settings), token_(std::move(token)), order_(order), transaction_(token_) {}

  Result<Transaction> write() {
    for (const auto part :
         {&StepWriter::add_requests, &StepWriter::add_assignments, &StepWriter::add_unchanged, &StepWriter::add_events,
          &StepWriter::add_work, &StepWriter::add_claim, &StepWriter::add_binding, &StepWriter::add_idempotency}) {
      if (Status added = (this->*part)(); !added) return fail(std::move(added.error()));
    }
    return std::move(transaction_);
  }

 private:
  template <class Record>
  Status check_version(const Change<Record>& change, const std::string& what) {
    if (change.expected_version >= 0 && change.record.version > change.expected_version) return {};
    return impossible(what + ": version " + std::to_string(change.record.version) + " after " +
                      std::to_string(change.expected_version));
  }

  template <class Record>
  Status put_record(const std::string& table, const Item& key, const Change<Record>& change, const Expression& fresh,
                    const std::string& what) {
    if (Status grows = check_version(change, what); !grows) return grows;
    const Expression condition =
        change.expected_version == 0 ? fresh : equals("Version", number_value(change.expected_version));
    if (!transaction_.put(table, key, item_of(to_attributes(change.record)), condition)) return conflict(what);
    return {};
  }

  Status add_requests() {
    const bool is_replaced = std::ranges::any_of(step_.requests, [&](const Change<Request>& change) {
      return step_.takes_over && change.record.id == step_.takes_over->id && change.expected_version == 0;
    });
    if (step_.takes_over && !is_replaced) return impossible("taking over " + step_.takes_over->id.str());
    for (const Change<Request>& change : step_.requests) {
      const bool is_found = step_.takes_over && step_.takes_over->id == change.record.id;
      const Expression fresh = is_found ? still_as(*step_.takes_over) : absent("RequestId");
      if (Status put = put_record(settings_.requests_table, request_key(change.record.id), change, fresh,
                                  "request " + change.record.id.str());
          !put) {
        return put;
      }
    }
    return {};
  }

  Status add_assignments() {
    for (const Change<Assignment>& change : step_.assignments) {
      const AssignmentKey& key = change.record.key;
      if (Status put = put_record(settings_.ledger_table, assignment_item_key(key), change, absent(kPk),
                                  "assignment " + key.str());
          !put) {
        return put;
      }
    }
    return {};
  }

  // An assignment that the step also changes is checked by that change.
  Status add_unchanged() {
    if (!step_.unchanged) return {};
    const Unchanged& same = *step_.unchanged;
    const Expression condition = same.version == 0 ? absent(kPk) : equals("Version", number_value(same.version));
    if (transaction_.check(settings_.ledger_table, assignment_item_key(same.key), condition)) return {};
    const bool agree = std::ranges::all_of(step_.assignments, [&](const Change<Assignment>& change) {
      return change.record.key != same.key || change.expected_version == same.version;
    });
    return agree ? Status{} : conflict("assignment " + same.key.str());
  }

  Status add_events() {
    for (const AuditEvent& event : step_.events) {
      if (!transaction_.put(settings_.ledger_table, event_key(event.chain, event.sequence),
                            item_of(to_attributes(event)), absent(kPk))) {
        return conflict("event " + std::to_string(event.sequence) + " of " + event.chain);
      }
    }
    if (step_.events.empty()) return {};
    const UnplacedEvents list = unplaced(step_.events, order_, token_);
    if (!transaction_.put(settings_.ledger_table, key_of(list), item_of_names(list.events))) {
      return impossible("a token twice");
    }
    return {};
  }

  // What is settled and owed in one step is owed.
  Status add_work() {
    std::map<std::string, const OwedWork*> owed;
    for (const OwedWork& work : step_.owed) owed.insert_or_assign(work.id, &work);
    for (const auto& [id, work] : owed) {
      if (lane_of(id) != work->lane) return impossible("the lane of " + id + " is not " + work->lane);
      if (!transaction_.put(settings_.ledger_table, work_key(work->lane, id), work_item(*work, token_))) {
        return impossible(id);
      }
    }
    for (const std::string& id : std::set(step_.settled.begin(), step_.settled.end())) {
      // Without a lane it was never stored, so there is nothing to settle.
      const std::optional<std::string> lane = lane_of(id);
      if (!lane || owed.contains(id)) continue;
      if (!transaction_.remove(settings_.ledger_table, work_key(*lane, id))) return impossible(id);
    }
    return {};
  }

  Status add_claim() {
    if (!step_.under) return {};
    const Claim& claim = *step_.under;
    const Expression held{.text = "#epoch = :epoch AND attribute_exists(#until)",
                          .names = {{"#epoch", "Epoch"}, {"#until", "UntilMs"}},
                          .values = {{":epoch", number_value(claim.epoch)}}};
    if (!transaction_.check(settings_.ledger_table, claim_key(claim.lane), held)) return impossible("a claim twice");
    return {};
  }

  // Two items, so that a subject and a user are each bound once.
  Status add_binding() {
    if (!step_.binding) return {};
    const std::string& subject = step_.binding->subject.str();
    const std::string& user = step_.binding->user_id.str();
    const Item item = item_of({{"Subject", subject}, {"UserId", user}});
    const bool added = transaction_.put(settings_.ledger_table, subject_key(step_.binding->subject), item,
                                        absent_or_equals("UserId", user)) &&
                       transaction_.put(settings_.ledger_table, user_key(step_.binding->user_id), item,
                                        absent_or_equals("Subject", subject));
    return added ? Status{} : impossible("a binding twice");
  }

  Status add_idempotency() {
    if (!step_.idempotency) return {};
    const IdempotencyRecord& record = *step_.idempotency;
    const Item item =
        item_of({{"BodyHash", record.body_hash},
                 {"RequestId", record.request_id.str()},
                 {"StoredMs", unix_millis(record.stored_at)},
                 {"ExpiresMs", unix_millis(record.expires_at)},
                 {std::string(kExpiresAt), unix_seconds(std::chrono::ceil<std::chrono::seconds>(record.expires_at))}});
    const Expression unused{.text = "attribute_not_exists(#pk) OR #expires <= :now",
                            .names = {{"#pk", std::string(kPk)}, {"#expires", "ExpiresMs"}},
                            .values = {{":now", number_value(unix_millis(record.stored_at))}}};
    if (!transaction_.put(settings_.ledger_table, idempotency_item_key(record.key), item, unused)) {
      return impossible("an idempotency key twice");
    }
    return {};
  }

  const Step& step_;
  const Settings& settings_;
  const std::string token_;
  const std::int64_t order_;
  Transaction transaction_;
};

}  // namespace

Result<Transaction> transaction_of(const Step& step, const Settings& settings, std::string token, std::int64_t order) {
  return StepWriter(step, settings, std::move(token), order).write();
}

}  // namespace curfew::dynamodb
