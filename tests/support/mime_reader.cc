#include "support/mime_reader.h"

#include <stdexcept>
#include <utility>

#include "base/digest.h"

namespace curfew::test {
namespace {

using Lines = std::vector<std::string>;

Lines strict_lines(std::string_view message) {
  Lines lines;
  while (!message.empty()) {
    const std::size_t end = message.find("\r\n");
    if (end == std::string_view::npos) throw std::runtime_error("the last line has no CRLF");
    const std::string_view line = message.substr(0, end);
    for (const char c : line) {
      if (c == '\r' || c == '\n' || c == '\0' || static_cast<unsigned char>(c) > 0x7E) {
        throw std::runtime_error("a byte that must not be: " + std::string(line));
      }
    }
    if (line.size() > 998) throw std::runtime_error("a line over 998 characters");
    lines.emplace_back(line);
    message.remove_prefix(end + 2);
  }
  return lines;
}

std::string decoded_hex(std::string_view text, char escape, bool underscore_is_space) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == escape) {
      const auto byte = from_hex(text.substr(i + 1, 2));
      if (!byte || byte->size() != 1) throw std::runtime_error("bad escape in: " + std::string(text));
      out += *byte;
      i += 2;
    } else {
      out += underscore_is_space && text[i] == '_' ? ' ' : text[i];
    }
  }
  return out;
}

// RFC 2047 section 6.2: white space between two encoded-words is not shown.
std::string decoded_words(std::string_view value) {
  constexpr std::string_view kBegin = "=?UTF-8?Q?";
  std::string out;
  bool after_word = false;
  while (!value.empty()) {
    const std::size_t begin = value.find(kBegin);
    const std::string_view between = value.substr(0, begin);
    if (!after_word || begin == std::string_view::npos || between.find_first_not_of(' ') != std::string_view::npos) {
      out += between;
    }
    if (begin == std::string_view::npos) break;
    value.remove_prefix(begin + kBegin.size());
    const std::size_t end = value.find("?=");
    if (end + kBegin.size() + 2 > 75) throw std::runtime_error("an encoded-word over 75 characters");
    out += decoded_hex(value.substr(0, end), '=', true);
    value.remove_prefix(end + 2);
    after_word = true;
  }
  return out;
}

// Reads headers up to and with the empty line; `at` is then behind it.
std::vector<std::pair<std::string, std::string>> headers_from(const Lines& lines, std::size_t& at) {
  std::vector<std::pair<std::string, std::string>> headers;
  for (; at < lines.size() && !lines[at].empty(); ++at) {
    if (lines[at].front() == ' ') {
      headers.back().second += lines[at];
      continue;
    }
    const std::size_t colon = lines[at].find(": ");
    if (colon == std::string::npos) throw std::runtime_error("not a header: " + lines[at]);
    headers.emplace_back(lines[at].substr(0, colon), lines[at].substr(colon + 2));
  }
  ++at;
  return headers;
}

std::string part_body(const Lines& lines, std::size_t& at, const std::string& boundary) {
  std::string body;
  for (; at < lines.size() && !lines[at].starts_with("--" + boundary); ++at) {
    if (lines[at].size() > 76) throw std::runtime_error("a quoted-printable line over 76 characters: " + lines[at]);
    if (lines[at].ends_with(' ')) throw std::runtime_error("white space at the end of a line");
    const bool soft = lines[at].ends_with('=');
    body += decoded_hex(std::string_view(lines[at]).substr(0, lines[at].size() - (soft ? 1 : 0)), '=', false);
    if (!soft) body += '\n';
  }
  return body;
}

std::string boundary_of(const std::string& content_type) {
  constexpr std::string_view kBefore = "multipart/alternative; boundary=\"";
  if (!content_type.starts_with(kBefore)) throw std::runtime_error("not multipart/alternative: " + content_type);
  return content_type.substr(kBefore.size(), content_type.size() - kBefore.size() - 1);
}

}  // namespace

ReadMail read_mail(std::string_view message) {
  const Lines lines = strict_lines(message);
  ReadMail mail;
  std::size_t at = 0;
  for (const auto& [name, value] : headers_from(lines, at)) {
    mail.header_names.push_back(name);
    mail.headers[name] = decoded_words(value);
  }
  const std::string boundary = boundary_of(mail.headers.at("Content-Type"));
  while (at < lines.size() && lines[at] == "--" + boundary) {
    ++at;
    std::string type;
    for (const auto& [name, value] : headers_from(lines, at)) {
      if (name == "Content-Type") type = value;
    }
    (type.starts_with("text/html") ? mail.html : mail.text) = part_body(lines, at, boundary);
  }
  if (at + 1 != lines.size() || lines[at] != "--" + boundary + "--") throw std::runtime_error("the last part is open");
  return mail;
}

}  // namespace curfew::test
