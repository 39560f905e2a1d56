// Who is calling. An Identity comes from a verified token and from nowhere else; an Actor is what the record keeps of
// whoever did something.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"

namespace curfew {

// What gives rights: engineers may ask, managers may also decide.
enum class Group : std::uint8_t { kEngineers, kManagers };

[[nodiscard]] std::string_view word(Group group);                      // "Engineers"
[[nodiscard]] std::optional<Group> group_from(std::string_view text);  // exact spelling only
[[nodiscard]] std::string listed(const std::vector<Group>& groups);    // "Engineers, Managers"

// A verified caller. Every right defaults to no.
struct Identity {
  Subject subject;           // `sub`
  std::string email;         // `email`, as the token spells it
  bool is_engineer = false;  // may submit
  bool is_manager = false;   // may submit and decide
};

// Where a call came from; kept in the audit event, never used to decide.
struct Origin {
  std::string address;     // "203.0.113.7"; empty for Curfew itself
  std::string user_agent;  // as sent, cut to 512 bytes
};

enum class ActorKind : std::uint8_t {
  kUser,           // somebody with a verified token
  kAdministrator,  // somebody at the command line of the server's machine
  kCurfew          // the system itself: a timer, the sweep, an answer of AWS
};

struct Actor {
  ActorKind kind = ActorKind::kCurfew;
  Subject subject;                // users only
  std::optional<UserId> user_id;  // Identity Center user id, where it is known
  std::string email;              // users; for administrators the operating system's user name
  Origin origin;
};

[[nodiscard]] inline Actor curfew_itself() { return {}; }

// E-mail addresses are compared without regard to ASCII case, and never to decide whether two people are the same:
// that is what subjects and user ids are for.
[[nodiscard]] bool same_email(const std::string& left, const std::string& right);

}  // namespace curfew
