#include "entry/http/json_body.h"

#include <boost/json/basic_parser_impl.hpp>
#include <limits>
#include <utility>

namespace curfew::http {
namespace {

namespace json = boost::json;

constexpr std::size_t kDeepest = 16;
constexpr std::size_t kLongestShownName = 64;

std::string quoted(std::string_view name) { return "\"" + std::string(name.substr(0, kLongestShownName)) + "\""; }

// Boost.JSON's parser calls this for what it meets. Its own document would keep the last of two equal members in
// silence, while somebody before us may have read the first.
class FlatObject {
 public:
  // NOLINTBEGIN(readability-identifier-naming,readability-convert-member-functions-to-static): names and shapes are
  // those that Boost.JSON's parser asks of its handler.
  static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_array_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_key_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_string_size = std::numeric_limits<std::size_t>::max();

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) {
    if (depth_++ > 0) put(JsonBody::Other{"an object"});
    is_object_ = true;
    return true;
  }
  bool on_object_end(std::size_t, json::error_code&) {
    --depth_;
    return true;
  }
  bool on_array_begin(json::error_code& error) {
    if (depth_++ == 0) return stop(error, "");
    put(JsonBody::Other{"a list"});
    return true;
  }
  bool on_array_end(std::size_t, json::error_code&) {
    --depth_;
    return true;
  }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    key_part_.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code& error) {
    key_part_.append(part.data(), part.size());
    std::string key = std::exchange(key_part_, {});
    if (depth_ > 1) return true;
    if (members_.contains(key)) return stop(error, "The member " + quoted(key) + " is given twice in the body.");
    key_ = std::move(key);
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    string_part_.append(part.data(), part.size());
    return true;
  }
  bool on_string(json::string_view part, std::size_t, json::error_code&) {
    string_part_.append(part.data(), part.size());
    put(std::exchange(string_part_, {}));
    return true;
  }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, json::error_code&) {
    put(number);
    return true;
  }
  bool on_uint64(std::uint64_t, json::string_view, json::error_code&) { return put(JsonBody::Other{"a huge number"}); }
  bool on_double(double, json::string_view, json::error_code&) { return put(JsonBody::Other{"no whole number"}); }
  bool on_bool(bool, json::error_code&) { return put(JsonBody::Other{"true or false"}); }
  bool on_null(json::error_code&) { return put(JsonBody::Other{"null"}); }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }
  // NOLINTEND(readability-identifier-naming,readability-convert-member-functions-to-static)

  [[nodiscard]] bool is_object() const { return is_object_; }
  [[nodiscard]] const std::string& fault() const { return fault_; }
  [[nodiscard]] JsonBody::Members take() { return std::move(members_); }

 private:
  // Only what stands in the outermost object is a member; what is deeper has been put down as "an object" already.
  bool put(JsonBody::Value value) {
    if (depth_ == 1 || !members_.contains(key_)) members_.insert_or_assign(key_, std::move(value));
    return true;
  }
  bool stop(json::error_code& error, std::string fault) {
    fault_ = std::move(fault);
    error = json::make_error_code(json::error::syntax);
    return false;
  }

  std::size_t depth_ = 0;
  bool is_object_ = false;
  std::string key_;
  std::string key_part_;
  std::string string_part_;
  std::string fault_;
  JsonBody::Members members_;
};

}  // namespace

Result<JsonBody> JsonBody::parse(std::string_view text) {
  json::parse_options options;
  options.max_depth = kDeepest;
  json::basic_parser<FlatObject> parser(options);
  json::error_code error;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), error);
  FlatObject& object = parser.handler();
  if (!object.fault().empty()) return fail(ErrorCode::kInvalid, object.fault());
  if (error || used != text.size() || !object.is_object()) {
    return fail(ErrorCode::kInvalid, "The body must be one JSON object in UTF-8.", error.message());
  }
  return JsonBody(object.take());
}

const JsonBody::Value* JsonBody::find(std::string_view name) {
  known_.emplace(name);
  const auto found = members_.find(name);
  return found == members_.end() ? nullptr : &found->second;
}

std::string JsonBody::text(std::string_view name) {
  auto value = optional_text(name);
  if (!value) reject("The member " + quoted(name) + " is missing in the body.");
  return std::move(value).value_or("");
}

std::optional<std::string> JsonBody::optional_text(std::string_view name) {
  const Value* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (const auto* text = std::get_if<std::string>(value)) return *text;
  const auto* other = std::get_if<Other>(value);
  reject("The member " + quoted(name) + " must be text, not " + std::string(other ? other->kind : "a number") + ".");
  return std::nullopt;
}

std::optional<std::int64_t> JsonBody::optional_whole_number(std::string_view name) {
  const Value* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (const auto* number = std::get_if<std::int64_t>(value)) return *number;
  const auto* other = std::get_if<Other>(value);
  reject("The member " + quoted(name) + " must be a whole number, but is " + std::string(other ? other->kind : "text") +
         ".");
  return std::nullopt;
}

void JsonBody::reject(std::string fault) {
  if (fault_.empty()) fault_ = std::move(fault);
}

Status JsonBody::check() const {
  if (!fault_.empty()) return fail(ErrorCode::kInvalid, fault_);
  for (const auto& [name, value] : members_) {
    if (known_.contains(name)) continue;
    std::string names;
    for (const std::string& known : known_) names += (names.empty() ? "" : ", ") + known;
    return fail(ErrorCode::kInvalid, "This call knows no member " + quoted(name) + "; it knows " + names + ".");
  }
  return {};
}

}  // namespace curfew::http
