#include "adapters/aws/sigv4.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "adapters/aws/url.h"
#include "base/digest.h"

namespace curfew::aws {
namespace {

constexpr std::size_t kMostKeys = 32;  // some services, two days at midnight, two sets of credentials

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  return result;
}

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Without blanks at both ends, and runs of them as one space.
std::string trimmed(std::string_view value) {
  std::string result;
  for (const char c : value) {
    if (!is_blank(c)) {
      result += c;
    } else if (!result.empty() && result.back() != ' ') {
      result += ' ';
    }
  }
  if (result.ends_with(' ')) result.pop_back();
  return result;
}

// By lower-case name; repeated ones joined by commas in their order.
std::map<std::string, std::string> canonical_headers(const Headers& headers) {
  std::map<std::string, std::string> result;
  for (const auto& [name, value] : headers) {
    const auto [entry, added] = result.try_emplace(lower(name), trimmed(value));
    if (!added) entry->second += "," + trimmed(value);
  }
  return result;
}

// RFC 3986 section 5.2.4, and no empty segments either.
std::string without_dots(std::string_view path) {
  std::vector<std::string_view> kept;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view segment = path.substr(begin, end - begin);
    if (segment == "..") {
      if (!kept.empty()) kept.pop_back();
    } else if (!segment.empty() && segment != ".") {
      kept.push_back(segment);
    }
    begin = end + 1;
  }
  std::string result;
  for (const std::string_view segment : kept) result.append("/").append(segment);
  if (kept.empty() || path.ends_with('/')) result += '/';
  return result;
}

}  // namespace

std::string signing_time(Instant at) { return fmt::format("{:%Y%m%dT%H%M%SZ}", fmt::gmtime(floor_seconds(at))); }

std::string canonical_query(const std::vector<std::pair<std::string, std::string>>& plain) {
  std::vector<std::pair<std::string, std::string>> encoded;
  encoded.reserve(plain.size());
  for (const auto& [name, value] : plain) encoded.emplace_back(percent_encoded(name), percent_encoded(value));
  std::ranges::sort(encoded);
  std::string query;
  for (const auto& [name, value] : encoded) query.append(query.empty() ? "" : "&").append(name + "=" + value);
  return query;
}

std::string canonical_path(std::string_view path) { return percent_encoded(without_dots(path), "/"); }

std::string signed_header_names(const Headers& headers) {
  std::string names;
  for (const auto& [name, value] : canonical_headers(headers)) names.append(names.empty() ? "" : ";").append(name);
  return names;
}

std::string canonical_request(const Signable& request) {
  std::string text = fmt::format("{}\n{}\n{}\n", request.method, canonical_path(request.path), request.query);
  for (const auto& [name, value] : canonical_headers(request.headers)) text += name + ":" + value + "\n";
  return text + "\n" + signed_header_names(request.headers) + "\n" + hex(sha256(request.body));
}

Secret signing_key(const Secret& secret_access_key, const SigningScope& scope) {
  const Secret prefixed("AWS4" + secret_access_key.reveal());
  const Secret for_day(hmac_sha256(prefixed.reveal(), scope.date));
  const Secret for_region(hmac_sha256(for_day.reveal(), scope.region));
  const Secret for_service(hmac_sha256(for_region.reveal(), scope.service));
  return Secret(hmac_sha256(for_service.reveal(), "aws4_request"));
}

std::string authorization(const Signable& request, const SigningScope& scope, std::string_view signing_time,
                          std::string_view access_key_id, const Secret& signing_key) {
  const std::string to_sign =
      fmt::format("AWS4-HMAC-SHA256\n{}\n{}\n{}", signing_time, scope.text(), hex(sha256(canonical_request(request))));
  return fmt::format("AWS4-HMAC-SHA256 Credential={}/{}, SignedHeaders={}, Signature={}", access_key_id, scope.text(),
                     signed_header_names(request.headers), hex(hmac_sha256(signing_key.reveal(), to_sign)));
}

Secret SigningKeys::key(const Secret& secret_access_key, const SigningScope& scope) {
  const std::string text = scope.text();
  const std::scoped_lock lock(mutex_);
  const auto known = std::ranges::find_if(known_, [&](const Known& entry) {
    return entry.scope == text && entry.secret_access_key.equals(secret_access_key.reveal());
  });
  if (known != known_.end()) return known->key;
  Secret key = signing_key(secret_access_key, scope);
  known_.push_front({.secret_access_key = secret_access_key, .scope = text, .key = key});
  if (known_.size() > kMostKeys) known_.pop_back();
  return key;
}

}  // namespace curfew::aws
