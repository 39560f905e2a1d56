// DynamoDB's calls on items, as all parts of this adapter make them: reads by key, queries, and writes of one item.
// Transactions are in transaction.h. There is no Scan, and there must not be one.
//
// Thread-safe; outlives the ports that use it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/aws/caller.h"
#include "adapters/aws/pause.h"
#include "adapters/dynamodb/item.h"
#include "adapters/dynamodb/settings.h"
#include "base/error.h"
#include "ports/entropy.h"

namespace curfew::dynamodb {

// An expression with its placeholders: every name is a #placeholder, since many are reserved words (Status, Position).
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html
struct Expression {
  std::string text;                          // "#version = :version"; empty: none
  std::map<std::string, std::string> names;  // "#version" -> "Version"
  Item values;                               // ":version" -> {"N": "3"}
};

struct Query {
  std::string table;
  std::string index;     // empty: the table itself, read consistently; an index may lag
  Expression condition;  // on the key
  Expression filter = {};
  bool descending = false;
  std::size_t page = 0;  // items looked at in one call; 0: as many as fit into 1 MB
};

// What became of a conditional write of one item.
struct Written {
  bool done = false;   // false: the condition did not hold
  bool doubt = false;  // … now; but an earlier try of the same call may have had its effect
  Item item;  // done: as it is now, where the call asks for it; otherwise as it stands there, empty when absent
};

class Tables {
 public:
  // All must outlive this.
  Tables(aws::Caller& caller, Settings settings, Entropy& entropy, aws::Pause& pause)
      : caller_(caller), settings_(std::move(settings)), entropy_(entropy), pause_(pause) {}

  [[nodiscard]] const Settings& settings() const { return settings_; }

  // Reads are consistent, but for queries of an index. Errors: kUnavailable, kConfiguration (a missing table or right).
  [[nodiscard]] Result<std::optional<Item>> get(const std::string& table, const Item& key);
  // Those of `keys` that are there, in no order.
  [[nodiscard]] Result<std::vector<Item>> get_all(const std::string& table, const std::vector<Item>& keys);

  // One call; `next` leads to the page after it, and is empty at the end.
  struct Page {
    std::vector<Item> items;
    Item next;
  };
  [[nodiscard]] Result<Page> page(const Query& query, const Item& from);
  // Shows the items to `visit` in their order, page by page, until it returns false.
  using Visit = std::function<Result<bool>(const Item&)>;
  [[nodiscard]] Status each(const Query& query, const Visit& visit);
  [[nodiscard]] Result<std::optional<Item>> first(const Query& query);
  [[nodiscard]] Result<std::int64_t> count(const Query& query);

  // `body` is a PutItem or UpdateItem without its table; it is tried again while another write of the item is under
  // way, so doing it twice has to be harmless. Errors: kUnavailable, kConfiguration; may have taken effect where they
  // say so.
  [[nodiscard]] Result<Written> write(const std::string& operation, const std::string& table, boost::json::object body);

  // Any call of DynamoDB's.
  [[nodiscard]] std::expected<boost::json::object, aws::CallFailure> call(const std::string& operation,
                                                                          const boost::json::object& body);
  [[nodiscard]] Error error_of(const std::string& operation, const aws::CallFailure& failure,
                               const std::string& what) const;
  // Waits before try `next` (1, 2 …) of a call that met another write: up to twice as long each time.
  void back_off(int next);
  void wait(Millis time) { pause_.wait(time); }
  // Nobody else has drawn it: 32 hexadecimal digits.
  [[nodiscard]] std::string new_token();

 private:
  [[nodiscard]] std::unexpected<Error> unread(const std::string& operation, const aws::CallFailure& failure,
                                              const std::string& table) const;
  [[nodiscard]] Result<boost::json::object> answer_to(const Query& query, bool only_count, const Item& from);

  aws::Caller& caller_;
  const Settings settings_;
  Entropy& entropy_;
  aws::Pause& pause_;
};

// Adds an expression to a call: its text as `member`, its names and values beside those that are there.
void add_expression(boost::json::object& body, std::string_view member, const Expression& expression);

// How often a call that meets other writes is made in all: about two seconds of pauses.
inline constexpr int kMostTries = 8;

}  // namespace curfew::dynamodb
