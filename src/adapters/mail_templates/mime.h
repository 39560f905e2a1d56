// The bytes of a mail: headers by RFC 5322 and RFC 2047, a multipart/alternative body by RFC 2045 and RFC 2046.
// Pure functions. Whatever the texts hold, no line of the result is longer than 76 characters before its CRLF (but for
// addresses, which may not be folded), it is ASCII throughout, and no value can end its header or begin another.
#pragma once

#include <string>
#include <string_view>

#include "base/time.h"

namespace curfew::mail_templates {

struct MessageParts {
  std::string from_name;   // UTF-8; may be empty
  std::string from;        // a checked address
  std::string to;          // a checked address
  std::string subject;     // UTF-8
  std::string message_id;  // without angle brackets
  Instant date;
  std::string text;  // UTF-8, LF line ends
  std::string html;  // UTF-8, LF line ends
};

[[nodiscard]] std::string mime_message(const MessageParts& parts);

// The value of an unstructured header (RFC 5322 section 2.2.1) that stands after a name of `used` characters: as it is
// when it is plain, otherwise as encoded-words, folded.
[[nodiscard]] std::string header_text(std::string_view text, std::size_t used);

// RFC 2045 section 6.7, with CRLF line ends; the result ends in one.
[[nodiscard]] std::string quoted_printable(std::string_view text);

// "Sat, 06 Dec 2025 14:30:00 +0000" (RFC 5322 section 3.3).
[[nodiscard]] std::string mail_date(Instant at);

}  // namespace curfew::mail_templates
