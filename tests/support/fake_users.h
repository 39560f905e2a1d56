// A user pool and a directory in memory, and both of them behind a gate that can break their calls. Not for sharing
// between threads.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "ports/directory_admin.h"
#include "ports/sign_in.h"
#include "support/call_gate.h"
#include "support/gated_ports.h"

namespace curfew::test {

// Takes every password of eight characters or more.
class FakeUserPool final : public UserAdmin {
 public:
  struct Entry {
    PoolUser user;
    Secret password;
  };

  [[nodiscard]] const std::map<std::string, Entry>& users() const { return users_; }

  [[nodiscard]] Result<PoolUser> add(const std::string& email, const std::vector<Group>& groups, const Secret& password,
                                     bool temporary, Instant now) override {
    if (const Status good = check_password(password); !good) return fail(good.error());
    if (users_.contains(email)) return fail(ErrorCode::kConflict, "An account with the given email already exists.");
    PoolUser user{.subject = Subject("subject-of-" + email),
                  .email = email,
                  .groups = groups,
                  .status = temporary ? "FORCE_CHANGE_PASSWORD" : "CONFIRMED",
                  .created_at = now};
    users_.emplace(email, Entry{.user = user, .password = password});
    return user;
  }

  [[nodiscard]] Result<std::vector<PoolUser>> list() override {
    std::vector<PoolUser> found;
    for (const auto& [email, entry] : users_) found.push_back(entry.user);
    return found;
  }

  [[nodiscard]] Result<PoolUser> find(const std::string& email) override {
    const auto entry = users_.find(email);
    if (entry == users_.end()) return unknown(email);
    return entry->second.user;
  }

  [[nodiscard]] Status remove(const std::string& email) override {
    if (users_.erase(email) == 0) return unknown(email);
    return {};
  }

  [[nodiscard]] Status set_groups(const std::string& email, const std::vector<Group>& groups) override {
    const auto entry = users_.find(email);
    if (entry == users_.end()) return unknown(email);
    entry->second.user.groups = groups;
    return {};
  }

  [[nodiscard]] Status reset_password(const std::string& email, const Secret& password, bool temporary,
                                      Instant /*now*/) override {
    if (const Status good = check_password(password); !good) return good;
    const auto entry = users_.find(email);
    if (entry == users_.end()) return unknown(email);
    entry->second.password = password;
    entry->second.user.status = temporary ? "FORCE_CHANGE_PASSWORD" : "CONFIRMED";
    return {};
  }

  [[nodiscard]] Secret random_password() override { return Secret("Made-up-1"); }
  [[nodiscard]] Status rotate_signing_key(Instant /*now*/) override {
    ++keys_made;
    return {};
  }

  int keys_made = 0;

 private:
  static std::unexpected<Error> unknown(const std::string& email) {
    return fail(ErrorCode::kNotFound, "There is no user " + email + ".");
  }
  static Status check_password(const Secret& password) {
    constexpr std::size_t kShortest = 8;
    if (password.reveal().size() >= kShortest) return {};
    return fail(ErrorCode::kInvalid, "Password not long enough.");
  }

  std::map<std::string, Entry> users_;
};

class FakeUserDirectory final : public DirectoryAdmin {
 public:
  [[nodiscard]] const std::map<std::string, UserId>& users() const { return users_; }

  [[nodiscard]] Result<UserId> add_user(const std::string& email) override {
    return users_.try_emplace(email, UserId("id-" + std::to_string(++made_))).first->second;
  }
  [[nodiscard]] Status remove_user(const std::string& email) override {
    users_.erase(email);
    return {};
  }

 private:
  std::map<std::string, UserId> users_;
  int made_ = 0;
};

class GatedUserPool final : public UserAdmin {
 public:
  GatedUserPool(CallGate& gate, UserAdmin& behind) : gate_(gate), behind_(behind) {}

  [[nodiscard]] Result<PoolUser> add(const std::string& email, const std::vector<Group>& groups, const Secret& password,
                                     bool temporary, Instant now) override {
    return through(gate_, CallKind::kActs, "UserAdmin::add",
                   [&] { return behind_.add(email, groups, password, temporary, now); });
  }
  [[nodiscard]] Result<std::vector<PoolUser>> list() override {
    return through(gate_, CallKind::kReads, "UserAdmin::list", [&] { return behind_.list(); });
  }
  [[nodiscard]] Result<PoolUser> find(const std::string& email) override {
    return through(gate_, CallKind::kReads, "UserAdmin::find", [&] { return behind_.find(email); });
  }
  [[nodiscard]] Status remove(const std::string& email) override {
    return through(gate_, CallKind::kActs, "UserAdmin::remove", [&] { return behind_.remove(email); });
  }
  [[nodiscard]] Status set_groups(const std::string& email, const std::vector<Group>& groups) override {
    return through(gate_, CallKind::kActs, "UserAdmin::set_groups", [&] { return behind_.set_groups(email, groups); });
  }
  [[nodiscard]] Status reset_password(const std::string& email, const Secret& password, bool temporary,
                                      Instant now) override {
    return through(gate_, CallKind::kActs, "UserAdmin::reset_password",
                   [&] { return behind_.reset_password(email, password, temporary, now); });
  }
  [[nodiscard]] Secret random_password() override { return behind_.random_password(); }
  [[nodiscard]] Status rotate_signing_key(Instant now) override {
    return through(gate_, CallKind::kActs, "UserAdmin::rotate_signing_key",
                   [&] { return behind_.rotate_signing_key(now); });
  }

 private:
  CallGate& gate_;
  UserAdmin& behind_;
};

class GatedUserDirectory final : public DirectoryAdmin {
 public:
  GatedUserDirectory(CallGate& gate, DirectoryAdmin& behind) : gate_(gate), behind_(behind) {}

  [[nodiscard]] Result<UserId> add_user(const std::string& email) override {
    return through(gate_, CallKind::kActs, "DirectoryAdmin::add_user", [&] { return behind_.add_user(email); });
  }
  [[nodiscard]] Status remove_user(const std::string& email) override {
    return through(gate_, CallKind::kActs, "DirectoryAdmin::remove_user", [&] { return behind_.remove_user(email); });
  }

 private:
  CallGate& gate_;
  DirectoryAdmin& behind_;
};

}  // namespace curfew::test
