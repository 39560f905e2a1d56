#include "adapters/user_pool/password_policy.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include "base/utf8.h"

namespace curfew::user_pool {
namespace {

// Cognito's list of special characters. A space counts too, but not at the ends, where it may not be.
constexpr std::string_view kSpecial = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+- ";

// For made passwords: nothing that looks like something else or that a shell would read.
constexpr std::string_view kEasyUpper = "ABCDEFGHJKLMNPQRSTUVWXYZ";
constexpr std::string_view kEasyLower = "abcdefghijkmnopqrstuvwxyz";
constexpr std::string_view kEasyDigits = "23456789";
constexpr std::string_view kEasySpecial = "-_.+=@%";
constexpr std::size_t kMadeLength = 16;

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_special(char c) { return kSpecial.contains(c); }
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// Uniform in [0, bound), bound at most 256: bytes beyond the last whole multiple of it are thrown away.
std::size_t random_below(Entropy& entropy, std::size_t bound) {
  const std::size_t limit = 256 - 256 % bound;
  for (;;) {
    const std::size_t byte = static_cast<unsigned char>(entropy.bytes(1).front());
    if (byte < limit) return byte % bound;
  }
}

char pick(Entropy& entropy, std::string_view from) { return from[random_below(entropy, from.size())]; }

}  // namespace

bool is_possible_password(const Secret& text) {
  const std::string& bytes = text.reveal();
  if (bytes.empty() || bytes.size() > 4 * kLongestPassword || !is_utf8(bytes)) return false;
  if (bytes.front() == ' ' || bytes.back() == ' ' || std::ranges::any_of(bytes, is_control)) return false;
  return characters(bytes) <= kLongestPassword;
}

std::optional<std::string> fault_in_password(const Secret& text) {
  const std::string& bytes = text.reveal();
  const std::string start = "Password did not conform with policy: ";
  if (characters(bytes) < kShortestPassword) return start + "Password not long enough";
  if (std::ranges::none_of(bytes, is_upper)) return start + "Password must have uppercase characters";
  if (std::ranges::none_of(bytes, is_lower)) return start + "Password must have lowercase characters";
  if (std::ranges::none_of(bytes, is_digit)) return start + "Password must have numeric characters";
  if (std::ranges::none_of(bytes, is_special)) return start + "Password must have symbol characters";
  return std::nullopt;
}

Secret make_password(Entropy& entropy) {
  constexpr std::array kClasses = {kEasyUpper, kEasyLower, kEasyDigits, kEasySpecial};
  std::string all;
  std::string password;
  for (const std::string_view characters_of_class : kClasses) {
    password += pick(entropy, characters_of_class);
    all += characters_of_class;
  }
  while (password.size() < kMadeLength) password += pick(entropy, all);
  for (std::size_t i = password.size(); i > 1; --i) std::swap(password[i - 1], password[random_below(entropy, i)]);
  return Secret(std::move(password));
}

}  // namespace curfew::user_pool
