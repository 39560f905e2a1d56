// What `curfew doctor` asks of each configured part: whether it works, shown by real calls.
//
// Implementations: one in each adapter that has something outside to examine, in a file of its own. Owned by src/main.
// An examination needs nothing of the part's own state, so that it can tell why the part would not start. It changes
// nothing that lasts, needs no right that the part itself does not (where it does, it says so and goes without), and
// ends in a bounded time: every call has its deadline, and who does not answer is not asked again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/words.h"

namespace curfew {

enum class Health : std::uint8_t {
  kBroken,    // seen not to work
  kUnproved,  // cannot be shown without doing it, or without a right that Curfew does without
  kWorks      // seen to work
};

inline constexpr Words<Health, 3> kHealthWords{
    {{Health::kBroken, "broken"}, {Health::kUnproved, "unproved"}, {Health::kWorks, "works"}}};
[[nodiscard]] constexpr std::string_view word(Health health) { return word_in(kHealthWords, health); }

// One thing that was looked at. Holds no secret.
struct Diagnosis {
  Health health = Health::kBroken;
  std::string subject;  // "table JIT-Access-Requests"; what it is about, in a few words
  std::string text;     // what was seen
  std::string remedy;   // what to do about it; empty where nothing has to be done
};

[[nodiscard]] inline Diagnosis works(std::string subject, std::string text) {
  return {.health = Health::kWorks, .subject = std::move(subject), .text = std::move(text)};
}
[[nodiscard]] inline Diagnosis unproved(std::string subject, std::string text, std::string remedy = {}) {
  return {Health::kUnproved, std::move(subject), std::move(text), std::move(remedy)};
}
[[nodiscard]] inline Diagnosis broken(std::string subject, std::string text, std::string remedy) {
  return {Health::kBroken, std::move(subject), std::move(text), std::move(remedy)};
}

// An address to look somebody up by, where only the answer matters: that there is no such user shows that the call
// works and is allowed. Nobody has it: no address ends in .invalid (RFC 2606 section 2, RFC 6761 section 6.4).
inline constexpr std::string_view kNobody = "nobody@curfew-doctor.invalid";

class Examination {
 public:
  virtual ~Examination() = default;

  // The part, as the configuration's section calls it: "store".
  [[nodiscard]] virtual std::string part() const = 0;

  // In the order in which somebody would mend them; at least one.
  [[nodiscard]] virtual std::vector<Diagnosis> examine() = 0;
};

}  // namespace curfew
