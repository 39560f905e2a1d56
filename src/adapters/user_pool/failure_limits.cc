#include "adapters/user_pool/failure_limits.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>

#include "base/digest.h"

namespace curfew::user_pool {
namespace {

using sqlite_file::Connection;
using sqlite_file::Statement;

constexpr Millis kLongestLock = std::chrono::minutes(15);
constexpr Millis kQuiet = std::chrono::minutes(15);
constexpr int kFreeOfAddress = 50;
constexpr std::int64_t kPrunedAtOnce = 100;

struct Failures {
  std::int64_t count = 0;
  Instant last_at;
  Instant locked_until;  // not after last_at: not locked
};

Result<Failures> failures(const Statement& row) {
  return Failures{.count = row.number(0),
                  .last_at = from_unix_millis(row.number(1)),
                  .locked_until = from_unix_millis(row.number(2))};
}

Result<std::optional<Failures>> find(Connection& connection, const FailureKey& key) {
  return connection.first("SELECT count, last_at_ms, locked_until_ms FROM pool_failures WHERE who = ?", failures,
                          key.who);
}

Status store(Connection& connection, const FailureKey& key, const Failures& failures) {
  return connection.run(
      "INSERT INTO pool_failures (who, count, last_at_ms, locked_until_ms) VALUES (?, ?, ?, ?)"
      " ON CONFLICT (who) DO UPDATE SET count = excluded.count, last_at_ms = excluded.last_at_ms,"
      " locked_until_ms = excluded.locked_until_ms",
      key.who, failures.count, unix_millis(failures.last_at), unix_millis(failures.locked_until));
}

Millis lock_after(std::int64_t count, int free) {
  if (count < free) return Millis{0};
  const std::int64_t doublings = std::min<std::int64_t>(count - free, 10);  // 2^10 s is longer than the longest
  return std::min<Millis>(std::chrono::seconds(std::int64_t{1} << doublings), kLongestLock);
}

// A lock that lies further ahead than any lock can was made before the clock was set back; it would never end.
bool is_locked(const Failures& failures, Instant now) {
  return now < failures.locked_until && failures.locked_until - now <= kLongestLock;
}

bool is_forgotten(const Failures& failures, Instant now) {
  return now - std::max(failures.last_at, failures.locked_until) >= kQuiet;
}

Status prune(Connection& connection, Instant now) {
  return connection.run(
      "DELETE FROM pool_failures WHERE rowid IN (SELECT rowid FROM pool_failures WHERE locked_until_ms < ? LIMIT ?)",
      unix_millis(now - kQuiet), kPrunedAtOnce);
}

// "2001:db8:1:2:a:b:c:d" -> "2001:db8:1:2::/64"; what is no IPv6 address stays.
std::string network_of(const std::string& address) {
  in6_addr parsed = {};
  if (inet_pton(AF_INET6, address.c_str(), &parsed) != 1 || IN6_IS_ADDR_V4MAPPED(&parsed)) return address;
  std::fill(std::begin(parsed.s6_addr) + 8, std::end(parsed.s6_addr), std::uint8_t{0});
  std::array<char, INET6_ADDRSTRLEN> text = {};
  inet_ntop(AF_INET6, &parsed, text.data(), text.size());
  return std::string(text.data()) + "/64";
}

std::string lower(std::string_view text) {
  std::string lowered(text);
  std::ranges::transform(lowered, lowered.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lowered;
}

}  // namespace

FailureKey password_failures(const Subject& subject) { return {.who = "password/" + subject.str()}; }

FailureKey password_failures_of_unknown(std::string_view username) {
  return {.who = "unknown/" + base64url(sha256(lower(username)))};
}

FailureKey code_failures(const Subject& subject) { return {.who = "code/" + subject.str()}; }

FailureKey address_failures(const std::string& address) {
  return {.who = "address/" + network_of(address), .free = kFreeOfAddress};
}

Result<bool> is_locked_out(Connection& connection, const FailureKey& key, Instant now) {
  const auto found = find(connection, key);
  if (!found) return fail(found.error());
  return *found && is_locked(**found, now);
}

Result<Charge> charge_failure(Connection& connection, const FailureKey& key, Instant now) {
  const auto found = find(connection, key);
  if (!found) return fail(found.error());
  Failures failures = found->value_or(Failures{});
  if (is_forgotten(failures, now)) failures.count = 0;
  ++failures.count;
  failures.last_at = now;
  failures.locked_until = now + lock_after(failures.count, key.free);
  if (Status stored = store(connection, key, failures); !stored) return fail(stored.error());
  if (Status pruned = prune(connection, now); !pruned) return fail(pruned.error());
  return Charge{.key = key, .locked_until = failures.locked_until};
}

Status refund_failure(Connection& connection, const Charge& charge, Instant now) {
  const auto found = find(connection, charge.key);
  if (!found) return fail(found.error());
  if (!*found) return {};
  Failures failures = **found;
  --failures.count;
  if (failures.count <= 0) return clear_failures(connection, charge.key);
  if (failures.locked_until == charge.locked_until) failures.locked_until = std::min(failures.locked_until, now);
  return store(connection, charge.key, failures);
}

Status clear_failures(Connection& connection, const FailureKey& key) {
  return connection.run("DELETE FROM pool_failures WHERE who = ?", key.who);
}

}  // namespace curfew::user_pool
