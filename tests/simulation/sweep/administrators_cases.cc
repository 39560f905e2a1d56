#include "app/manage_users.h"
#include "app/record_catalog.h"
#include "app/rotate_key.h"
#include "base/check.h"
#include "simulation/sweep/use_cases.h"

namespace curfew::test {
namespace {

constexpr const char* kEve = "eve@example.com";

Actor root() {
  return {.kind = ActorKind::kAdministrator, .subject = {}, .user_id = {}, .email = "root", .origin = {}};
}

// The use case on the ports of whoever's turn it is.
struct UserCommand {
  explicit UserCommand(const Turn& turn)
      : pool(turn.gate, turn.play.pool),
        directory(turn.gate, turn.play.directory),
        manage(pool, directory, turn.process.ledger, turn.play.world.clock) {}

  GatedUserPool pool;
  GatedUserDirectory directory;
  ManageUsers manage;
};

NewPassword password() { return {.password = Secret("Str0ng!Pass")}; }

void nothing(Play& /*play*/) {}
void user_is_there(Play& play) {
  UserCommand command(play.rivals_turn("before"));
  ensure(command.manage.add(kEve, {Group::kEngineers}, password(), root()).has_value(), "a user can be added");
}
void answer_is_lost(Play& play) { play.world.gate.lose_commit(Fault::kFailsAfter); }

Answer add_user(const Turn& turn) {
  return Play::told_of(UserCommand(turn).manage.add(kEve, {Group::kEngineers}, password(), root()));
}
Answer remove_user(const Turn& turn) { return Play::told_of(UserCommand(turn).manage.remove(kEve, root())); }
Answer set_groups(const Turn& turn) {
  return Play::told_of(UserCommand(turn).manage.set_groups(kEve, {Group::kManagers}, root()));
}
Answer reset_password(const Turn& turn) {
  return Play::told_of(UserCommand(turn).manage.reset_password(kEve, password(), root()));
}
Answer list_users(const Turn& turn) { return Play::told_of(UserCommand(turn).manage.list()); }
Answer rotate_key(const Turn& turn) {
  GatedUserPool pool(turn.gate, turn.play.pool);
  return Play::told_of(RotateKey(pool, turn.process.ledger, turn.play.world.clock)(root()));
}
Answer record_catalog(const Turn& turn) {
  const auto catalog = turn.play.world.catalog.current();
  return Play::told_of(RecordCatalog(turn.process.ledger, turn.play.world.clock)(*catalog, root()));
}

}  // namespace

std::vector<UseCase> administrators_cases() {
  return {
      {"AddUser", nothing, add_user, {"conflict"}},
      {"AddUserWhoseAnswerIsLost", answer_is_lost, add_user, {"conflict"}},
      {"RemoveUser", user_is_there, remove_user, {"not_found"}},
      {"SetGroups", user_is_there, set_groups},
      {"ResetPassword", user_is_there, reset_password},
      {"ListUsers", user_is_there, list_users},
      {"RotateKey", nothing, rotate_key},
      {"RecordCatalog", nothing, record_catalog},
  };
}

}  // namespace curfew::test
