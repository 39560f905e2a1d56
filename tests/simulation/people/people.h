// The people of a simulated world: engineers who ask, revoke and repeat themselves, managers who race each other, and
// now and then somebody who tries what is not allowed. The model hears every call and every answer.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/caller.h"
#include "simulation/inside/server.h"
#include "simulation/judges/model.h"
#include "simulation/judges/promises.h"

namespace curfew::simulation {

struct Person {
  Caller caller;
  UserId user_id;
  std::vector<RequestId> own;  // as far as they were told

  [[nodiscard]] const std::string& email() const { return caller.identity.email; }
  [[nodiscard]] bool is_manager() const { return caller.identity.is_manager; }
};

// What is so in the world around a call; the model has to know it.
struct Circumstances {
  std::uint64_t commits = 0;  // so far
  bool catalog_changed = false;
  std::set<AssignmentKey> blocked;   // AWS has refused to take these away
  std::set<AssignmentKey> released;  // closed by an administrator
};

// For the thread of its world.
class People {
 public:
  People(Surroundings& around, std::vector<std::unique_ptr<Server>>& servers, Promises& promises, Model& model,
         Circumstances& circumstances);

  // Everybody begins to act, each as a task; they stop when the faults do.
  void begin();
  [[nodiscard]] std::vector<Person>& all() { return persons_; }
  // An administrator closes what AWS refuses to take away.
  void release_what_is_blocked();
  // … and has what others gave taken away.
  void order_standing_access_taken();
  // A server that is alive; null when none is.
  [[nodiscard]] Server* any_server();

 private:
  using Serve = std::function<Result<Request>(wiring::UseCases&)>;
  // What somebody does, and how a server is asked for it.
  struct Intent {
    Deed deed;
    Serve serve;
    Serve serve_another_body;  // the same key on something else; empty: nobody tries that
    AssignmentKey access;      // kSubmit
  };

  void live(Person& person, std::uint64_t deeds);
  void act(Person& person);
  void act_as_manager(Person& person);
  void submit(Person& person);
  void submit_nonsense(Person& person);
  void decide(Person& person, const RequestId& id);
  void end(Person& person, const RequestId& id);
  void read(Person& person, const RequestId& id);
  void rush_managers(const RequestId& id);
  void wait_for_the_worst_moment(const RequestId& id);

  // Calls, and calls again while there is no answer that tells anything.
  void call(Person& person, Intent intent);
  // One try. Whether the person knows now.
  [[nodiscard]] bool try_once(Person& person, Intent intent);
  [[nodiscard]] std::optional<Result<Request>> ask(Server& server, const Serve& serve);
  void tell_model(Deed deed, const Intent& intent, const std::optional<Result<Request>>& answer,
                  std::uint64_t struck_before, std::uint64_t commits_before);
  void learn(Person& person, const Deed& deed, const Request& request);
  [[nodiscard]] std::optional<IdempotencyKey> key_of(const Deed& deed) const;
  [[nodiscard]] std::string new_key();
  [[nodiscard]] std::optional<RequestId> some_request(Person& person);
  [[nodiscard]] std::int64_t millis() const;

  Surroundings& around_;
  Scheduler& scheduler_;
  Dice& dice_;
  std::vector<std::unique_ptr<Server>>& servers_;
  Promises& promises_;
  Model& model_;
  Circumstances& circumstances_;
  std::vector<Person> persons_;
  std::vector<RequestId> board_;  // every request that somebody was told of: managers get mail
  int keys_ = 0;
};

}  // namespace curfew::simulation
