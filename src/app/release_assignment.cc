#include "app/release_assignment.h"

#include "app/load_scene.h"
#include "domain/text.h"

namespace curfew {

Result<Request> ReleaseAssignment::operator()(const RequestId& id, const std::string& reason,
                                              const Actor& administrator) {
  const auto text = clean_text("reason", reason);
  if (!text) return fail(text.error());
  return writer_.change({.request_id = id, .actor = administrator, .decide = [&](const Request&) -> Result<Command> {
                           return command::Release{*text};
                         }});
}

Result<Assignment> ReleaseAssignment::operator()(const AssignmentKey& key, const std::string& reason,
                                                 const Actor& administrator) {
  const auto text = clean_text("reason", reason);
  if (!text) return fail(text.error());
  for (int i = 0; i < kMostTries; ++i) {
    auto released = attempt(key, {*text}, administrator);
    if (!released) return fail(released.error());
    if (*released) return std::move(**released);
  }
  return too_much_contention();
}

Result<std::optional<Assignment>> ReleaseAssignment::attempt(const AssignmentKey& key, const command::Release& order,
                                                             const Actor& administrator) {
  const auto scene = writer_.load(key);
  if (!scene) return fail(scene.error());
  if (scene->assignment.version == 0) {
    return fail(ErrorCode::kNotFound, "There is no assignment " + key.str() + " on record.");
  }
  const auto transition = apply(*scene, order, administrator, writer_.now(), writer_.rules());
  if (!transition) return fail(transition.error());
  const auto stored = writer_.store(*scene, *transition, {});
  if (!stored) return fail(stored.error());
  if (*stored != StoreOutcome::kStored) return std::nullopt;
  return transition->after.assignment;
}

}  // namespace curfew
