#include "adapters/user_pool/challenges.h"

#include <optional>
#include <string>
#include <utility>

#include "adapters/user_pool/settings.h"
#include "base/digest.h"

namespace curfew::user_pool {
namespace {

using sqlite_file::Connection;
using sqlite_file::Statement;

constexpr std::size_t kSessionBytes = 48;
constexpr std::int64_t kPrunedAtOnce = 100;

std::string stored_form(const Secret& session) { return base64url(sha256(session.reveal())); }

std::unexpected<Error> no_such_session() { return fail(ErrorCode::kUnauthenticated, "Invalid session for the user."); }

struct Challenge {
  Subject subject;
  std::string name;
  Instant until;
};

Result<Challenge> challenge_in(const Statement& row) {
  return Challenge{.subject = Subject(row.text(0)), .name = row.text(1), .until = from_unix_millis(row.number(2))};
}

Status prune(Connection& connection, Instant now) {
  return connection.run(
      "DELETE FROM pool_challenges WHERE rowid IN (SELECT rowid FROM pool_challenges WHERE until_ms < ? LIMIT ?)",
      unix_millis(now - kChallengeLife), kPrunedAtOnce);
}

}  // namespace

std::string_view word(ChallengeName name) {
  switch (name) {
    case ChallengeName::kNewPasswordRequired: return "NEW_PASSWORD_REQUIRED";
    case ChallengeName::kSoftwareTokenMfa: return "SOFTWARE_TOKEN_MFA";
  }
  return "";
}

Result<Secret> begin_challenge(Connection& connection, Entropy& entropy, const Subject& subject, ChallengeName name,
                               Instant now) {
  // Hexadecimal: a command line takes a value that begins with '-' for an option.
  Secret session(hex(entropy.bytes(kSessionBytes)));
  const Status inserted =
      connection.run("INSERT INTO pool_challenges (session_hash, subject, name, until_ms) VALUES (?, ?, ?, ?)",
                     stored_form(session), subject.str(), word(name), unix_millis(now + kChallengeLife));
  if (!inserted) return fail(inserted.error());
  if (Status pruned = prune(connection, now); !pruned) return fail(pruned.error());
  return session;
}

Result<Subject> find_challenge(Connection& connection, const Secret& session, ChallengeName name, Instant now) {
  const auto challenge = connection.first("SELECT subject, name, until_ms FROM pool_challenges WHERE session_hash = ?",
                                          challenge_in, stored_form(session));
  if (!challenge) return fail(challenge.error());
  if (!*challenge || (*challenge)->name != word(name)) return no_such_session();
  if (now >= (*challenge)->until) {
    return fail(ErrorCode::kUnauthenticated, "Invalid session for the user, session is expired.");
  }
  return (*challenge)->subject;
}

Status use_challenge(Connection& connection, const Secret& session) {
  const Status deleted = connection.run("DELETE FROM pool_challenges WHERE session_hash = ?", stored_form(session));
  if (!deleted) return deleted;
  if (connection.changes() != 1) return no_such_session();
  return {};
}

Status end_challenges(Connection& connection, const Subject& subject) {
  return connection.run("DELETE FROM pool_challenges WHERE subject = ?", subject.str());
}

}  // namespace curfew::user_pool
