#include "adapters/dynamodb/item.h"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <utility>

#include "base/digest.h"
#include "base/utf8.h"

namespace curfew::dynamodb {
namespace {

namespace json = boost::json;

// A list costs three bytes, and one for each of its items.
constexpr std::size_t kListBytes = 3;

struct Wrap {
  Item operator()(const std::string& text) const { return text_value(text); }
  Item operator()(std::int64_t number) const { return number_value(number); }
  Item operator()(const std::vector<std::string>& list) const {
    json::array items;
    for (const std::string& item : list) items.emplace_back(text_value(item));
    return {{"L", std::move(items)}};
  }
};

// Only what base64() writes.
std::optional<std::string> from_base64(std::string_view text) {
  std::string url(text.substr(0, text.find('=')));
  std::ranges::replace(url, '+', '-');
  std::ranges::replace(url, '/', '_');
  std::optional<std::string> bytes = from_base64url(url);
  if (!bytes || base64(*bytes) != text) return std::nullopt;
  return bytes;
}

// The type and the value of an attribute; empty for what is none.
const json::key_value_pair* typed(const json::value* attribute) {
  const json::object* object = attribute == nullptr ? nullptr : attribute->if_object();
  return object == nullptr || object->size() != 1 ? nullptr : &*object->begin();
}

std::optional<std::string> text_from(const json::value* attribute) {
  const json::key_value_pair* pair = typed(attribute);
  if (pair == nullptr || !pair->value().is_string()) return std::nullopt;
  const std::string_view text = pair->value().get_string();
  if (pair->key() == "S") return std::string(text);
  if (pair->key() == "B") return from_base64(text);
  return std::nullopt;
}

std::optional<std::int64_t> number_from(const json::value* attribute) {
  const json::key_value_pair* pair = typed(attribute);
  if (pair == nullptr || pair->key() != "N" || !pair->value().is_string()) return std::nullopt;
  const std::string_view digits = pair->value().get_string();
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

std::optional<std::vector<std::string>> list_from(const json::value* attribute) {
  const json::key_value_pair* pair = typed(attribute);
  if (pair == nullptr || pair->key() != "L" || !pair->value().is_array()) return std::nullopt;
  std::vector<std::string> list;
  for (const json::value& item : pair->value().get_array()) {
    std::optional<std::string> text = text_from(&item);
    if (!text) return std::nullopt;
    list.push_back(*std::move(text));
  }
  return list;
}

std::optional<AttributeValue> attribute_from(const json::value& value) {
  if (auto text = text_from(&value)) return *std::move(text);
  if (const auto number = number_from(&value)) return *number;
  if (auto list = list_from(&value)) return *std::move(list);
  return std::nullopt;
}

std::size_t value_size(const json::value& attribute) {
  const json::key_value_pair* pair = typed(&attribute);
  if (pair == nullptr) return 0;
  if (const json::string* text = pair->value().if_string()) return text->size();
  std::size_t size = kListBytes;
  if (const json::array* items = pair->value().if_array()) {
    for (const json::value& item : *items) size += 1 + value_size(item);
  }
  return size;
}

}  // namespace

Item text_value(std::string_view text) {
  if (is_utf8(text)) return {{"S", json::string(text)}};
  return {{"B", json::string(base64(text))}};
}

Item number_value(std::int64_t number) { return {{"N", json::string(std::to_string(number))}}; }

Item item_of(const Attributes& attributes) {
  Item item;
  for (const auto& [name, value] : attributes) item.emplace(name, std::visit(Wrap{}, value));
  return item;
}

Result<Attributes> attributes_in(const Item& item, const std::string& what,
                                 std::initializer_list<std::string_view> own) {
  Attributes out;
  for (const auto& [key, value] : item) {
    const std::string_view name = key;
    if (std::ranges::find(own, name) != own.end()) continue;
    std::optional<AttributeValue> attribute = attribute_from(value);
    if (!attribute) return damaged_record(what + ": the type of " + std::string(name));
    out.emplace(name, *std::move(attribute));
  }
  return out;
}

Attributes loose_attributes(const Item& item) {
  Attributes out;
  for (const auto& [name, value] : item) {
    const json::key_value_pair* pair = typed(&value);
    if (pair == nullptr || pair->key() == "NULL") continue;
    std::optional<AttributeValue> attribute = attribute_from(value);
    if (!attribute && pair->key() == "N" && pair->value().is_string()) {
      attribute = std::string(std::string_view(pair->value().get_string()));
    }
    out.emplace(name, attribute ? *std::move(attribute) : AttributeValue(json::serialize(pair->value())));
  }
  return out;
}

std::optional<std::string> text_in(const Item& item, std::string_view name) {
  return text_from(item.if_contains(name));
}

std::optional<std::int64_t> number_in(const Item& item, std::string_view name) {
  return number_from(item.if_contains(name));
}

std::optional<std::int64_t> whole_number_in(const Item& item, std::string_view name) {
  const json::value* attribute = item.if_contains(name);
  const json::key_value_pair* pair = typed(attribute);
  if (pair == nullptr || pair->key() != "N" || !pair->value().is_string()) return std::nullopt;
  const std::string_view digits = pair->value().get_string();
  const json::value whole = Item{{"N", json::string(digits.substr(0, digits.find('.')))}};
  return number_from(&whole);
}

std::optional<std::vector<std::string>> list_in(const Item& item, std::string_view name) {
  return list_from(item.if_contains(name));
}

std::size_t size_of(const Item& item) {
  std::size_t size = 0;
  for (const auto& [name, value] : item) size += name.size() + value_size(value);
  return size;
}

}  // namespace curfew::dynamodb
