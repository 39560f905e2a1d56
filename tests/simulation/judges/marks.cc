#include "simulation/judges/marks.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace curfew::simulation {
namespace {

constexpr auto kMarks = [] {
  std::array marks = std::to_array<std::string_view>({
      // What goes wrong outside.
      "fault: the store fails before it commits",
      "fault: the store commits and the answer is lost",
      "fault: the store does not commit and nobody can tell",
      "fault: the store commits late",
      "fault: the store fails to read",
      "fault: the store stalls",
      "fault: the queue fails",
      "fault: Identity Center fails to answer a question",
      "fault: a listing is behind the truth",
      "fault: a call is throttled",
      "fault: a call meets a conflict",
      "fault: a call is refused for good",
      "fault: a call is lost on its way",
      "fault: a call takes effect and its answer is lost",
      "fault: a server stalls between claim and call",
      "fault: an operation fails in the end",
      "fault: an operation fails minutes after the call",
      "fault: an operation takes minutes",
      "fault: an operation is forgotten",
      "fault: a delete overtakes a create",
      "fault: a mail is not taken",
      "fault: a mail is sent and the answer is lost",
      "fault: a mail is refused for good",
      "fault: the managers' addresses cannot be read",
      "fault: a server dies before a call",
      "fault: a server dies after a call",
      "fault: all servers die at once",
      "fault: owed work is lost",
      "fault: a timer comes twice or early",
      "fault: a timer comes late",
      "fault: a clock steps",
      "fault: an operator adds an assignment by hand",
      "fault: an operator takes an assignment away by hand",
      "fault: earlier functions give and take access beside us",
      "fault: a user is deleted",
      "fault: a deleted user's access cannot be taken away",
      "fault: the catalog changes",
      "fault: access comes through a group",
      "fault: two versions of the program run",
      "fault: a person gives up and calls again",
      "fault: a timer outside cannot be set or removed",
      "fault: a timer outside is set or removed and the answer is lost",
      "fault: a timer outside calls twice",

      // What a request goes through.
      "request: new > PENDING",
      "request: new > GRANTING",
      "request: new > ACTIVE",
      "request: new > REVOKING",
      "request: PENDING > GRANTING",
      "request: PENDING > DENIED",
      "request: PENDING > CANCELLED",
      "request: PENDING > EXPIRED",
      "request: GRANTING > GRANTING",
      "request: GRANTING > ACTIVE",
      "request: GRANTING > REVOKING",
      "request: GRANTING > FAILED",
      "request: ACTIVE > REVOKING",
      "request: REVOKING > REVOKING",
      "request: REVOKING > REVOKED",
      "request: REVOKING > FAILED",

      // What an assignment goes through.
      "assignment: UNKNOWN > ABSENT",
      "assignment: UNKNOWN > STANDING",
      "assignment: UNKNOWN > DELETING",
      "assignment: ABSENT > UNKNOWN",
      "assignment: ABSENT > STANDING",
      "assignment: ABSENT > DELETING",
      "assignment: ABSENT > CREATING",
      "assignment: STANDING > UNKNOWN",
      "assignment: STANDING > ABSENT",
      "assignment: STANDING > DELETING",
      "assignment: UNKNOWN > ADOPTED",
      "assignment: ABSENT > ADOPTED",
      "assignment: STANDING > ADOPTED",
      "assignment: CREATING > ADOPTED",
      "assignment: ADOPTED > HELD",
      "assignment: ADOPTED > DELETING",
      "assignment: CREATING > HELD",
      "assignment: CREATING > ABSENT",
      "assignment: CREATING > DELETING",
      "assignment: HELD > DELETING",
      "assignment: DELETING > ABSENT",
      "assignment: DELETING > BLOCKED",
      "assignment: BLOCKED > ABSENT",
      "assignment: BLOCKED > UNKNOWN",

      // What people are told.
      "refusal: already_decided",
      "refusal: assignment_blocked",
      "refusal: catalog_changed",
      "refusal: conflict",
      "refusal: ended",
      "refusal: expired",
      "refusal: forbidden",
      "refusal: idempotency_conflict",
      "refusal: invalid_request",
      "refusal: not_found",
      "refusal: against_policy",
      "refusal: self_approval",
      "refusal: standing_access",
      "refusal: too_many_leases",
      "refusal: unavailable",
      "refusal: unknown_user",

      // What is rare and not an ordinary step of either.
      "rare: a lease comes while the last access is being deleted",
      "rare: a lease ends while its create runs",
      "rare: a second lease takes over held access",
      "rare: a stale claim is refused a commit",
      "rare: a dead server's lane is taken over",
      "rare: AWS refuses a call signed too long ago",
      "rare: a create completes although nobody wants it any more",
      "rare: a repeated call is answered from the record",
      "rare: an operator's assignment is taken for ours",
      "rare: the sweep finds what is due",
      "rare: the sweep finds lost work",
      "rare: a revocation is late and told loudly",
      "rare: a mail is given up",
      "rare: a manager ends several leases at once",
      "rare: reconcile finds something",
      "rare: access is found beside a wish that nobody has decided",
      "rare: a record of ours is overwritten",
      "rare: a timer outside is set too late and never calls",
      "rare: a timer outside calls and its lease is live",
      "rare: nothing is granted, for no timer could be set",
  });
  std::ranges::sort(marks);
  return marks;
}();

std::size_t place_of(std::string_view name) {
  const auto* found = std::ranges::lower_bound(kMarks, name);
  const bool listed = found != kMarks.end() && *found == name;
  ensure(listed, listed ? "" : ("a mark that is not listed: " + std::string(name)).c_str());
  return static_cast<std::size_t>(found - kMarks.begin());
}

}  // namespace

Marks::Marks() : counts_(kMarks.size()) {}

bool Marks::is_listed(std::string_view name) { return std::ranges::binary_search(kMarks, name); }

void Marks::reach(std::string_view name) { ++counts_[place_of(name)]; }

void Marks::add(const Marks& others) {
  for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += others.counts_[i];
}

std::uint64_t Marks::count(std::string_view name) const { return counts_[place_of(name)]; }

std::vector<std::string_view> Marks::missing() const {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    if (counts_[i] == 0) names.push_back(kMarks[i]);
  }
  return names;
}

std::span<const std::string_view> Marks::all() { return kMarks; }

}  // namespace curfew::simulation
