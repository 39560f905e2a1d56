// A model of AWS for one assignment: calls that are throttled, refused, lost before or after their effect, operations
// that take their time or fail, and the truth about who has what. Deterministic: all chance comes from the engine.
#pragma once

#include <map>
#include <random>
#include <string>
#include <vector>

#include "domain/assignment.h"
#include "domain/observation.h"
#include "ports/identity_center.h"

namespace curfew::test {

class ModelAws {
 public:
  // `settle`: a lost call takes effect within this time or never. `standing`: somebody else's assignment is there.
  ModelAws(std::mt19937_64& chance, Millis settle, bool standing)
      : chance_(chance), settle_(settle), there_(standing), standing_(standing) {}

  void calm_down() { calm_ = true; }
  void set_group(bool member) { group_ = member; }

  [[nodiscard]] AskResult ask(OperationKind kind, Instant now);
  [[nodiscard]] OperationStatus check(const OperationId& id, Instant now);
  // Empty when the look fails.
  [[nodiscard]] std::optional<Presence> look(Instant now);
  [[nodiscard]] bool anything_in_progress(Instant now);

  [[nodiscard]] bool there(Instant now);
  // Whether a delete of ours took away what was not ours.
  [[nodiscard]] bool took_what_stood() const { return took_what_stood_; }

 private:
  struct Running {
    OperationKind kind;
    Instant effect;
    bool fails = false;
    bool accepted = true;  // AWS has it; otherwise it is still on its way
    bool done = false;
  };

  [[nodiscard]] bool happens(int percent);
  [[nodiscard]] Millis some_time(Millis most);
  [[nodiscard]] std::optional<AskError> trouble(OperationKind kind, Instant now);
  void advance(Instant now);

  std::mt19937_64& chance_;
  Millis settle_;
  bool there_;
  bool standing_;
  bool group_ = false;
  bool calm_ = false;
  bool took_what_stood_ = false;
  std::vector<Running> operations_;  // their ids are their places
};

}  // namespace curfew::test
