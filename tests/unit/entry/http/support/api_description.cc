#include "unit/entry/http/support/api_description.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <cctype>

namespace curfew::http::test {
namespace {

namespace json = boost::json;

// YAML 1.2's core schema, as far as the file needs it.
json::value scalar(const YAML::Node& node) {
  const std::string& text = node.Scalar();
  if (node.Tag() == "!") return json::value(text);  // quoted
  if (text == "true" || text == "false") return json::value(text == "true");
  const bool digits = !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
  if (digits) return json::value(std::stoll(text));
  return json::value(text);
}

json::value to_json(const YAML::Node& node) {
  if (node.IsMap()) {
    json::object object;
    for (const auto& entry : node) object.emplace(entry.first.Scalar(), to_json(entry.second));
    return object;
  }
  if (node.IsSequence()) {
    json::array array;
    for (const auto& item : node) array.push_back(to_json(item));
    return array;
  }
  return node.IsScalar() ? scalar(node) : json::value(nullptr);
}

std::string upper(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return out;
}

std::string media_type_of(const Answer& answer) {
  const std::string type = answer.header("Content-Type");
  return type.substr(0, type.find(';'));
}

// The names of all schemas that `value` refers to.
void collect_references(const json::value& value, std::set<std::string>& names) {
  if (value.is_array()) {
    for (const json::value& item : value.as_array()) collect_references(item, names);
  }
  if (!value.is_object()) return;
  for (const auto& [key, member] : value.as_object()) {
    if (key == "$ref") {
      names.insert(std::string(member.as_string()));
    } else {
      collect_references(member, names);
    }
  }
}

}  // namespace

ApiDescription::ApiDescription(const std::string& file)
    : document_(to_json(YAML::LoadFile(file))), schema_(document_) {}

const json::object& ApiDescription::operation(const std::string& call) const {
  const std::size_t blank = call.find(' ');
  std::string method = call.substr(0, blank);
  std::ranges::transform(method, method.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return document_.at("paths").at(call.substr(blank + 1)).at(method).as_object();
}

std::set<std::string> ApiDescription::calls() const {
  std::set<std::string> calls;
  for (const auto& [path, operations] : document_.at("paths").as_object()) {
    for (const auto& [method, ignored] : operations.as_object()) calls.insert(upper(method) + " " + std::string(path));
  }
  return calls;
}

std::set<std::string> ApiDescription::listed_statuses() const {
  std::set<std::string> listed;
  for (const std::string& call : calls()) {
    for (const auto& [status, ignored] : operation(call).at("responses").as_object()) {
      if (status != "default") listed.insert(call + " " + std::string(status));
    }
  }
  return listed;
}

std::set<std::string> ApiDescription::answered_properties() const {
  std::set<std::string> references;
  collect_references(document_.at("components").at("responses"), references);
  for (const std::string& call : calls()) collect_references(operation(call).at("responses"), references);
  for (std::size_t before = 0; before != references.size();) {  // and what those refer to
    before = references.size();
    for (const std::string& reference : std::set(references)) {
      collect_references(document_.at_pointer(reference.substr(1)), references);
    }
  }
  std::set<std::string> properties;
  for (const std::string& reference : references) {
    const json::value* found = document_.at_pointer(reference.substr(1)).as_object().if_contains("properties");
    if (!reference.starts_with("#/components/schemas/") || found == nullptr) continue;
    const std::string name = reference.substr(reference.rfind('/') + 1);
    for (const auto& [property, ignored] : found->as_object()) properties.insert(name + "." + std::string(property));
  }
  return properties;
}

std::set<std::string> ApiDescription::error_codes() const {
  std::set<std::string> codes;
  for (const json::value& code : document_.at_pointer("/components/schemas/Error/properties/code/enum").as_array()) {
    codes.insert(std::string(code.as_string()));
  }
  return codes;
}

std::vector<std::string> ApiDescription::check(const std::string& call, const Answer& answer) {
  const json::object& responses = operation(call).at("responses").as_object();
  const json::value* listed = responses.if_contains(std::to_string(answer.status));
  if (listed == nullptr && answer.status < 400) return {"status " + std::to_string(answer.status) + " is not listed"};
  const json::object& response = schema_.resolve(listed != nullptr ? *listed : responses.at("default"));
  std::vector<std::string> faults;
  if (const json::value* headers = response.if_contains("headers")) {
    for (const auto& [name, ignored] : headers->as_object()) {
      if (answer.header(name).empty()) faults.push_back("lacks the header " + std::string(name));
    }
  }
  const json::value* content = response.if_contains("content");
  if (content == nullptr) return faults;
  const json::value* type = content->as_object().if_contains(media_type_of(answer));
  if (type == nullptr) return {"comes as " + media_type_of(answer)};
  if (!media_type_of(answer).contains("json") || media_type_of(answer).contains("ndjson")) return faults;
  for (auto& fault : schema_.check(type->at("schema"), json::parse(answer.body))) faults.push_back(std::move(fault));
  return faults;
}

std::vector<std::string> ApiDescription::check_body(const std::string& call, const std::string& body) {
  return schema_.check(operation(call).at("requestBody").at("content").at("application/json").at("schema"),
                       json::parse(body));
}

}  // namespace curfew::http::test
