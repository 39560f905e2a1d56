// The flat shape in which records are stored, digested and shown: names and values as in the request table.
//
// One mapping serves SQLite, DynamoDB, HTTP answers and the audit digest, so that they cannot drift apart. Numbers are
// integers, times are Unix seconds (or milliseconds where the name ends in Ms). Requests and assignments keep attributes
// that they do not know: servers of two versions may work on one store, and the earlier must not lose what the later
// one wrote.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/time.h"

namespace curfew {

using AttributeValue = std::variant<std::string, std::int64_t, std::vector<std::string>>;
using Attributes = std::map<std::string, AttributeValue, std::less<>>;

// Adds what there is: an empty text and an absent time are left out. An Instant is stored in milliseconds, Seconds in
// seconds.
void put(Attributes& out, std::string_view name, const std::string& text);
void put(Attributes& out, std::string_view name, const std::optional<Instant>& at);
void put(Attributes& out, std::string_view name, const std::optional<Seconds>& at);

// An unambiguous byte string for a digest: every name and value with its type and length, in order of the names.
[[nodiscard]] std::string canonical(const Attributes& attributes);

// Reads attributes of one record. The first missing or wrongly typed one is remembered and reported by `check`; reads
// after it return empty values. Not for sharing between threads.
class AttributeReader {
 public:
  // `kind` names the record in errors: "request".
  AttributeReader(std::string_view kind, const Attributes& attributes) : kind_(kind), attributes_(attributes) {}

  [[nodiscard]] std::string text(std::string_view name);
  [[nodiscard]] std::int64_t number(std::string_view name);
  [[nodiscard]] std::vector<std::string> list(std::string_view name);  // empty when absent
  [[nodiscard]] std::string text_or_empty(std::string_view name);
  // Empty when absent; stored as put() does.
  [[nodiscard]] std::optional<Instant> instant(std::string_view name);
  [[nodiscard]] std::optional<Seconds> seconds(std::string_view name);
  [[nodiscard]] bool has(std::string_view name);
  void reject(std::string_view name, std::string_view why);

  // What nobody has asked for so far: attributes of a later version of Curfew, which has to find them again.
  [[nodiscard]] Attributes others() const;
  // kDamaged with the first fault, or success.
  [[nodiscard]] Status check() const;

 private:
  template <class T>
  T required(std::string_view name);

  std::string_view kind_;
  const Attributes& attributes_;
  std::set<std::string_view> read_;
  std::string fault_;
};

// kDamaged with the sentence that operators know from docs/troubleshooting.md; `log_text` says which record and what.
[[nodiscard]] std::unexpected<Error> damaged_record(std::string log_text);

}  // namespace curfew
