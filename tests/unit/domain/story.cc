#include "story.h"

#include <gtest/gtest.h>

#include "lifecycle_invariants.h"

namespace curfew::test {
namespace {

template <class C>
concept AboutARequest = requires(const C& command) {
  { command.request } -> std::convertible_to<RequestId>;
};

RequestId spoken_of(const Command& command) {
  return std::visit(
      []<class C>(const C& c) {
        if constexpr (AboutARequest<C>) {
          return c.request;
        } else {
          return RequestId{};
        }
      },
      command);
}

}  // namespace

// As it comes back from a ledger: through the attributes.
Scene Story::load(const Command& command) const {
  const auto assignment = assignment_from(to_attributes(assignment_));
  EXPECT_TRUE(assignment) << assignment.error().log_text;
  Scene scene{.assignment = *assignment, .requests = {}};
  const RequestId subject = spoken_of(command);
  for (const auto& [id, request] : requests_) {
    if (find_lease(assignment_, request.id) == nullptr && request.id != subject) continue;
    const auto stored = request_from(to_attributes(request));
    EXPECT_TRUE(stored) << stored.error().log_text;
    scene.requests.push_back(*stored);
  }
  return scene;
}

void Story::keep(const Transition& transition) {
  assignment_ = transition.after.assignment;
  for (const Request& request : transition.after.requests) requests_[request.id.str()] = request;
  for (const std::string& id : transition.settled) owed_.erase(id);
  for (const OwedWork& work : transition.owed) owed_[work.id] = work;
  last_actions_.clear();
  for (const AuditEvent& event : transition.events) last_actions_.push_back(event.action);
}

Result<Transition> Story::attempt(const Command& command, const Actor& actor) {
  const Scene before = load(command);
  auto transition = apply(before, command, actor, now_, rules_);
  if (!transition) return transition;
  keep(*transition);
  const Passage passage{before, command, *transition, owed_, now_, rules_};
  for (const std::string& promise : broken_promises(passage)) ADD_FAILURE() << "broken: " << promise;
  return transition;
}

Transition Story::tell(const Command& command, const Actor& actor) {
  auto transition = attempt(command, actor);
  EXPECT_TRUE(transition) << transition.error().public_text << " " << transition.error().log_text;
  return transition.value_or(Transition{});
}

ErrorCode Story::refused(const Command& command, const Actor& actor) {
  const auto transition = attempt(command, actor);
  EXPECT_FALSE(transition) << "was not refused";
  return transition ? ErrorCode::kInternal : transition.error().code;
}

void Story::put_off(OwedWork work, Millis time) {
  work.due = now_ + time;
  owed_[work.id] = std::move(work);
}

RequestId Story::draft(const std::string& id, Risk risk, std::chrono::minutes duration) {
  Request request = new_request(id, risk);
  request.duration = duration;
  requests_[id] = request;
  return request.id;
}

RequestId Story::earlier(const std::string& id, RequestStatus status) {
  Request request = new_request(id, Risk::kLow);
  request.status = status;
  request.requested_at = floor_seconds(now_) - std::chrono::minutes(10);
  request.decision = Decision{.automatic = true, .at = request.requested_at};
  request.granted_at = request.requested_at;
  request.expires_at = floor_seconds(now_) + std::chrono::minutes(20);
  if (status == RequestStatus::kRevoking) request.revocation = Revocation{};
  requests_[id] = request;
  return request.id;
}

RequestId Story::submit(const std::string& id, Risk risk, std::chrono::minutes duration) {
  const RequestId request = draft(id, risk, duration);
  tell(command::Submit{request}, alice());
  return request;
}

RequestId Story::active(const std::string& id) {
  const RequestId request = submit(id, Risk::kLow);
  create();
  EXPECT_EQ(status(request), RequestStatus::kActive);
  return request;
}

std::size_t Story::letters(LetterKind letter) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(owed_, [&](const auto& entry) { return entry.second.letter == letter; }));
}

}  // namespace curfew::test
