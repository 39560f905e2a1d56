#include "unit/entry/http/support/json_schema.h"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <regex>
#include <stdexcept>

namespace curfew::http::test {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 4> kAnnotations{"description", "examples", "default", "additionalProperties"};

bool has_type(const json::value& value, std::string_view type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_int64() || value.is_uint64();
  if (type == "boolean") return value.is_bool();
  throw std::runtime_error("the schema names an unknown type: " + std::string(type));
}

}  // namespace

std::vector<std::string> JsonSchema::check(const json::value& schema, const json::value& value) {
  faults_.clear();
  check_at("$", schema, value);
  return faults_;
}

const json::object& JsonSchema::resolve(const json::value& schema) const {
  const json::object* object = &schema.as_object();
  while (const json::value* reference = object->if_contains("$ref")) {
    const std::string pointer(reference->as_string());
    if (!pointer.starts_with("#/")) throw std::runtime_error("a reference leads out of the document: " + pointer);
    object = &document_.at_pointer(pointer.substr(1)).as_object();
  }
  return *object;
}

void JsonSchema::check_at(const std::string& path, const json::value& schema, const json::value& value) {
  const json::object& rules = resolve(schema);
  for (const auto& [keyword, rule] : rules) check_keyword(path, rules, keyword, rule, value);
  const json::value* reference = schema.as_object().if_contains("$ref");
  if (reference == nullptr || !value.is_object()) return;
  const std::string pointer(reference->as_string());
  const std::string name = pointer.substr(pointer.rfind('/') + 1);
  for (const auto& [property, ignored] : value.as_object()) seen_.insert(name + "." + std::string(property));
}

void JsonSchema::check_keyword(const std::string& path, const json::object& schema, std::string_view keyword,
                               const json::value& rule, const json::value& value) {
  if (std::ranges::find(kAnnotations, keyword) != kAnnotations.end()) return;
  if (keyword == "type") {
    if (!has_type(value, rule.as_string())) fault(path, "is no " + std::string(rule.as_string()));
  } else if (keyword == "enum") {
    const auto& allowed = rule.as_array();
    if (std::ranges::find(allowed, value) == allowed.end())
      fault(path, "is not in the list: " + json::serialize(value));
  } else if (keyword == "minimum") {
    if (value.is_int64() && value.as_int64() < rule.as_int64()) fault(path, "is too small");
  } else if (keyword == "maximum") {
    if (value.is_int64() && value.as_int64() > rule.as_int64()) fault(path, "is too large");
  } else if (keyword == "items") {
    if (!value.is_array()) return;
    for (std::size_t i = 0; i < value.as_array().size(); ++i) {
      check_at(path + "[" + std::to_string(i) + "]", rule, value.as_array()[i]);
    }
  } else if (keyword == "properties" || keyword == "required") {
    if (value.is_object() && keyword == "properties") check_object(path, schema, value.as_object());
    if (!value.is_object() || keyword != "required") return;
    for (const json::value& name : rule.as_array()) {
      if (!value.as_object().contains(name.as_string())) fault(path, "lacks " + std::string(name.as_string()));
    }
  } else {
    if (value.is_string()) check_text(path, keyword, rule, std::string(value.as_string()));
  }
}

void JsonSchema::check_object(const std::string& path, const json::object& schema, const json::object& value) {
  const json::object& properties = schema.at("properties").as_object();
  const json::value* additional = schema.if_contains("additionalProperties");
  const bool closed = additional != nullptr && !additional->as_bool();
  for (const auto& [name, member] : value) {
    const json::value* rule = properties.if_contains(name);
    if (rule != nullptr) {
      check_at(path + "." + std::string(name), *rule, member);
    } else if (closed) {
      fault(path, "has an unknown member " + std::string(name));
    }
  }
}

void JsonSchema::check_text(const std::string& path, std::string_view keyword, const json::value& rule,
                            const std::string& value) {
  if (keyword == "pattern") {
    if (!std::regex_search(value, std::regex(std::string(rule.as_string()))))
      fault(path, "is spelled wrongly: " + value);
  } else if (keyword == "minLength") {
    if (value.size() < static_cast<std::size_t>(rule.as_int64())) fault(path, "is too short");
  } else if (keyword != "maxLength") {  // of texts that come in, not of answers
    throw std::runtime_error("the schema uses an unknown keyword: " + std::string(keyword));
  }
}

}  // namespace curfew::http::test
