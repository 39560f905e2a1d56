#include "adapters/sqlite_file/attributes_json.h"

#include <boost/json.hpp>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "base/utf8.h"

namespace curfew::sqlite_file {
namespace {

namespace json = boost::json;

constexpr std::string_view kBytes = "base64url";

// JSON is UTF-8 (RFC 8259 section 8.1); a text from outside, such as a user agent cut in the middle of a character,
// may not be. It is stored all the same, byte by byte, since the audit hash covers it.
json::value text_value(const std::string& text) {
  if (is_utf8(text)) return json::string(text);
  return json::object{{kBytes, base64url(text)}};
}

struct ToValue {
  json::value operator()(const std::string& text) const { return text_value(text); }
  json::value operator()(std::int64_t number) const { return number; }
  json::value operator()(const std::vector<std::string>& list) const {
    json::array out;
    for (const std::string& item : list) out.push_back(text_value(item));
    return out;
  }
};

std::optional<std::string> text_from(const json::value& value) {
  if (const json::string* text = value.if_string()) return std::string(*text);
  const json::object* object = value.if_object();
  if (object == nullptr) return std::nullopt;
  const json::value* bytes = object->if_contains(kBytes);
  if (bytes == nullptr || !bytes->is_string()) return std::nullopt;
  return from_base64url(bytes->get_string());
}

std::optional<AttributeValue> attribute_from(const json::value& value) {
  if (const std::int64_t* number = value.if_int64()) return *number;
  if (const json::array* items = value.if_array()) {
    std::vector<std::string> list;
    for (const json::value& item : *items) {
      std::optional<std::string> text = text_from(item);
      if (!text) return std::nullopt;
      list.push_back(*std::move(text));
    }
    return list;
  }
  if (std::optional<std::string> text = text_from(value)) return *std::move(text);
  return std::nullopt;
}

auto damaged(std::string_view why) {
  return fail(ErrorCode::kDamaged,
              "A stored record is damaged. Run `curfew audit verify` and see docs/troubleshooting.md.",
              "attributes: " + std::string(why));
}

}  // namespace

std::string to_json(const Attributes& attributes) {
  json::object out;
  for (const auto& [name, value] : attributes) out.emplace(name, std::visit(ToValue{}, value));
  return json::serialize(out);
}

Result<Attributes> from_json(std::string_view text) {
  json::error_code error;
  const json::value parsed = json::parse(text, error);
  if (error) return damaged(error.message());
  const json::object* object = parsed.if_object();
  if (object == nullptr) return damaged("no object");
  Attributes out;
  for (const auto& [name, value] : *object) {
    std::optional<AttributeValue> attribute = attribute_from(value);
    if (!attribute) return damaged("the type of " + std::string(name));
    out.emplace(std::string(name), *std::move(attribute));
  }
  // One spelling for one record: whatever else parses (spaces, a name twice, another order) was not written by us.
  if (to_json(out) != text) return damaged("not spelled as Curfew spells it");
  return out;
}

}  // namespace curfew::sqlite_file
