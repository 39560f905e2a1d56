#include "adapters/telemetry/json_log.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>
#include <type_traits>
#include <variant>

#include "base/utf8.h"

namespace curfew::telemetry {
namespace {

// How a line ends whose other fields do not fit.
constexpr std::string_view kEnd = ",\"cut\":true}\n";

std::string_view word(LogLevel level) {
  switch (level) {
    case LogLevel::kInfo: return "info";
    case LogLevel::kWarning: return "warning";
    case LogLevel::kError: return "error";
  }
  return "error";
}

void append_escaped(std::string& out, char c) {
  constexpr std::string_view kHex = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  if (c == '"' || c == '\\') {
    out += '\\';
    out += c;
  } else if (c == '\n') {
    out += "\\n";
  } else if (byte < 0x20 || byte == 0x7F) {
    out += "\\u00";
    out += kHex[byte >> 4U];
    out += kHex[byte & 0xFU];
  } else {
    out += c;
  }
}

// A JSON string (RFC 8259 section 7).
std::string quoted(std::string_view text) {
  const bool cut = text.size() > kLongestValue;
  const std::string sound = to_utf8(text.substr(0, kLongestValue));
  std::string out = "\"";
  for (const char c : utf8_prefix(sound, kLongestValue)) append_escaped(out, c);
  if (cut) out += "…";
  return out + '"';
}

template <class Number>
std::string digits(Number number) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  return {buffer.data(), end};
}

std::string json(const std::variant<std::string, std::int64_t, double, bool>& value) {
  return std::visit(
      [](const auto& v) -> std::string {
        using Value = std::decay_t<decltype(v)>;
        if constexpr (std::is_same_v<Value, std::string>) return quoted(v);
        if constexpr (std::is_same_v<Value, bool>) return v ? "true" : "false";
        if constexpr (std::is_same_v<Value, std::int64_t>) return digits(v);
        if constexpr (std::is_same_v<Value, double>) return std::isfinite(v) ? digits(v) : "null";
      },
      value);
}

std::string line(LogLevel level, std::string_view event, std::initializer_list<LogField> fields, Instant at) {
  std::string out = R"({"time":")" + iso8601(at) + R"(","level":")";
  out += word(level);
  out += R"(","event":)" + quoted(event.substr(0, 128));
  for (const LogField& field : fields) {
    const std::string member = "," + quoted(field.name.substr(0, 128)) + ":" + json(field.value);
    if (out.size() + member.size() + kEnd.size() > kLongestLine) return out.append(kEnd);
    out += member;
  }
  return out + "}\n";
}

}  // namespace

void JsonLog::write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  const std::string text = line(level, event, fields, clock_.now());
  const std::scoped_lock lock(mutex_);
  out_.write(text.data(), static_cast<std::streamsize>(text.size()));
  out_.flush();
}

}  // namespace curfew::telemetry
