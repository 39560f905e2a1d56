#include "adapters/user_pool/totp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cstdlib>

namespace curfew::user_pool {
namespace {

constexpr std::size_t kSha1Bytes = 20;
constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

std::array<unsigned char, kSha1Bytes> hmac_sha1(const Secret& key, std::int64_t counter) {
  std::array<unsigned char, 8> message = {};
  auto rest = static_cast<std::uint64_t>(counter);
  for (std::size_t i = message.size(); i > 0; --i) {
    message[i - 1] = static_cast<unsigned char>(rest & 0xFFU);
    rest >>= 8U;
  }
  std::array<unsigned char, kSha1Bytes> digest = {};
  unsigned int size = 0;
  if (HMAC(EVP_sha1(), key.reveal().data(), static_cast<int>(key.reveal().size()), message.data(), message.size(),
           digest.data(), &size) == nullptr) {
    std::abort();  // only a broken installation of OpenSSL
  }
  return digest;
}

}  // namespace

std::int64_t totp_step(Instant now) { return unix_seconds(floor_seconds(now)) / 30; }

std::string totp_code(const Secret& seed, std::int64_t step, int digits) {
  const auto digest = hmac_sha1(seed, step);
  const std::size_t offset = digest.back() & 0x0FU;
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = (number << 8U) | digest.at(offset + i);
  number &= 0x7FFF'FFFFU;
  std::string code(static_cast<std::size_t>(digits), '0');
  for (std::size_t i = code.size(); i > 0; --i) {
    code[i - 1] = static_cast<char>('0' + number % 10);
    number /= 10;
  }
  return code;
}

std::optional<std::int64_t> matching_step(const Secret& seed, std::string_view code, Instant now) {
  std::optional<std::int64_t> match;
  for (const std::int64_t drift : {-1, 0, 1}) {
    const std::int64_t step = totp_step(now) + drift;
    if (Secret(totp_code(seed, step)).equals(code)) match = step;
  }
  return match;
}

std::string base32(std::string_view bytes) {
  std::string text;
  std::uint32_t bits = 0;
  unsigned int held = 0;
  for (const char c : bytes) {
    bits = (bits << 8U) | static_cast<unsigned char>(c);
    held += 8;
    while (held >= 5) {
      held -= 5;
      text += kBase32[(bits >> held) & 0x1FU];
    }
  }
  if (held > 0) text += kBase32[(bits << (5 - held)) & 0x1FU];
  return text;
}

}  // namespace curfew::user_pool
