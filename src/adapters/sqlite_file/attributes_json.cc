#include "adapters/sqlite_file/attributes_json.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "base/utf8.h"

namespace curfew::sqlite_file {
namespace {

namespace json = boost::json;

constexpr std::string_view kBytes = "base64url";

// Enough for the tree of an ordinary record; larger ones take memory from the heap.
constexpr std::size_t kArena = 8192;

bool needs_no_care(char byte) {
  return static_cast<unsigned char>(byte) >= 0x20 && static_cast<unsigned char>(byte) < 0x80 && byte != '"' &&
         byte != '\\';
}

// Written here and not as a tree of JSON values, which takes several times as long; pages are made of these.
class Writer {
 public:
  void operator()(const std::string& text) { append_text(text); }
  void operator()(std::int64_t number) { out_ += std::to_string(number); }
  void operator()(const std::vector<std::string>& list) {
    char before = '[';
    for (const std::string& item : list) {
      out_ += before;
      append_text(item);
      before = ',';
    }
    out_ += list.empty() ? "[]" : "]";
  }

  void append_name(std::string_view name) {
    out_ += out_.empty() ? '{' : ',';
    append_quoted(name);
    out_ += ':';
  }

  [[nodiscard]] std::string take() {
    out_ += out_.empty() ? "{}" : "}";
    return std::move(out_);
  }

 private:
  // JSON is UTF-8 (RFC 8259 section 8.1); a text from outside, such as a user agent cut in the middle of a character,
  // may not be. It is stored all the same, byte by byte, since the audit hash covers it.
  void append_text(const std::string& text) {
    if (is_utf8(text)) {
      append_quoted(text);
      return;
    }
    out_ += '{';
    append_quoted(kBytes);
    out_ += ":\"" + base64url(text) + "\"}";
  }

  void append_quoted(std::string_view text) {
    if (std::ranges::all_of(text, needs_no_care)) {
      out_ += '"';
      out_ += text;
      out_ += '"';
    } else {
      out_ += json::serialize(json::string_view(text));
    }
  }

  std::string out_;
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

auto damaged(std::string_view why) { return damaged_record("attributes: " + std::string(why)); }

}  // namespace

std::string to_json(const Attributes& attributes) {
  Writer writer;
  for (const auto& [name, value] : attributes) {
    writer.append_name(name);
    std::visit(writer, value);
  }
  return writer.take();
}

Result<Attributes> from_json(std::string_view text) {
  std::array<unsigned char, kArena> arena{};
  json::monotonic_resource memory(arena.data(), arena.size());
  json::error_code error;
  const json::value parsed = json::parse(text, error, &memory);
  if (error) return damaged(error.message());
  const json::object* object = parsed.if_object();
  if (object == nullptr) return damaged("no object");
  Attributes out;
  for (const auto& [name, value] : *object) {
    std::optional<AttributeValue> attribute = attribute_from(value);
    if (!attribute) return damaged("the type of " + std::string(name));
    out.emplace_hint(out.end(), std::string(name), *std::move(attribute));
  }
  // One spelling for one record: whatever else parses (spaces, a name twice, another order) was not written by us.
  if (to_json(out) != text) return damaged("not spelled as Curfew spells it");
  return out;
}

}  // namespace curfew::sqlite_file
