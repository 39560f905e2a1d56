// Items as they travel: {"Status": {"S": "ACTIVE"}, "Version": {"N": "3"}}.
//
// A text is S, and B where it is no UTF-8 (a user agent cut in the middle of a character: its bytes count for the audit
// hash); a number is N, an integer of 64 bits; a list of texts is L. Reading is strict: what has another type was not
// written by Curfew.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "domain/attributes.h"

namespace curfew::dynamodb {

using Item = boost::json::object;

// One attribute, for items, keys and the values of expressions.
[[nodiscard]] Item text_value(std::string_view text);
[[nodiscard]] Item number_value(std::int64_t number);

[[nodiscard]] Item item_of(const Attributes& attributes);

// The attributes of an item but `own`, which are the store's. kDamaged, with `what` in the log text, for a type that
// Curfew does not write.
[[nodiscard]] Result<Attributes> attributes_in(const Item& item, const std::string& what,
                                               std::initializer_list<std::string_view> own = {});

// Of an item that Curfew has not written: a number that is no such integer is the text of its digits, NULL is left out,
// and anything else that has no place in Attributes is the text of its JSON.
[[nodiscard]] Attributes loose_attributes(const Item& item);

// The attribute `name`; empty when it is missing or of another type.
[[nodiscard]] std::optional<std::string> text_in(const Item& item, std::string_view name);
[[nodiscard]] std::optional<std::int64_t> number_in(const Item& item, std::string_view name);
[[nodiscard]] std::optional<std::int64_t> whole_number_in(const Item& item, std::string_view name);  // fraction cut off
[[nodiscard]] std::optional<std::vector<std::string>> list_in(const Item& item, std::string_view name);

// Reads the record in `item` by `parse` (const Attributes& -> Result<Record>). kDamaged, with `what` in the log text,
// when it is not what Curfew wrote: then this record cannot be used, and all others can.
template <class Parse>
[[nodiscard]] auto record_in(const Item& item, const std::string& what, Parse parse,
                             std::initializer_list<std::string_view> own = {}) -> decltype(parse(Attributes{})) {
  const Result<Attributes> attributes = attributes_in(item, what, own);
  if (!attributes) return fail(attributes.error());
  auto record = parse(*attributes);
  if (!record) record.error().log_text = what + ": " + record.error().log_text;
  return record;
}

// An item says something else than the key it is stored under.
[[nodiscard]] inline std::unexpected<Error> misplaced(const std::string& what) {
  return damaged_record(what + ": the attributes contradict the key");
}

// Bytes as DynamoDB counts them, give or take the digits of numbers.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
[[nodiscard]] std::size_t size_of(const Item& item);

}  // namespace curfew::dynamodb
