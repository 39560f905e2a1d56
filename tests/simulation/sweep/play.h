// One use case, played once in a world of its own: what was so before, the one call that is broken into, and whoever
// made it trying again until there is an answer. Then everything comes to rest, and every promise has to have held.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "support/fake_users.h"
#include "support/world.h"

namespace curfew::test {

// What a world stands on, and how long Identity Center takes to settle.
struct Ground {
  std::string name;
  StoreMaker make_store;
  Millis settle{0};
  bool earlier_deployment = false;

  friend void PrintTo(const Ground& ground, std::ostream* out) { *out << ground.name; }
};
[[nodiscard]] Ground memory_ground();    // settles at once, as the sandbox does
[[nodiscard]] Ground settling_ground();  // in memory, and settles like AWS
[[nodiscard]] Ground sqlite_ground();
[[nodiscard]] Ground shared_ground();  // in memory, settles like AWS, and a deployment before has written into it

class Play;

// Somebody's go at a use case: through which process, and with which idempotency key.
struct Turn {
  Play& play;
  Process& process;
  CallGate& gate;  // that the process's calls pass
  std::string key;

  [[nodiscard]] IdempotencyKey idempotency() const { return {.path = "/sweep", .key = key, .body_hash = "body"}; }
};

// "ok", or the word of the refusal.
using Answer = std::string;

struct UseCase {
  std::string name;
  std::function<void(Play&)> prelude;
  std::function<Answer(const Turn&)> act;
  // What somebody is told who calls again because the first call was done and its answer lost. Only where there is no
  // idempotency key to tell a repeat by.
  std::vector<Answer> told_on_repeat{};
  // A log line that the call writes when nothing goes wrong: the situation is what the case's name says.
  std::string logs{};

  friend void PrintTo(const UseCase& use_case, std::ostream* out) { *out << use_case.name; }
};

class Play {
 public:
  explicit Play(const Ground& ground);

  World world;
  FakeUserPool pool;
  FakeUserDirectory directory;
  RequestId id;  // the request that the case is about

  // For preludes: what has to succeed.
  void submit_low(std::int64_t minutes = 30);
  void submit_high();
  void approve();
  void be_granted(std::int64_t minutes = 30);
  void work(WorkClass work_class);  // one round of owed work
  void work_when_due();             // … when some is due again
  void pass(Millis time) { world.clock.advance(time); }

  // Remembers what was acknowledged: it has to be kept.
  [[nodiscard]] Answer told(const Result<Request>& answer);
  template <class T>
  [[nodiscard]] static Answer told_of(const Result<T>& answer) {
    return answer ? "ok" : std::string(word(answer.error().code));
  }

  // One go through the process whose gate may be armed, or through the other server.
  [[nodiscard]] Answer act(const UseCase& use_case);
  [[nodiscard]] Turn rivals_turn(std::string key);
  // The same, in a new process when it dies, and again when the outside does not answer.
  [[nodiscard]] Answer insist(const UseCase& use_case);

  // Everything that has begun comes to its end, and the safety net has nothing left to find.
  void come_to_rest();
  // How it ended for every request: "S3FullAccess REVOKED", in order.
  [[nodiscard]] std::vector<std::string> fates();
  // Commands of administrators on record, as begun and as ended: "users: 0 without an end" …
  [[nodiscard]] std::vector<std::string> unended_commands();
  // What was wrong at any time, or is at rest.
  [[nodiscard]] std::vector<std::string> complaints();

 private:
  void complain(const std::string& what);
  void check_acknowledged();
  void check_decisions();
  void check_administration();

  std::vector<std::pair<RequestId, RequestStatus>> acknowledged_;
  std::vector<std::string> complaints_;
};

}  // namespace curfew::test
