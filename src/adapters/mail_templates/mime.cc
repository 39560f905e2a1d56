#include "adapters/mail_templates/mime.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "base/digest.h"
#include "base/utf8.h"

namespace curfew::mail_templates {
namespace {

constexpr std::size_t kLongestLine = 76;

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

std::string hex_of(char c) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  return {'=', kHex[byte >> 4U], kHex[byte & 0xFU]};
}

// The characters that RFC 2047 section 5 (3) lets stand for themselves even inside a phrase.
std::string q_encoded(std::string_view character) {
  const char first = character.front();
  if (first == ' ') return "_";
  if (is_alphanumeric(first) || std::string_view("!*+-/").find(first) != std::string_view::npos) {
    return std::string(character);
  }
  std::string out;
  for (const char c : character) out += hex_of(c);
  return out;
}

// Each encoded-word holds whole characters only (RFC 2047 section 5) and fits its line.
std::string encoded_words(std::string_view text, std::size_t used) {
  constexpr std::string_view kBegin = "=?UTF-8?Q?";
  constexpr std::string_view kEnd = "?=";
  std::string out(kBegin);
  std::size_t column = used + kBegin.size() + kEnd.size();
  while (!text.empty()) {
    const std::string_view character = text.substr(0, utf8_length(text));
    const std::string encoded = q_encoded(character);
    if (column + encoded.size() > kLongestLine) {
      out.append(kEnd).append("\r\n ").append(kBegin);
      column = 1 + kBegin.size() + kEnd.size();
    }
    out += encoded;
    column += encoded.size();
    text.remove_prefix(character.size());
  }
  return out.append(kEnd);
}

std::string one_line(std::string_view text) {
  std::string line = to_utf8(text);
  std::ranges::replace_if(line, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  return line;
}

// RFC 5322 section 3.4: a display name is a phrase, plain words or else encoded-words.
std::string mailbox(std::string_view name, const std::string& address, std::size_t used) {
  if (name.empty()) return address;
  const std::string line = one_line(name);
  const bool plain = std::ranges::all_of(line, [](char c) { return is_alphanumeric(c) || c == ' '; });
  const bool fits = used + line.size() + address.size() + 3 <= kLongestLine;
  if (plain && fits) return line + " <" + address + ">";
  return encoded_words(line, used) + "\r\n <" + address + ">";
}

std::string part(const std::string& boundary, std::string_view type, std::string_view text) {
  return "--" + boundary + "\r\nContent-Type: " + std::string(type) +
         "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + quoted_printable(text);
}

}  // namespace

std::string header_text(std::string_view text, std::size_t used) {
  std::string line = one_line(text);
  const bool ascii = std::ranges::all_of(line, [](char c) { return c >= ' ' && c <= '~'; });
  // A plain text that looks like an encoded-word would be decoded by its reader.
  const bool plain = ascii && line.find("=?") == std::string::npos;
  if (plain && used + line.size() <= kLongestLine) return line;
  return encoded_words(line, used);
}

std::string quoted_printable(std::string_view text) {
  std::string out;
  std::size_t column = 0;
  const auto append = [&](const std::string& encoded) {
    if (column + encoded.size() >= kLongestLine) {  // one column is left for the "=" of a soft line break
      out += "=\r\n";
      column = 0;
    }
    out += encoded;
    column += encoded.size();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool ends_line = i + 1 == text.size() || text[i + 1] == '\n';
    if (c == '\n') {
      out += "\r\n";
      column = 0;
    } else if ((c == ' ' || c == '\t') ? !ends_line : (c > ' ' && c <= '~' && c != '=')) {
      append(std::string(1, c));
    } else {
      append(hex_of(c));
    }
  }
  return column == 0 ? out : out + "\r\n";
}

std::string mail_date(Instant at) {
  constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{floor_seconds(at) - day};
  std::array<char, 64> buffer{};
  const int length = std::snprintf(buffer.data(), buffer.size(), "%s, %02u %s %04d %02d:%02d:%02d +0000",
                                   kDays[std::chrono::weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                                   kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                                   static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                                   static_cast<int>(time.seconds().count()));
  return {buffer.data(), static_cast<std::size_t>(length)};
}

std::string mime_message(const MessageParts& parts) {
  // "=_" can stand in no quoted-printable text, so the boundary occurs in no part.
  const std::string boundary = "=_" + hex(sha256(parts.message_id)).substr(0, 32);
  std::string out = "From: " + mailbox(parts.from_name, parts.from, 6) + "\r\n";
  out += "To: " + parts.to + "\r\n";
  out += "Subject: " + header_text(parts.subject, 9) + "\r\n";
  out += "Date: " + mail_date(parts.date) + "\r\n";
  out += "Message-ID: <" + parts.message_id + ">\r\n";
  out += "Auto-Submitted: auto-generated\r\n";  // RFC 3834: no vacation notice shall answer this
  out += "MIME-Version: 1.0\r\n";
  out += "Content-Type: multipart/alternative;\r\n boundary=\"" + boundary + "\"\r\n\r\n";
  out += part(boundary, "text/plain", parts.text);  // the plainest comes first (RFC 2046 section 5.1.4)
  out += part(boundary, "text/html", parts.html);
  return out + "--" + boundary + "--\r\n";
}

}  // namespace curfew::mail_templates
