// The UserAdmin of an Amazon Cognito user pool, over its administrators' API, for the command line.
//
// A change is several calls, which Cognito does not make one of. Each is harmless to repeat, so a command that failed
// half way is run again; only `add` says on the second run that the user is there, and `set_groups` and
// `reset_password` do the rest. Until `add` has ended the user has no rights: groups come after the user.
//
// What changes here counts for tokens that were made before when they expire: see token_verifier.h. Users whom another
// identity provider brings into the pool have no password here. Owned by src/main. Safe for use by many threads.
#pragma once

#include <string>
#include <vector>

#include "adapters/aws/caller.h"
#include "adapters/cognito/pool_calls.h"
#include "adapters/cognito/settings.h"
#include "ports/entropy.h"
#include "ports/sign_in.h"

namespace curfew::cognito {

class CognitoUserAdmin final : public UserAdmin {
 public:
  // Both must outlive this.
  CognitoUserAdmin(CognitoSettings settings, aws::Caller& caller, Entropy& entropy);

  // Besides the port's errors: kConfiguration (a missing right, pool or group), kRefusedOutside; where a user is named
  // by an e-mail that several users of the pool have, kConflict.
  [[nodiscard]] Result<PoolUser> add(const std::string& email, const std::vector<Group>& groups, const Secret& password,
                                     bool temporary, Instant now) override;
  // One call a user: the list does not tell who signs in with a code.
  [[nodiscard]] Result<std::vector<PoolUser>> list() override;
  [[nodiscard]] Result<PoolUser> find(const std::string& email) override;
  [[nodiscard]] Status remove(const std::string& email) override;
  // Other groups of the pool than Curfew's two are left as they are. Rights are taken away before others are given.
  [[nodiscard]] Status set_groups(const std::string& email, const std::vector<Group>& groups) override;
  // Cognito lifts a lock-out by itself, after 15 minutes at most.
  [[nodiscard]] Status reset_password(const std::string& email, const Secret& password, bool temporary,
                                      Instant now) override;
  [[nodiscard]] Secret random_password() override;
  // kConfiguration always: the keys of a Cognito pool are AWS's.
  [[nodiscard]] Status rotate_signing_key(Instant now) override;

  // A disabled user cannot sign in or renew tokens.
  [[nodiscard]] Status set_enabled(const std::string& email, bool enabled);

 private:
  [[nodiscard]] Result<User> existing(const std::string& email);
  [[nodiscard]] Result<std::optional<User>> look_up(const std::string& email);
  [[nodiscard]] Status create(const std::string& email, const Secret& password);
  [[nodiscard]] Status change_groups(const std::string& name, const std::vector<Group>& groups);
  [[nodiscard]] Result<PoolUser> described(const User& user);
  [[nodiscard]] const std::string& name_of(Group group) const;

  const CognitoSettings settings_;
  PoolCalls calls_;
  Entropy& entropy_;
};

}  // namespace curfew::cognito
