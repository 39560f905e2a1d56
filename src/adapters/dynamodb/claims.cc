#include "adapters/dynamodb/claims.h"

#include <chrono>

#include "adapters/dynamodb/keys.h"

namespace curfew::dynamodb {
namespace {

// More than the clocks of two servers differ. A claim made longer than that after now was made by a clock that has been
// set back since; it holds nobody up, or nothing could be revoked there until the clock has caught up.
constexpr Millis kClockSkew = std::chrono::minutes(5);

// Claims that lapsed this long ago belong to nobody any more.
constexpr Millis kForgotten = std::chrono::hours(24);

bool holds(const Item& item, Instant now) {
  const auto until = number_in(item, "UntilMs");
  const auto claimed = number_in(item, "ClaimedMs");
  return until && claimed && *until > unix_millis(now) && *claimed <= unix_millis(now + kClockSkew);
}

// Free, and not by this very claim: a call that comes twice, or late, must not make an epoch of its own.
Expression is_free(const std::string& claim_id, Instant now) {
  return {.text =
              "(attribute_not_exists(#until) OR #until <= :now OR #claimed > :ahead)"
              " AND (attribute_not_exists(#id) OR #id <> :id)",
          .names = {{"#until", "UntilMs"}, {"#claimed", "ClaimedMs"}, {"#id", "ClaimId"}},
          .values = {{":now", number_value(unix_millis(now))},
                     {":ahead", number_value(unix_millis(now + kClockSkew))},
                     {":id", text_value(claim_id)}}};
}

Expression new_claim(const std::string& claim_id, Instant now, Instant until) {
  const Instant forgotten = until + kForgotten;
  return {.text =
              "SET #epoch = if_not_exists(#epoch, :now) + :one, #claimed = :now, #until = :until, #id = :id,"
              " #expires = :expires",
          .names = {{"#epoch", "Epoch"},
                    {"#claimed", "ClaimedMs"},
                    {"#until", "UntilMs"},
                    {"#id", "ClaimId"},
                    {"#expires", std::string(kExpiresAt)}},
          .values = {{":one", number_value(1)},
                     {":now", number_value(unix_millis(now))},
                     {":id", text_value(claim_id)},
                     {":until", number_value(unix_millis(until))},
                     {":expires", number_value(unix_seconds(floor_seconds(forgotten)))}}};
}

}  // namespace

Result<std::optional<Claim>> take_claim(Tables& tables, const std::string& lane, Instant now, Instant until) {
  const std::string claim_id = tables.new_token();
  boost::json::object body{{"Key", claim_key(lane)}, {"ReturnValues", "ALL_NEW"}};
  add_expression(body, "UpdateExpression", new_claim(claim_id, now, until));
  add_expression(body, "ConditionExpression", is_free(claim_id, now));
  const auto written = tables.write("UpdateItem", tables.settings().ledger_table, std::move(body));
  if (!written) return fail(written.error());
  // What a try of ours did whose answer was lost is ours too.
  if (!written->done && text_in(written->item, "ClaimId") != claim_id) return std::optional<Claim>{};
  const auto epoch = number_in(written->item, "Epoch");
  if (!epoch) return damaged_record("the claim of lane " + lane + " has no epoch");
  return Claim{.lane = lane, .epoch = *epoch, .claimed_at = now, .until = until};
}

Status release_claim(Tables& tables, const Claim& claim) {
  boost::json::object body{{"Key", claim_key(claim.lane)}};
  add_expression(body, "UpdateExpression", {.text = "REMOVE #until", .names = {{"#until", "UntilMs"}}, .values = {}});
  add_expression(
      body, "ConditionExpression",
      {.text = "#epoch = :epoch", .names = {{"#epoch", "Epoch"}}, .values = {{":epoch", number_value(claim.epoch)}}});
  const auto written = tables.write("UpdateItem", tables.settings().ledger_table, std::move(body));
  if (!written) return fail(written.error());
  return {};
}

Result<std::unordered_set<std::string>> claimed_of(Tables& tables, const std::vector<std::string>& lanes, Instant now) {
  std::vector<Item> keys;
  keys.reserve(lanes.size());
  for (const std::string& lane : lanes) keys.push_back(claim_key(lane));
  const auto items = tables.get_all(tables.settings().ledger_table, keys);
  if (!items) return fail(items.error());
  std::unordered_set<std::string> claimed;
  for (const Item& item : *items) {
    if (holds(item, now)) claimed.insert(text_in(item, kPk).value_or("").substr(kLanes.size()));
  }
  return claimed;
}

}  // namespace curfew::dynamodb
