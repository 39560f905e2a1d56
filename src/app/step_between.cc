#include "app/step_between.h"

#include <algorithm>

namespace curfew {
namespace {

using AS = AssignmentState;

bool is_conclusion(AssignmentState state) {
  return state == AS::kCreating || state == AS::kStanding || state == AS::kDeleting;
}

}  // namespace

const Request* find_request(const Scene& scene, const RequestId& id) {
  const auto found = std::ranges::find(scene.requests, id, &Request::id);
  return found == scene.requests.end() ? nullptr : &*found;
}

Step step_between(const Scene& before, const Transition& transition) {
  Step step{.events = transition.events, .owed = transition.owed, .settled = transition.settled};
  for (const Request& after : transition.after.requests) {
    const Request* was = find_request(before, after.id);
    const std::int64_t expected = was == nullptr ? 0 : was->version;
    if (after.version != expected) step.requests.push_back({.expected_version = expected, .record = after});
  }
  if (transition.after.assignment.version != before.assignment.version) {
    step.assignments.push_back({.expected_version = before.assignment.version, .record = transition.after.assignment});
  } else if (step.requests.empty()) {
    // Nothing but owed work is put right: it must not overwrite what a rival has come to owe.
    step.unchanged = Unchanged{.key = before.assignment.key, .version = before.assignment.version};
  }
  return step;
}

bool is_empty(const Step& step) {
  return step.requests.empty() && step.assignments.empty() && step.events.empty() && step.owed.empty() &&
         step.settled.empty();
}

bool decides_on_access(const Scene& before, const Scene& after) {
  const AssignmentState now = after.assignment.state;
  if (now != before.assignment.state && is_conclusion(now)) return true;
  const auto is_given = [&](const Lease& lease) { return find_lease(before.assignment, lease.request_id) == nullptr; };
  const auto is_ended = [&](const Lease& lease) {
    const Lease* then = find_lease(after.assignment, lease.request_id);
    return !lease.over && (then == nullptr || then->over);
  };
  return std::ranges::any_of(after.assignment.leases, is_given) ||
         std::ranges::any_of(before.assignment.leases, is_ended);
}

}  // namespace curfew
