#include "entry/http/response_writer.h"

#include <array>
#include <charconv>
#include <cstdio>

namespace curfew::http {
namespace {

constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

void append_header(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  for (const char c : value) out += (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f ? ' ' : c;
  out += "\r\n";
}

}  // namespace

std::string http_date(Seconds at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{at - day};
  std::array<char, 64> buffer{};
  const int length = std::snprintf(buffer.data(), buffer.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                                   kDays[std::chrono::weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                                   kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                                   static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                                   static_cast<int>(clock.seconds().count()));
  return {buffer.data(), static_cast<std::size_t>(length)};
}

std::string render_head(const HttpResponse& response, bool keep_alive, Seconds now, Framing framing) {
  std::string out;
  out.reserve(512);
  out += "HTTP/1.1 " + std::to_string(response.status) + " ";
  out += reason_phrase(response.status);
  out += "\r\n";
  append_header(out, "Date", http_date(now));
  for (const Header& header : response.headers) append_header(out, header.name, header.value);
  if (framing == Framing::kChunked) append_header(out, "Transfer-Encoding", "chunked");
  if (framing == Framing::kLength && has_body(response.status)) {
    append_header(out, "Content-Length", std::to_string(response.body.size()));
  }
  if (!keep_alive) append_header(out, "Connection", "close");
  out += "\r\n";
  return out;
}

std::string chunk_head(std::size_t bytes) {
  std::array<char, 16> digits{};
  const auto [end, ignored] = std::to_chars(digits.data(), digits.data() + digits.size(), bytes, 16);
  return std::string(digits.data(), end) + "\r\n";
}

bool has_body(int status) { return status >= 200 && status != 204 && status != 304; }

}  // namespace curfew::http
